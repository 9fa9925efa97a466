package io.pathwise.greeks.measure;

import io.pathwise.pricing.Require;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.product.Product;

/**
 * A change of the market, and of a product where time passes, whose effect on the value is asked for, see
 * {@code GreeksEngine.changeAll}.
 *
 * @param product
 *          one unit of this
 * @param productAfter
 *          what it is in the scenario, on the same assets
 * @param after
 *          the market of a scenario
 * @param paths
 *          how many to simulate, rounded up as ever
 */
public record MarketChange(Product product, Product productAfter, MarketData after, long paths) {

  /** The products must be on the same assets. */
  public MarketChange {
    Require.given("product", product);
    Require.given("productAfter", productAfter);
    Require.given("after", after);
    Require.that(product.assets().equals(productAfter.assets()), "the product is on %s, but on %s in the scenario",
        product.assets(), productAfter.assets());
  }

  /** A change of the market alone. */
  public MarketChange(Product product, MarketData after, long paths) {
    this(product, product, after, paths);
  }
}
