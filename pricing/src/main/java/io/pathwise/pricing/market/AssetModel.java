package io.pathwise.pricing.market;

import io.pathwise.pricing.Require;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * The model that moves one asset's price, with its parameters, all under the risk-neutral measure. Each model is one
 * record; everything that depends on the model switches over them exhaustively. Start at {@link BlackScholes}.
 */
public sealed interface AssetModel
    permits AssetModel.BlackScholes, AssetModel.Merton, AssetModel.Heston, AssetModel.Bates,
    AssetModel.VarianceGamma {

  /** The name of a model's constant volatility among its {@link #parameters}. */
  String VOL = "vol";

  /**
   * The model's parameters by name, in their usual order; empty for {@link BlackScholes}, whose quotes are pillars. As
   * risk factors they are named by {@link RiskFactor#modelParameter}.
   */
  SequencedMap<String, Double> parameters();

  /**
   * The model with one of its {@link #parameters} changed.
   *
   * @throws IllegalArgumentException
   *           when it has no such parameter, or the value is not allowed
   */
  AssetModel with(String parameter, double value);

  /** The expected quadratic variation of the log price until a time in years; under Black–Scholes its variance. */
  double expectedVariance(double time);

  /**
   * Geometric Brownian motion with deterministic, time-dependent volatility.
   *
   * @param vols
   *          Black implied volatilities
   */
  record BlackScholes(VolTermStructure vols) implements AssetModel {
    public BlackScholes {
      Require.given("vols", vols);
    }

    /** The same volatility for all expiries, per square root of a year. */
    public static BlackScholes of(double vol) {
      return new BlackScholes(VolTermStructure.flat(vol));
    }

    /** A term structure of volatilities. */
    public static BlackScholes of(VolTermStructure vols) {
      return new BlackScholes(vols);
    }

    @Override
    public SequencedMap<String, Double> parameters() {
      return new LinkedHashMap<>();
    }

    @Override
    public BlackScholes with(String parameter, double value) {
      throw unknown(Require.given("parameter", parameter));
    }

    @Override
    public double expectedVariance(double time) {
      return vols.totalVariance(time);
    }
  }

  /**
   * Geometric Brownian motion with jumps (Merton 1976); the drift is compensated for them.
   *
   * @param vol
   *          volatility between jumps per square root of a year, not negative
   * @param jumps
   *          of the log price
   */
  record Merton(double vol, Jumps jumps) implements AssetModel {
    public Merton {
      VolTermStructure.requireVol(VOL, vol);
      ForwardEntropy.require(ForwardEntropy.ofVol(vol) + Require.given("jumps", jumps).forwardEntropy(),
          "%s %s and %s".formatted(VOL, vol, jumps.parameters()));
    }

    @Override
    public SequencedMap<String, Double> parameters() {
      SequencedMap<String, Double> parameters = new LinkedHashMap<>();
      parameters.put(VOL, vol);
      parameters.putAll(jumps.parameters());
      return parameters;
    }

    @Override
    public Merton with(String parameter, double value) {
      return Require.given("parameter", parameter).equals(VOL)
          ? new Merton(value, jumps)
          : new Merton(vol, jumps.with(parameter, value));
    }

    @Override
    public double expectedVariance(double time) {
      return vol * vol * time + jumps.expectedVariance(time);
    }
  }

  /**
   * Stochastic volatility (Heston 1993).
   *
   * @param variance
   *          its parameters, and how it is simulated
   */
  record Heston(StochasticVariance variance) implements AssetModel {
    public Heston {
      Require.given("variance", variance);
    }

    @Override
    public SequencedMap<String, Double> parameters() {
      return variance.parameters();
    }

    @Override
    public Heston with(String parameter, double value) {
      return new Heston(variance.with(Require.given("parameter", parameter), value));
    }

    @Override
    public double expectedVariance(double time) {
      return variance.expectedVariance(time);
    }
  }

  /**
   * Stochastic volatility with jumps of the price that are independent of it (Bates 1996).
   *
   * @param variance
   *          its parameters, and how it is simulated
   * @param jumps
   *          of the log price
   */
  record Bates(StochasticVariance variance, Jumps jumps) implements AssetModel {
    public Bates {
      Require.given("variance", variance);
      Require.given("jumps", jumps);
    }

    @Override
    public SequencedMap<String, Double> parameters() {
      SequencedMap<String, Double> parameters = new LinkedHashMap<>(variance.parameters());
      parameters.putAll(jumps.parameters());
      return parameters;
    }

    @Override
    public Bates with(String parameter, double value) {
      return jumps.parameters().containsKey(Require.given("parameter", parameter))
          ? new Bates(variance, jumps.with(parameter, value))
          : new Bates(variance.with(parameter, value), jumps);
    }

    @Override
    public double expectedVariance(double time) {
      return variance.expectedVariance(time) + jumps.expectedVariance(time);
    }
  }

  /**
   * Variance gamma (Madan, Carr and Chang 1998): Brownian motion with drift at the time of a gamma process, which
   * expects to pass as fast as the calendar; the drift of the price is compensated.
   *
   * @param vol
   *          volatility of the Brownian motion per square root of a year, not negative
   * @param drift
   *          drift of the Brownian motion per year; negative for a fat left tail
   * @param nu
   *          variance of the gamma time of a year, in years, positive and at most a million; drift · nu + ½ vol² nu
   *          must be below 1, and such that a simulation finds the expected price, see {@code docs/models.md}
   */
  record VarianceGamma(double vol, double drift, double nu) implements AssetModel {

    /** Names among {@link AssetModel#parameters}. */
    public static final String DRIFT = "drift";
    public static final String NU = "nu";

    private static final double MOST_NU = 1e6;

    public VarianceGamma {
      VolTermStructure.requireVol(VOL, vol);
      Require.finite(DRIFT, drift);
      Require.positive(NU, nu);
      Require.that(nu <= MOST_NU, "%s is %s, must be at most %s", NU, Double.toString(nu), MOST_NU);
      Require.that((drift + 0.5 * vol * vol) * nu < 1,
          "drift * nu + vol^2 * nu / 2 is %s, must be below 1 for the price to have a mean",
          Double.toString((drift + 0.5 * vol * vol) * nu));
      double shrinkage = 1 - (drift + 0.5 * vol * vol) * nu;
      ForwardEntropy.require(ForwardEntropy.ofGammaTime(shrinkage, nu) + ForwardEntropy.ofVol(vol) / shrinkage,
          "%s %s, %s %s and %s %s".formatted(VOL, vol, DRIFT, drift, NU, nu));
    }

    @Override
    public SequencedMap<String, Double> parameters() {
      SequencedMap<String, Double> parameters = new LinkedHashMap<>();
      parameters.put(VOL, vol);
      parameters.put(DRIFT, drift);
      parameters.put(NU, nu);
      return parameters;
    }

    @Override
    public VarianceGamma with(String parameter, double value) {
      return switch (Require.given("parameter", parameter)) {
        case VOL -> new VarianceGamma(value, drift, nu);
        case DRIFT -> new VarianceGamma(vol, value, nu);
        case NU -> new VarianceGamma(vol, drift, value);
        default -> throw unknown(parameter);
      };
    }

    @Override
    public double expectedVariance(double time) {
      return (vol * vol + nu * drift * drift) * time;
    }
  }

  /** What to throw for a parameter that a model lacks. */
  static IllegalArgumentException unknown(String parameter) {
    return new IllegalArgumentException("the model has no parameter " + parameter);
  }
}
