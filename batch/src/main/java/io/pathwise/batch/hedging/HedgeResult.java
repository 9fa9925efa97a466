package io.pathwise.batch.hedging;

import io.pathwise.batch.output.Rounded;
import io.pathwise.batch.output.TextTable;
import io.pathwise.greeks.hedging.Hedge;
import io.pathwise.greeks.hedging.Hedge.Uncertain;
import io.pathwise.pricing.market.MarketData;
import java.util.List;
import java.util.Locale;

/**
 * The hedges of a run. Start at {@link #text}.
 *
 * @param request
 *          what was asked for
 * @param market
 *          the market
 * @param entries
 *          for each trade in the order of the file, then for each currency
 * @param backend
 *          what has simulated
 * @param seconds
 *          how long it took
 */
public record HedgeResult(HedgeRequest request, MarketData market, List<HedgeEntry> entries, String backend,
    double seconds) {

  /** How many trades and totals have no hedge. */
  public long withoutHedge() {
    return HedgeEntry.withoutHedge(entries);
  }

  /** The hedges for people. */
  public String text() {
    TextTable table = new TextTable("trade", "instrument", ">ratio", ">±", "currency", ">unhedged", ">hedged",
        ">explained", ">cost");
    for (HedgeEntry entry : entries) {
      if (entry.hedge().isEmpty()) {
        table.row(entry.trade(), "not applicable: " + entry.reason(), "", "", entry.currency(), "", "", "", "");
      }
      entry.hedge().ifPresent(hedge -> rows(table, entry, hedge));
    }
    return request.dates().isPresent() ? table + "\n" + rebalanced() : table.toString();
  }

  private String rebalanced() {
    TextTable table = new TextTable("trade", "currency", ">dates", ">unhedged", ">held to the end", ">rebalanced",
        ">explained");
    for (HedgeEntry entry : entries) {
      entry.hedge().ifPresent(held -> entry.rebalanced().ifPresent(hedge -> table.row(entry.trade(), entry.currency(),
          Integer.toString(hedge.dates().size()), text(held.unhedged()), text(held.hedged()), text(hedge.hedged()),
          percent(hedge.explained()))));
    }
    return table.toString();
  }

  private static void rows(TextTable table, HedgeEntry entry, Hedge hedge) {
    boolean first = true;
    for (Hedge.Leg leg : hedge.legs()) {
      boolean isUsed = leg.use() == Hedge.Use.USED;
      table.row(first ? entry.trade() : "", leg.instrument().id(), isUsed ? text(leg.ratio()) : leg.use().label(),
          isUsed ? String.format(Locale.ROOT, "%.1e", leg.ratio().standardError()) : "", first ? entry.currency() : "",
          first ? text(hedge.unhedged()) : "", first ? text(hedge.hedged()) : "",
          first ? percent(hedge.explained()) : "",
          first ? text(hedge.cost()) : "");
      first = false;
    }
  }

  private static String percent(Uncertain share) {
    return String.format(Locale.ROOT, "%.2f %%", 100 * share.value());
  }

  private static String text(Uncertain number) {
    return Rounded.text(number.value(), number.standardError());
  }
}
