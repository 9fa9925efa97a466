package io.pathwise.greeks.calibration;

import io.pathwise.pricing.Require;
import io.pathwise.pricing.product.Product;

/**
 * A product with the price that it is quoted at.
 *
 * @param product
 *          what
 * @param price
 *          of one unit, in currency
 * @param weight
 *          what the squared error counts, positive
 * @param error
 *          the standard error of the price, in currency; 0 if it is exact
 */
public record PriceQuote(Product product, double price, double weight, double error) {

  /** Checks the numbers. */
  public PriceQuote {
    Require.given("product", product);
    Require.finite("price", price);
    Require.positive("weight", weight);
    Require.nonNegative("error", error);
  }
}
