package io.pathwise.pricing.market;

import io.pathwise.pricing.Require;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * The variance of Heston's model (1993), dv = κ (θ − v) dt + ξ √v dW, and how it is simulated. Start at {@link #of}.
 *
 * @param v0
 *          variance today, per year, positive
 * @param kappa
 *          speed of mean reversion, per year, positive
 * @param theta
 *          long-run variance, per year, positive
 * @param xi
 *          volatility of the variance, positive; 2 κ θ may be below ξ²
 * @param rho
 *          correlation of variance and log price, between −1 and 1, both excluded
 * @param scheme
 *          how a step is simulated
 * @param stepsPerYear
 *          the fewest steps a year; observation dates add more
 */
public record StochasticVariance(double v0, double kappa, double theta, double xi, double rho, Scheme scheme,
    int stepsPerYear) {

  /** The steps of a year unless others are asked for. */
  public static final int DEFAULT_STEPS_PER_YEAR = 50;
  /** The most steps of a year. */
  public static final int MOST_STEPS_PER_YEAR = 10_000;

  /** Names among {@link AssetModel#parameters}. */
  public static final String V0 = "v0";
  public static final String KAPPA = "kappa";
  public static final String THETA = "theta";
  public static final String XI = "xi";
  public static final String RHO = "rho";

  /** How a step of variance and log price is simulated. */
  public enum Scheme {
    /** Andersen (2008), with martingale correction. */
    QUADRATIC_EXPONENTIAL("quadratic-exponential"),
    /** Lord, Koekkoek and van Dijk (2010). */
    FULL_TRUNCATION_EULER("full-truncation-euler");

    private final String label;

    Scheme(String label) {
      this.label = label;
    }

    /** The scheme spelt {@code quadratic-exponential} or {@code full-truncation-euler}. */
    public static Scheme of(String label) {
      return Require.oneOf("scheme", label, values(), Scheme::label);
    }

    /** The spelling in files. */
    public String label() {
      return label;
    }
  }

  public StochasticVariance {
    Require.positive(V0, v0);
    Require.positive(KAPPA, kappa);
    Require.positive(THETA, theta);
    Require.positive(XI, xi);
    requireCorrelation(RHO, rho);
    Require.given("scheme", scheme);
    Require.that(stepsPerYear >= 1 && stepsPerYear <= MOST_STEPS_PER_YEAR,
        "stepsPerYear is %s, must be a whole number from 1 to %s", stepsPerYear, MOST_STEPS_PER_YEAR);
  }

  /** A correlation that leaves the log price a noise of its own. */
  public static double requireCorrelation(String what, double value) {
    Require.that(value > -1 && value < 1, "%s is %s, must be a number between -1 and 1, both excluded",
        Require.given("what", what), value);
    return value;
  }

  /** With the quadratic-exponential scheme and the default steps. */
  public static StochasticVariance of(double v0, double kappa, double theta, double xi, double rho) {
    return new StochasticVariance(v0, kappa, theta, xi, rho, Scheme.QUADRATIC_EXPONENTIAL, DEFAULT_STEPS_PER_YEAR);
  }

  /** The same law, simulated in another way. */
  public StochasticVariance simulatedBy(Scheme otherScheme, int otherStepsPerYear) {
    return new StochasticVariance(v0, kappa, theta, xi, rho, otherScheme, otherStepsPerYear);
  }

  SequencedMap<String, Double> parameters() {
    SequencedMap<String, Double> parameters = new LinkedHashMap<>();
    parameters.put(V0, v0);
    parameters.put(KAPPA, kappa);
    parameters.put(THETA, theta);
    parameters.put(XI, xi);
    parameters.put(RHO, rho);
    return parameters;
  }

  StochasticVariance with(String parameter, double value) {
    return switch (parameter) {
      case V0 -> new StochasticVariance(value, kappa, theta, xi, rho, scheme, stepsPerYear);
      case KAPPA -> new StochasticVariance(v0, value, theta, xi, rho, scheme, stepsPerYear);
      case THETA -> new StochasticVariance(v0, kappa, value, xi, rho, scheme, stepsPerYear);
      case XI -> new StochasticVariance(v0, kappa, theta, value, rho, scheme, stepsPerYear);
      case RHO -> new StochasticVariance(v0, kappa, theta, xi, value, scheme, stepsPerYear);
      default -> throw AssetModel.unknown(parameter);
    };
  }

  double expectedVariance(double time) {
    return theta * time - (v0 - theta) * Math.expm1(-kappa * time) / kappa;
  }
}
