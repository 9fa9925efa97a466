package io.pathwise.batch.hedging;

import io.pathwise.batch.page.Amounts;
import io.pathwise.batch.page.Page;
import io.pathwise.greeks.hedging.Hedge;
import io.pathwise.greeks.hedging.Hedge.Uncertain;
import io.pathwise.greeks.hedging.RebalancedHedge;
import io.pathwise.greeks.hedging.RebalancedHedge.Rebalancing;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes {@code hedges.html}: the template {@code hedges.html.mustache} with what is left of each trade's risk, the
 * ratios, and for hedges at several dates the ratios by date. Start at {@link #write}.
 */
final class HedgesPage {
  /** A page with more would be long to read, and to load. */
  private static final int MOST = 100;

  private final HedgeResult result;
  /** Totals, then trades. */
  private final List<HedgeEntry> shown;

  private HedgesPage(HedgeResult result) {
    this.result = result;
    this.shown = result.entries().stream()
        .sorted(Comparator.comparing(entry -> !entry.trade().equals(HedgeEntry.TOTAL))).limit(MOST).toList();
  }

  /** Writes the page; the stream stays open. */
  static void write(OutputStream out, HedgeResult result) throws IOException {
    Page.write(HedgesPage.class, "hedges", new HedgesPage(result).model(), out);
  }

  private Map<String, Object> model() {
    HedgeRequest request = result.request();
    return Map.of("valuationDate", result.market().valuationDate().toString(), "portfolio",
        String.valueOf(request.portfolio().getFileName()), "market", String.valueOf(request.market().getFileName()),
        "instruments", String.valueOf(request.instruments().getFileName()), "dates",
        request.dates().map(TradingDates::text).stream().toList(), "withoutHedge",
        shown.stream().filter(entry -> entry.hedge().isEmpty())
            .map(entry -> Map.of("trade", entry.trade(), "currency", entry.currency(), "message", entry.reason()))
            .toList(),
        "hedges", shown.stream().flatMap(entry -> entry.hedge().map(hedge -> hedge(entry, hedge)).stream()).toList(),
        "more", shown.size() < result.entries().size()
            ? List.of(Amounts.count(result.entries().size() - shown.size()))
            : List.of(),
        "data", left());
  }

  private static Map<String, Object> hedge(HedgeEntry entry, Hedge hedge) {
    return Map.of("trade", entry.trade(), "currency", entry.currency(), "message",
        entry.reason().isEmpty() ? List.of() : List.of(entry.reason()), "fewHits",
        hedge.hasFewHits() ? List.of(Amounts.count(Math.round(hedge.effectivePaths()))) : List.of(), "unhedged",
        number(hedge.unhedged()), "hedged", number(hedge.hedged()), "explained", percent(hedge.explained()), "cost",
        number(hedge.cost()), "legs",
        hedge.legs().stream()
            .map(leg -> Map.of("instrument", leg.instrument().id(), "ratio", number(leg.ratio()), "price",
                number(leg.price()), "use", leg.use().label()))
            .toList(),
        "rebalanced", entry.rebalanced().map(rebalanced -> rebalanced(hedge, rebalanced)).stream().toList());
  }

  private static Map<String, Object> rebalanced(Hedge hedge, RebalancedHedge rebalanced) {
    List<String> instruments = hedge.legs().stream().map(leg -> leg.instrument().id()).toList();
    return Map.of("count", rebalanced.dates().size(), "hedged", number(rebalanced.hedged()), "explained",
        percent(rebalanced.explained()), "instruments", instruments, "rows",
        rebalanced.dates().stream()
            .map(date -> Map.of("time", Amounts.text(date.time(), 0), "ratios",
                date.ratios().stream().map(ratio -> Map.of("mean", number(ratio.mean()), "deviation",
                    Amounts.text(ratio.deviation().value(), ratio.deviation().standardError()))).toList()))
            .toList(),
        "data", byDate(instruments, rebalanced));
  }

  private static Map<String, String> number(Uncertain number) {
    return Map.of("value", Amounts.text(number.value(), number.standardError()), "error",
        Amounts.error(number.standardError()));
  }

  private static String percent(Uncertain share) {
    return Amounts.text(100 * share.value(), 100 * share.standardError());
  }

  /** Which share of the standard deviation each hedge leaves. */
  private String left() {
    return Page.json(json -> {
      json.writeStartArray();
      for (HedgeEntry entry : shown) {
        Optional<Hedge> hedge = entry.hedge();
        if (hedge.isPresent()) {
          double unhedged = hedge.get().unhedged().value();
          json.writeStartArray();
          json.writeString(entry.trade() + ", " + entry.currency());
          json.writeNumber(hedge.get().hedged().value() / unhedged);
          if (entry.rebalanced().isPresent()) {
            json.writeNumber(entry.rebalanced().get().hedged().value() / entry.rebalanced().get().unhedged().value());
          }
          json.writeEndArray();
        }
      }
      json.writeEndArray();
    });
  }

  /** For each instrument the time, the mean ratio, and its standard deviation. */
  private static String byDate(List<String> instruments, RebalancedHedge rebalanced) {
    return Page.json(json -> {
      json.writeStartArray();
      for (int i = 0; i < instruments.size(); i++) {
        int place = i;
        json.writeStartObject();
        json.writeStringField("name", instruments.get(i));
        json.writeArrayFieldStart("points");
        for (Rebalancing date : rebalanced.dates().stream().filter(one -> one.ratios().get(place).isTraded())
            .toList()) {
          double[] point = {date.time(), date.ratios().get(i).mean().value(), date.ratios().get(i).deviation().value()};
          json.writeArray(point, 0, point.length);
        }
        json.writeEndArray();
        json.writeEndObject();
      }
      json.writeEndArray();
    });
  }
}
