package io.pathwise.pricing.analytic;

import io.pathwise.pricing.market.AssetModel;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.PillarInterpolation;
import io.pathwise.pricing.market.RiskFactor;
import io.pathwise.pricing.market.VolTermStructure;
import io.pathwise.pricing.market.ZeroCurve;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Market data as seen by a closed form: every quantity carries its derivatives with respect to up to three risk
 * factors. Events come nearer along the valuation time, so accumulated rates and variances move by their slopes from
 * the left.
 *
 * <p>
 * Start at {@link #forward}, {@link #discount}, {@link #totalVariance} and {@link #covariance}.
 */
final class DifferentiatedMarket {
  private final MarketData market;
  private final List<RiskFactor> directions;

  DifferentiatedMarket(MarketData market, List<RiskFactor> directions) {
    this.market = market;
    this.directions = directions;
  }

  HyperDual spot(String asset) {
    return quote(market.asset(asset).spot(), new RiskFactor.Spot(asset), null);
  }

  /** The forward price of an asset for a time. */
  HyperDual forward(String asset, double time) {
    return spot(asset).times(drift(asset, time).exp());
  }

  /** The logarithm of forward price over spot: accumulated rate less accumulated dividend yield. */
  HyperDual drift(String asset, double time) {
    HyperDual yield = quote(market.asset(asset).dividendYield(), new RiskFactor.Dividend(asset), null);
    return rateTime(market.asset(asset).curve(), time).minus(yield.times(yearsTo(time)));
  }

  /** The value today of one unit of currency paid at a time, on an asset's curve. */
  HyperDual discount(String asset, double time) {
    return rateTime(market.asset(asset).curve(), time).negated().exp();
  }

  /** The variance of the logarithm of an asset's price at a time. */
  HyperDual totalVariance(String asset, double time) {
    return accumulated(vols(asset).interpolation(), time, squaredVols(asset));
  }

  /** Variance per year of the logarithm of an asset's price on the pillar interval that ends at a time. */
  private HyperDual forwardVariance(String asset, double time) {
    return weighted(vols(asset).interpolation().leftSlopes(time), squaredVols(asset));
  }

  /**
   * The covariance of the logarithms of two assets' prices at a time: the correlation of their Brownian motions times
   * the integral of the product of their instantaneous volatilities, which are constant between pillars.
   */
  HyperDual covariance(String a, String b, double time) {
    TreeSet<Double> ends = new TreeSet<>(vols(a).times());
    ends.addAll(vols(b).times());
    List<Double> inside = ends.stream().filter(end -> end < time).toList();
    HyperDual integral = HyperDual.ZERO;
    double from = 0;
    for (double to : inside) {
      integral = integral.plus(productOfVols(a, b, to).times(to - from));
      from = to;
    }
    HyperDual last = yearsTo(time).plus(-from);
    return correlation(a, b).times(integral.plus(productOfVols(a, b, time).times(last)));
  }

  private HyperDual productOfVols(String a, String b, double time) {
    HyperDual product = forwardVariance(a, time).times(forwardVariance(b, time));
    return product.value() > 0 ? product.sqrt() : HyperDual.ZERO;
  }

  private HyperDual correlation(String a, String b) {
    RiskFactor named = new RiskFactor.Correlation(a, b);
    RiskFactor reversed = new RiskFactor.Correlation(b, a);
    return quote(market.correlations().get(a, b), named, reversed);
  }

  private HyperDual rateTime(String curveId, double time) {
    ZeroCurve curve = market.curve(curveId);
    HyperDual[] zeros = new HyperDual[curve.times().size()];
    for (int j = 0; j < zeros.length; j++) {
      zeros[j] = quote(curve.zeros().get(j), new RiskFactor.Zero(curveId),
          new RiskFactor.ZeroPillar(curveId, curve.times().get(j)));
    }
    return accumulated(curve.interpolation(), time, zeros);
  }

  private HyperDual[] squaredVols(String asset) {
    VolTermStructure vols = vols(asset);
    HyperDual[] squares = new HyperDual[vols.times().size()];
    for (int j = 0; j < squares.length; j++) {
      squares[j] = quote(vols.vols().get(j), new RiskFactor.Vol(asset),
          new RiskFactor.VolPillar(asset, vols.times().get(j))).squared();
    }
    return squares;
  }

  private VolTermStructure vols(String asset) {
    return switch (market.asset(asset).model()) {
      case AssetModel.BlackScholes(VolTermStructure vols) -> vols;
      case AssetModel.Merton _,AssetModel.Heston _,AssetModel.Bates _,AssetModel.VarianceGamma _ ->
        throw new IllegalStateException("closed forms of Black–Scholes do not apply to " + asset);
    };
  }

  private HyperDual accumulated(PillarInterpolation pillars, double time, HyperDual[] quotes) {
    HyperDual total = weighted(pillars.weights(time), quotes);
    return time == 0
        ? total
        : total.plus(weighted(pillars.leftSlopes(time), quotes).times(yearsTo(time).plus(-time)));
  }

  private static HyperDual weighted(double[] weights, HyperDual[] quotes) {
    HyperDual sum = HyperDual.ZERO;
    for (int j = 0; j < weights.length; j++) {
      sum = sum.plus(quotes[j].times(weights[j]));
    }
    return sum;
  }

  /** The years to an event, which fall as the valuation time moves on; an event of today stays today. */
  private HyperDual yearsTo(double time) {
    return time == 0 ? HyperDual.ZERO : moving(time, -1, new RiskFactor.ValuationTime(), null);
  }

  private HyperDual quote(double value, RiskFactor factor, @Nullable RiskFactor alternative) {
    return moving(value, 1, factor, alternative);
  }

  /** A number that moves at a speed along a factor or, with others, along an alternative. */
  private HyperDual moving(double value, double speed, RiskFactor factor, @Nullable RiskFactor alternative) {
    double[] speeds = new double[3];
    for (int i = 0; i < directions.size(); i++) {
      speeds[i] = directions.get(i).equals(factor) || directions.get(i).equals(alternative) ? speed : 0;
    }
    return HyperDual.variable(value, speeds[0], speeds[1], speeds[2]);
  }
}
