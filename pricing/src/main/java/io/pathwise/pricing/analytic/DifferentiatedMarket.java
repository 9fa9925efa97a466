package io.pathwise.pricing.analytic;

import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.PillarInterpolation;
import io.pathwise.pricing.market.RiskFactor;
import io.pathwise.pricing.market.VolTermStructure;
import io.pathwise.pricing.market.ZeroCurve;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Market data as seen by a closed form: every quantity carries its derivatives with respect to up to two risk factors.
 * Events come nearer along the valuation time, so accumulated rates and variances move by their slopes from the left.
 *
 * <p>
 * Start at {@link #forward}, {@link #discount}, {@link #totalVariance} and {@link #covariance}.
 */
final class DifferentiatedMarket {
  private final MarketData market;
  private final @Nullable RiskFactor first;
  private final @Nullable RiskFactor second;

  DifferentiatedMarket(MarketData market, @Nullable RiskFactor first, @Nullable RiskFactor second) {
    this.market = market;
    this.first = first;
    this.second = second;
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
    return market.asset(asset).model().blackVols().orElseThrow(
        () -> new IllegalStateException("closed forms of Black–Scholes do not apply to " + asset));
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
    RiskFactor valuationTime = new RiskFactor.ValuationTime();
    return time == 0
        ? HyperDual.ZERO
        : HyperDual.variable(time, valuationTime.equals(first) ? -1 : 0, valuationTime.equals(second) ? -1 : 0);
  }

  private HyperDual quote(double value, RiskFactor factor, @Nullable RiskFactor alternative) {
    return HyperDual.variable(value, moves(first, factor, alternative), moves(second, factor, alternative));
  }

  private static double moves(@Nullable RiskFactor direction, RiskFactor factor, @Nullable RiskFactor alternative) {
    return direction != null && (direction.equals(factor) || direction.equals(alternative)) ? 1 : 0;
  }
}
