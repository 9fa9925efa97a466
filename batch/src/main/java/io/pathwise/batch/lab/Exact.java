package io.pathwise.batch.lab;

import io.pathwise.pricing.analytic.AnalyticPrice;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.RiskFactor;
import io.pathwise.pricing.product.Barrier;
import io.pathwise.pricing.product.Product;
import java.util.List;
import java.util.Optional;

/**
 * The exact value that an estimate is compared with.
 *
 * @param value
 *          the number
 * @param accuracy
 *          a bound of its own error, rounding included; z-scores count it like a standard error, so that an estimator
 *          without variance is not blamed for the last bits
 */
record Exact(double value, double accuracy) {
  private static final double CLOSED_FORM = 1e-11;
  private static final double QUADRATURE = 1e-9;
  private static final double LOOSEST = 1e-8;

  /** Whether the number is known to many digits, so that it may be called exact. */
  boolean isExact() {
    return accuracy <= LOOSEST * Math.max(Math.abs(value), 1);
  }

  /** A number known from a formula. */
  static Exact of(double value) {
    return of(value, 0);
  }

  /** A number known from a formula whose terms are of a size that rounding errors go with. */
  static Exact of(double value, double size) {
    return new Exact(value, CLOSED_FORM * Math.max(Math.abs(value), Math.abs(size)));
  }

  /** The closed form or quadrature of a product's number, if there is one. */
  static Optional<Exact> of(MarketData market, Product product, List<RiskFactor> factors) {
    double relative = product instanceof Barrier ? QUADRATURE : CLOSED_FORM;
    return AnalyticPrice.of(market, product).map(price -> price.derivative(factors))
        .map(value -> new Exact(value, relative * Math.max(1e-3, Math.abs(value))));
  }
}
