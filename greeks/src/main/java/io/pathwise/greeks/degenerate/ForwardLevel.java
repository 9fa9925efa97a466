package io.pathwise.greeks.degenerate;

import io.pathwise.pricing.analytic.AnalyticPrice;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.RiskFactor;
import io.pathwise.pricing.product.Product;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * A quantity that a payoff compares, where prices follow their forwards: a number in currency and its derivative by a
 * risk factor. Start at {@link #price}.
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

  /** The forward price of an asset for a time, as a product reads it. */
  static ForwardLevel price(MarketData market, Product product, String id, double time) {
    AnalyticPrice forward = AnalyticPrice.ofForward(market, product, id, time);
    double value = forward.value();
    return new ForwardLevel(value, value, forward::derivative);
  }

  /** A multiple. */
  ForwardLevel times(double number) {
    return new ForwardLevel(number * value, Math.abs(number) * size, factor -> number * slope.applyAsDouble(factor));
  }

  /** A function of it, of which value and derivative are known. */
  ForwardLevel mapped(double newValue, double derivative) {
    return new ForwardLevel(newValue, Math.max(Math.abs(newValue), Math.abs(derivative) * size),
        factor -> derivative * slope.applyAsDouble(factor));
  }

  /** The product of two. */
  ForwardLevel times(ForwardLevel other) {
    return new ForwardLevel(value * other.value, size * other.size,
        factor -> slope.applyAsDouble(factor) * other.value + value * other.slope.applyAsDouble(factor));
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
    return new ForwardLevel(levels.stream().mapToDouble(ForwardLevel::value).sum(),
        levels.stream().mapToDouble(ForwardLevel::size).sum(),
        factor -> levels.stream().mapToDouble(level -> level.slope.applyAsDouble(factor)).sum());
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
