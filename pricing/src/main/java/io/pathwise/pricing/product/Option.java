package io.pathwise.pricing.product;

/** A product that gives the right to buy or to sell at a strike. Start at {@link European}. */
public sealed interface Option extends DomesticProduct permits European, Digital, Asian, Barrier, Basket {

  /** Whether the holder may buy or sell. */
  OptionType option();

  /** The strike in currency, not negative. */
  double strike();
}
