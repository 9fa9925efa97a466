package io.pathwise.pricing.model;

import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.product.Product;

/**
 * The number of steps of a simulation, computed before its grid is made, which may be larger than the memory. Start at
 * {@link #of}.
 */
public final class SimulationSteps {

  private SimulationSteps() {}

  /**
   * About the number of steps, from which pillars of volatilities and rounding can make it differ by a few; 0 for
   * payments that are known.
   *
   * @throws IllegalArgumentException
   *           when the market lacks an asset of the product
   */
  public static double of(Product product, MarketData market) {
    if (product.isDeterministic()) {
      return 0;
    }
    double longestStep = longest(product, market);
    double steps = 0;
    double from = 0;
    for (double to : product.observationTimes()) {
      steps += steps(from, to, product.steps(), longestStep);
      from = to;
    }
    return product.expiry() > from ? steps + steps(from, product.expiry(), 1, longestStep) : steps;
  }

  private static double steps(double from, double to, int parts, double longestStep) {
    return to > from ? parts * Math.max(1, Math.ceil((to - from) / parts / longestStep)) : 1;
  }

  /** The longest step, in years, over which the laws of a product's models are drawn. */
  public static double longest(Product product, MarketData market) {
    return product.assets().stream().mapToDouble(id -> market.asset(id).model().longestStep()).min().orElseThrow();
  }
}
