package io.pathwise.pricing.product;

import io.pathwise.pricing.Require;
import io.pathwise.pricing.market.TradeTime;
import io.pathwise.pricing.script.Script;
import io.pathwise.pricing.script.ScriptWords;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** Says in English what a product pays. Start at {@link #lines}. */
public final class ProductWords {

  private ProductWords() {}

  /**
   * What it pays, line by line, and what has happened to it.
   *
   * @param today
   *          the valuation date
   */
  public static List<String> lines(DomesticProduct product, LocalDate today) {
    LocalDate origin = Require.given("product", product).origin().orElse(Require.given("today", today));
    Script script = product.script();
    List<String> lines = new ArrayList<>(
        ScriptWords.lines(script, time -> TradeTime.nearestDay(origin, time).toString()));
    for (int i = 0; i < script.states().size(); i++) {
      Script.State state = script.states().get(i);
      if (product.state(i) != state.initial()) {
        lines.add("Today %s is %s.".formatted(state.name(), Require.plain(product.state(i))));
      }
    }
    product.unpaid().forEach(payment -> lines.add("On %s it pays %s in any case."
        .formatted(TradeTime.nearestDay(today, payment.time()), Require.plain(payment.amount()))));
    if (!product.discounting()) {
      lines.add("What is paid is not discounted.");
    }
    return List.copyOf(lines);
  }
}
