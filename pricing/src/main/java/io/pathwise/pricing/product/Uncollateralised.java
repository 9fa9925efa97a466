package io.pathwise.pricing.product;

import java.util.function.UnaryOperator;

/** A product whose payments are discounted with the curve of their currency. */
public sealed interface Uncollateralised extends Product permits DomesticProduct, CrossCurrency {

  @Override
  Uncollateralised renamed(UnaryOperator<String> names);
}
