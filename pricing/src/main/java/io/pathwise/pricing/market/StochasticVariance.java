package io.pathwise.pricing.market;

import io.pathwise.pricing.Require;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * The variance of Heston's model (1993), dv = κ (θ − v) dt + ξ √v dW, and how it is simulated. Start at {@link #of}.
 *
 * <p>
 * The limits of the parameters are those of the schemes: steps are so short that the speed of the variance, κ and ξ, is
 * small over each of them ({@link #longestStep}), and there are at most {@link #MOST_STEPS_PER_YEAR}; what is extremely
 * small is lost to rounding. docs/models.md has the biases that are left.
 *
 * @param v0
 *          variance today, per year, above 0 and up to 25
 * @param kappa
 *          speed of mean reversion, per year, from 10⁻⁸ to 2500
 * @param theta
 *          long-run variance, per year, from 10⁻⁸ to 25
 * @param xi
 *          volatility of the variance, per year, from 10⁻⁶ to 100, under the Euler scheme at most √(1000 θ); 2 κ θ may
 *          be below ξ²
 * @param rho
 *          correlation of variance and log price, between −1 and 1, both excluded
 * @param scheme
 *          how a step is simulated
 * @param stepsPerYear
 *          the fewest steps a year; observation dates and fast variances add more
 */
public record StochasticVariance(double v0, double kappa, double theta, double xi, double rho, Scheme scheme,
    int stepsPerYear) {

  /** The steps of a year unless others are asked for. */
  public static final int DEFAULT_STEPS_PER_YEAR = 50;
  /** The most steps of a year. */
  public static final int MOST_STEPS_PER_YEAR = 10_000;

  /** κ times a step: what is accurate, and what is refused even where coarse steps are asked for. */
  private static final double ACCURATE_REVERSION = 0.25;
  private static final double MOST_REVERSION = 2.0;
  /** ξ times a step, likewise; accurate under the quadratic-exponential scheme. */
  private static final double ACCURATE_SPREAD = 0.01;
  private static final double MOST_SPREAD = 0.5;
  /** ξ² times a step, as a share of θ, that is accurate under the Euler scheme. */
  private static final double ACCURATE_EULER = 0.1;
  /** Up to these ξ the default steps are short enough. */
  private static final double USUAL_XI = 2.5;
  private static final double USUAL_EULER_XI = 1.0;

  /** One, blurred by rounding. */
  private static final double ALMOST_ONE = 1 - 1e-12;
  private static final double MOST_VARIANCE = 25;
  private static final double LEAST_THETA = 1e-8;
  private static final double LEAST_KAPPA = 1e-8;
  private static final double MOST_KAPPA = ACCURATE_REVERSION * MOST_STEPS_PER_YEAR;
  private static final double LEAST_XI = 1e-6;
  private static final double MOST_XI = ACCURATE_SPREAD * MOST_STEPS_PER_YEAR;

  /** Names among {@link AssetModel#parameters}. */
  public static final String V0 = "v0";
  public static final String KAPPA = "kappa";
  public static final String THETA = "theta";
  public static final String XI = "xi";
  public static final String RHO = "rho";

  private static final String SCHEME = "scheme";
  private static final String STEPS_PER_YEAR = "stepsPerYear";

  static final List<String> FIELDS = List.of(V0, KAPPA, THETA, XI, RHO, SCHEME, STEPS_PER_YEAR);

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
    requireV0(V0, v0);
    requireKappa(KAPPA, kappa);
    requireTheta(THETA, theta);
    requireXi(XI, xi);
    requireCorrelation(RHO, rho);
    Require.given("scheme", scheme);
    Require.that(accurateSpread(scheme, theta, xi) * MOST_STEPS_PER_YEAR > ALMOST_ONE,
        "xi^2 / theta is %s, must be at most %s with the scheme %s, for a step is theta / (10 xi^2) long at most; %s can "
            + "do more",
        Double.toString(xi * xi / theta), ACCURATE_EULER * MOST_STEPS_PER_YEAR, Scheme.FULL_TRUNCATION_EULER.label(),
        Scheme.QUADRATIC_EXPONENTIAL.label());
    Require.that(stepsPerYear >= 1 && stepsPerYear <= MOST_STEPS_PER_YEAR,
        "stepsPerYear is %s, must be a whole number from 1 to %s", stepsPerYear, MOST_STEPS_PER_YEAR);
  }

  /** A variance today that the schemes can simulate. */
  public static double requireV0(String what, double value) {
    Require.positive(Require.given("what", what), value);
    return requireWithin(what, value, Double.MIN_VALUE, MOST_VARIANCE, "which is a volatility of 500 %");
  }

  /** A long-run variance that the schemes can simulate. */
  public static double requireTheta(String what, double value) {
    Require.positive(Require.given("what", what), value);
    return requireWithin(what, value, LEAST_THETA, MOST_VARIANCE, "which are volatilities of 0.01 % and 500 %");
  }

  /** A speed of mean reversion that the schemes can simulate. */
  public static double requireKappa(String what, double value) {
    Require.positive(Require.given("what", what), value);
    return requireWithin(what, value, LEAST_KAPPA, MOST_KAPPA,
        "for a step is 1 / (4 kappa) long at most; a variance that reverts faster is theta at once: black-scholes with "
            + "vol sqrt(theta)");
  }

  /** A volatility of the variance that the schemes can simulate. */
  public static double requireXi(String what, double value) {
    Require.positive(Require.given("what", what), value);
    return requireWithin(what, value, LEAST_XI, MOST_XI,
        "for a step is 1 / (100 xi) long at most; a variance that hardly moves is black-scholes with a term structure");
  }

  private static double requireWithin(String what, double value, double least, double most, String because) {
    Require.that(value >= least && value <= most, "%s is %s, must be from %s to %s, %s", what, Double.toString(value),
        Double.toString(least), most, because);
    return value;
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

  static StochasticVariance read(ModelFields fields) {
    double v0 = fields.number(V0, StochasticVariance::requireV0);
    double kappa = fields.number(KAPPA, StochasticVariance::requireKappa);
    double theta = fields.number(THETA, StochasticVariance::requireTheta);
    double xi = fields.number(XI, StochasticVariance::requireXi);
    double rho = fields.number(RHO, StochasticVariance::requireCorrelation);
    Scheme scheme = fields.oneOf(SCHEME, Scheme::of, Scheme.QUADRATIC_EXPONENTIAL);
    int steps = fields.count(STEPS_PER_YEAR, MOST_STEPS_PER_YEAR, DEFAULT_STEPS_PER_YEAR);
    return fields.located(XI, () -> new StochasticVariance(v0, kappa, theta, xi, rho, scheme, steps));
  }

  /** The same law, simulated in another way. */
  public StochasticVariance simulatedBy(Scheme otherScheme, int otherStepsPerYear) {
    return new StochasticVariance(v0, kappa, theta, xi, rho, otherScheme, otherStepsPerYear);
  }

  /**
   * The longest step in years: a part of a year as asked for, and no longer than what is accurate if that is less than
   * the default. The trapezoidal rule of the quadratic-exponential scheme has an error of the order of (κ Δt)², its law
   * of the variance one that grows with ξ Δt; that of the Euler scheme grows with ξ² Δt/θ.
   */
  public double longestStep() {
    double asked = Math.min(1.0 / stepsPerYear, Math.min(MOST_REVERSION / kappa, MOST_SPREAD / xi));
    double accurate = Math.min(ACCURATE_REVERSION / kappa, accurateSpread(scheme, theta, xi));
    return accurate * DEFAULT_STEPS_PER_YEAR < 1 ? Math.min(asked, accurate) : asked;
  }

  private static double accurateSpread(Scheme scheme, double theta, double xi) {
    return switch (scheme) {
      case QUADRATIC_EXPONENTIAL -> xi > USUAL_XI ? ACCURATE_SPREAD / xi : Double.POSITIVE_INFINITY;
      case FULL_TRUNCATION_EULER ->
        xi > USUAL_EULER_XI ? ACCURATE_EULER * theta / (xi * xi) : Double.POSITIVE_INFINITY;
    };
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
