package io.pathwise.pricing.product;

import java.util.Optional;
import java.util.function.UnaryOperator;

/** A product that pays in the currency in which its assets are quoted; {@link CrossCurrency} converts one. */
public sealed interface DomesticProduct extends Product permits Option, Autocallable, Payments, Scripted {

  @Override
  default DomesticProduct domestic() {
    return this;
  }

  @Override
  default Optional<CrossCurrency> crossCurrency() {
    return Optional.empty();
  }

  @Override
  DomesticProduct renamed(UnaryOperator<String> names);
}
