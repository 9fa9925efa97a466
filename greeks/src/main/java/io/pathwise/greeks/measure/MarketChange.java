package io.pathwise.greeks.measure;

import io.pathwise.pricing.Require;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.product.Product;

/**
 * A change of the market whose effect on a product is asked for, see {@code GreeksEngine.changeAll}.
 *
 * @param product
 *          one unit of this
 * @param after
 *          the market of a scenario
 * @param paths
 *          how many to simulate, rounded up as ever
 */
public record MarketChange(Product product, MarketData after, long paths) {

  /** Neither may be null. */
  public MarketChange {
    Require.given("product", product);
    Require.given("after", after);
  }
}
