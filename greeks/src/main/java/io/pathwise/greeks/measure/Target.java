package io.pathwise.greeks.measure;

import io.pathwise.pricing.market.RiskFactor;
import java.util.List;

/**
 * One number to be computed.
 *
 * @param measure
 *          what it is
 * @param factors
 *          those that the value is differentiated by, as many as the order; none for the value itself
 */
public record Target(Measure measure, List<RiskFactor> factors) {

  public Target {
    factors = List.copyOf(factors);
  }

  /** The order of the derivative. */
  public int order() {
    return factors.size();
  }

  /** What is said where there is no such number. */
  public Greek failed(String message) {
    return new Greek(measure, factors, Double.NaN, Double.NaN, "", "", 0, Greek.Status.FAILED, message);
  }
}
