package io.pathwise.pricing.contract;

import io.pathwise.pricing.Require;
import io.pathwise.pricing.product.Product;

/**
 * What is left of a contract on a day.
 *
 * @param product
 *          what is still to come, with times from that day
 * @param remark
 *          for people: what has happened to the contract, {@code knocked out on 2026-10-05} for example; empty if
 *          nothing decisive has
 */
public record Remainder(Product product, String remark) {
  public Remainder {
    Require.given("product", product);
    Require.given("remark", remark);
  }
}
