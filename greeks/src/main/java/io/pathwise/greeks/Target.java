package io.pathwise.greeks;

import io.pathwise.pricing.market.RiskFactor;
import java.util.List;

/**
 * One number to be computed.
 *
 * @param measure
 *          what it is
 * @param factors
 *          none for the value, one for first-order and two for second-order derivatives
 */
record Target(Measure measure, List<RiskFactor> factors) {

  Target {
    factors = List.copyOf(factors);
  }

  /** The order of the derivative. */
  int order() {
    return factors.size();
  }
}
