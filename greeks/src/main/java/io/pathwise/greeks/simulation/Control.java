package io.pathwise.greeks.simulation;

import io.pathwise.pricing.analytic.AnalyticPrice;
import io.pathwise.pricing.market.RiskFactor;
import java.util.List;
import java.util.Optional;

/**
 * An output whose expectation is known, to regress a number on. Start at {@link #score} and {@link #derivative}.
 *
 * @param output
 *          its name
 * @param factors
 *          it estimates the derivative of the product's control by these factors (none: its value); empty for an
 *          expectation of zero
 */
public record Control(String output, Optional<List<RiskFactor>> factors) {

  public Control {
    factors = factors.map(List::copyOf);
  }

  /** A score, or a derivative of one, whose expectation is zero. */
  static Control score(String output) {
    return new Control(output, Optional.empty());
  }

  /** The derivative of the product's control by the same estimator as the product's. */
  static Control derivative(String output, List<RiskFactor> factors) {
    return new Control(output, Optional.of(factors));
  }

  /** Whether it is a product's. */
  boolean isOfProduct() {
    return factors.isPresent();
  }

  /** Its expectation; NaN where the closed form has none. */
  double expectation(Optional<AnalyticPrice> price) {
    if (factors.isEmpty()) {
      return 0.0;
    }
    return price.orElseThrow().derivative(factors.get());
  }
}
