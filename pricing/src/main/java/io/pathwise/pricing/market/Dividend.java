package io.pathwise.pricing.market;

import io.pathwise.pricing.Require;

/**
 * One dividend of an asset: from its time on, that time included, prices are those without it.
 *
 * @param time
 *          when the price loses it, in years from the valuation date, positive
 * @param kind
 *          what the amount is
 * @param amount
 *          in currency, or a share of the price
 */
public record Dividend(double time, Kind kind, double amount) {

  /** What an amount is. */
  public enum Kind {
    /** In currency, positive. */
    CASH("cash"),
    /** A share of the price at that time, between 0 and 1, both excluded. */
    PROPORTIONAL("proportional");

    private final String label;

    Kind(String label) {
      this.label = label;
    }

    /** The spelling in files. */
    public String label() {
      return label;
    }
  }

  public Dividend {
    Require.positive("time of a dividend", time);
    Require.given("kind", kind);
    switch (kind) {
      case CASH -> Require.positive(kind.label(), amount);
      case PROPORTIONAL -> requireShare(kind.label(), amount);
    }
  }

  /** A share of the price that leaves something of it. */
  public static double requireShare(String what, double share) {
    Require.that(share > 0 && share < 1, "%s is %s, must be a number between 0 and 1, both excluded",
        Require.given("what", what), share);
    return share;
  }
}
