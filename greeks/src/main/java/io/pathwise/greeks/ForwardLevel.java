package io.pathwise.greeks;

import io.pathwise.pricing.market.Asset;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.RiskFactor;
import io.pathwise.pricing.market.ZeroCurve;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What a payoff compares, where prices follow their forwards: a number in currency, and how fast it moves with a risk
 * factor. Start at {@link #price}.
 *
 * @param value
 *          the number
 * @param size
 *          the sum of the sizes of its parts, to which rounding errors are relative
 * @param slope
 *          its derivative by a risk factor; volatilities and correlations do not move it
 */
record ForwardLevel(double value, double size, ToDoubleFunction<RiskFactor> slope) {

  private static final double ROUNDING = 1e-12;

  /** A number that nothing moves. */
  static ForwardLevel constant(double value) {
    return new ForwardLevel(value, Math.abs(value), factor -> 0);
  }

  /** The forward price of an asset for a time. */
  static ForwardLevel price(MarketData market, String id, double time) {
    Asset asset = market.asset(id);
    ZeroCurve curve = market.curve(asset.curve());
    double forward = asset.spot() * Math.exp(curve.rateTime(time) - asset.dividendYield() * time);
    return new ForwardLevel(forward, forward, factor -> forward * logSlope(asset, curve, time, factor));
  }

  private static double logSlope(Asset asset, ZeroCurve curve, double time, RiskFactor factor) {
    return switch (factor) {
      case RiskFactor.Spot(String id) -> id.equals(asset.id()) ? 1 / asset.spot() : 0;
      case RiskFactor.Dividend(String id) -> id.equals(asset.id()) ? -time : 0;
      case RiskFactor.Zero(String id) -> id.equals(curve.id()) ? time : 0;
      case RiskFactor.ZeroPillar(String id, double pillar) ->
        id.equals(curve.id()) ? curve.interpolation().weights(time)[curve.times().indexOf(pillar)] : 0;
      case RiskFactor.ValuationTime() -> time > 0 ? asset.dividendYield() - curve.forwardRate(time) : 0;
      case RiskFactor.Vol _,RiskFactor.VolPillar _,RiskFactor.Correlation _,RiskFactor.ModelParameter _ -> 0;
    };
  }

  /** The sum of two. */
  ForwardLevel plus(ForwardLevel other) {
    return new ForwardLevel(value + other.value, size + other.size,
        factor -> slope.applyAsDouble(factor) + other.slope.applyAsDouble(factor));
  }

  /** A multiple. */
  ForwardLevel times(double number) {
    return new ForwardLevel(number * value, Math.abs(number) * size, factor -> number * slope.applyAsDouble(factor));
  }

  /** The logarithm. */
  ForwardLevel log() {
    return new ForwardLevel(Math.log(value), 1, factor -> slope.applyAsDouble(factor) / value);
  }

  /** The exponential. */
  ForwardLevel exp() {
    double exp = Math.exp(value);
    return new ForwardLevel(exp, exp, factor -> exp * slope.applyAsDouble(factor));
  }

  /** The sum of several. */
  static ForwardLevel sum(List<ForwardLevel> levels) {
    return levels.stream().reduce(constant(0), ForwardLevel::plus);
  }

  /** Whether two are equal up to rounding. */
  boolean isEqualTo(ForwardLevel other) {
    return Math.abs(value - other.value) <= ROUNDING * (size + other.size);
  }

  /** Whether a factor moves it away from another one that it equals. */
  boolean leaves(ForwardLevel other, RiskFactor factor) {
    return Math.abs(slope.applyAsDouble(factor) - other.slope.applyAsDouble(factor)) > ROUNDING * (size + other.size);
  }
}
