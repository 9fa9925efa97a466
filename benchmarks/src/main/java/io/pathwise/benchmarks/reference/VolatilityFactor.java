package io.pathwise.benchmarks.reference;

import io.pathwise.pricing.market.AssetModel;
import io.pathwise.pricing.market.StochasticVariance;

/**
 * What drives a stochastic volatility: the variance of Heston's model, the logarithm of the volatility's factor of the
 * SABR model. Start at {@link #of}.
 */
interface VolatilityFactor {

  /** The factor today. */
  double today();

  /** Its drift per year. */
  double drift(double factor);

  /** Its variance per year. */
  double variance(double factor);

  /** The variance per year of log Y. */
  double priceVariance(double logPrice, double factor);

  /** The correlation of price and factor. */
  double correlation();

  /** Where its nodes lie until a time. */
  Range range(double time);

  /** Makes nodes. */
  interface Range {
    Axis axis(int intervals);
  }

  /** The factor of a model. */
  static VolatilityFactor of(AssetModel model) {
    return switch (model) {
      case AssetModel.Heston(StochasticVariance variance) -> new OfHeston(variance);
      case AssetModel.Sabr sabr -> new OfSabr(sabr);
      default -> throw new IllegalArgumentException("no stochastic volatility: " + model);
    };
  }

  /** The variance itself. */
  record OfHeston(StochasticVariance heston) implements VolatilityFactor {

    private static final double REACH = 9;

    @Override
    public double today() {
      return heston.v0();
    }

    @Override
    public double drift(double factor) {
      return heston.kappa() * (heston.theta() - factor);
    }

    @Override
    public double variance(double factor) {
      return heston.xi() * heston.xi() * factor;
    }

    @Override
    public double priceVariance(double logPrice, double factor) {
      return factor;
    }

    @Override
    public double correlation() {
      return heston.rho();
    }

    /** The root of the variance moves by half of xi. */
    @Override
    public Range range(double time) {
      double years = Math.min(time, 1 / heston.kappa());
      double high = Math.sqrt(Math.max(heston.v0(), heston.theta())) + REACH * 0.5 * heston.xi() * Math.sqrt(years);
      return intervals -> Axis.from0(high * high, intervals);
    }
  }

  /** The logarithm of a. */
  record OfSabr(AssetModel.Sabr sabr) implements VolatilityFactor {

    private static final double REACH = 7;

    @Override
    public double today() {
      return 0;
    }

    @Override
    public double drift(double factor) {
      return -0.5 * sabr.nu() * sabr.nu();
    }

    @Override
    public double variance(double factor) {
      return sabr.nu() * sabr.nu();
    }

    @Override
    public double priceVariance(double logPrice, double factor) {
      double vol = sabr.local().vol()
          * Math.exp(factor + (sabr.local().beta() - 1) * (logPrice - Math.log(sabr.local().reference())));
      return vol * vol;
    }

    @Override
    public double correlation() {
      return sabr.rho();
    }

    @Override
    public Range range(double time) {
      double deviation = sabr.nu() * Math.sqrt(time);
      return intervals -> Axis.around(0, 2 * deviation, -REACH * deviation, REACH * deviation, intervals);
    }
  }
}
