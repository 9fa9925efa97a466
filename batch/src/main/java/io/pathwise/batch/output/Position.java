package io.pathwise.batch.output;

import io.pathwise.greeks.measure.Greek;
import io.pathwise.pricing.product.Trade;

/** Numbers of a trade: those of its product times the quantity. A zero is +0.0 whatever the signs were. */
public final class Position {
  private Position() {}

  /** Whether there is a number at all. */
  public static boolean hasNumber(Greek greek) {
    return switch (greek.status()) {
      case OK, MAXIMUM_PATHS, FEW_HITS, NO_HITS -> true;
      case NOT_APPLICABLE, FAILED -> false;
    };
  }

  /** The value of a number for the whole trade. */
  public static double value(Trade trade, Greek greek) {
    return quantity(trade, greek) * greek.value() + 0.0;
  }

  /** The standard error of a number for the whole trade. */
  public static double standardError(Trade trade, Greek greek) {
    return Math.abs(quantity(trade, greek)) * greek.standardError();
  }

  private static double quantity(Trade trade, Greek greek) {
    return greek.measure().isAmount() ? trade.quantity() : 1;
  }
}
