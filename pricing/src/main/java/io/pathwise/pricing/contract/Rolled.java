package io.pathwise.pricing.contract;

import io.pathwise.pricing.Require;
import io.pathwise.pricing.product.Product;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;

/**
 * A product some days later, as {@link Roll} leaves it.
 *
 * @param product
 *          what is still to come, with times from that day
 * @param paid
 *          what has been paid before that day, in the currency of payment, as it was paid
 * @param fixings
 *          what was observed up to that day
 * @param remark
 *          for people: what has happened to the product; empty if nothing decisive has
 */
public record Rolled(Product product, double paid, List<Fixing> fixings, String remark) {
  private static final int MOST_SHOWN = 3;

  /** A price on a day. */
  public record Fixing(String asset, LocalDate day, double price) {
    public Fixing {
      Require.given("asset", asset);
      Require.given("day", day);
    }
  }

  public Rolled {
    Require.given("product", product);
    fixings = Require.elements("fixings", fixings);
    Require.given("remark", remark);
  }

  /** A product of which no time passes. */
  public static Rolled unmoved(Product product) {
    return new Rolled(product, 0, List.of(), "");
  }

  /** For people: the fixings, what has happened and what was paid, for a quantity; empty where nothing was. */
  public String message(double quantity) {
    StringJoiner parts = new StringJoiner("; ");
    if (!fixings.isEmpty()) {
      StringJoiner shown = new StringJoiner(", ", "fixed at today's forward prices: ", "");
      fixings.stream().limit(MOST_SHOWN).forEach(fixing -> shown
          .add(String.format(Locale.ROOT, "%s %s %.6g", fixing.asset(), fixing.day(), fixing.price())));
      if (fixings.size() > MOST_SHOWN) {
        shown.add(fixings.size() - MOST_SHOWN + " more");
      }
      parts.add(shown.toString());
    }
    if (!remark.isEmpty()) {
      parts.add(remark);
    }
    if (paid != 0) {
      parts.add("paid on the way and counted in the profit: " + quantity * paid);
    }
    return parts.toString();
  }
}
