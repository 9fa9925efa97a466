package io.pathwise.pricing.product;

import io.pathwise.pricing.Require;

/**
 * A position in a product; values and sensitivities of a trade are the product's times the quantity. Start at
 * {@link #of}.
 *
 * @param id
 *          unique within a portfolio
 * @param product
 *          what is held
 * @param quantity
 *          how many; negative for a short position
 * @param remark
 *          for people: what has become of the product, {@code knocked out on 2026-10-05} for example; mostly empty
 */
public record Trade(String id, Product product, double quantity, String remark) {
  public Trade {
    Require.id("trade id", id);
    Require.given("product", product);
    Require.finite("quantity", quantity);
    Require.given("remark", remark);
  }

  /** A position of a given size. */
  public static Trade of(String id, Product product, double quantity) {
    return new Trade(id, product, quantity, "");
  }

  /** A position of one. */
  public static Trade of(String id, Product product) {
    return new Trade(id, product, 1, "");
  }
}
