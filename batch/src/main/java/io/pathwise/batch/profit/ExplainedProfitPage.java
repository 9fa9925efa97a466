package io.pathwise.batch.profit;

import io.pathwise.batch.page.Amounts;
import io.pathwise.batch.page.Page;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Writes {@code pnl.html}: the template {@code pnl.html.mustache} with the terms by kind as a waterfall and the trades
 * of which most is unexplained. Start at {@link #write}.
 */
final class ExplainedProfitPage {
  private static final int MOST_ROWS = 20;

  private final ExplainedPortfolio result;

  private ExplainedProfitPage(ExplainedPortfolio result) {
    this.result = result;
  }

  /** A bar of the waterfall, or a row of the table. */
  private record Bar(String name, double amount, double standardError) {

    Map<String, String> row() {
      return Map.of("name", name, "amount", Amounts.text(amount, standardError), "error",
          Amounts.error(standardError));
    }
  }

  /** Writes the page; the stream stays open. */
  static void write(OutputStream out, ExplainedPortfolio result) throws IOException {
    Page.write(ExplainedProfitPage.class, "pnl", new ExplainedProfitPage(result).model(), out);
  }

  private Map<String, Object> model() {
    ExplainedProfitRequest request = result.request();
    return Map.ofEntries(Map.entry("from", result.inputs().market().valuationDate().toString()),
        Map.entry("to", result.moves().last().valuationDate().toString()),
        Map.entry("portfolio", String.valueOf(request.risk().portfolio().getFileName())),
        Map.entry("fromFile", String.valueOf(request.risk().market().getFileName())),
        Map.entry("toFile", String.valueOf(request.to().getFileName())),
        Map.entry("trades", Amounts.count(result.trades())),
        Map.entry("failedTrades",
            result.failedTrades() == 0 ? List.of() : List.of(Amounts.count(result.failedTrades()))),
        Map.entry("changedModels",
            result.moves().remodelled().isEmpty()
                ? List.of()
                : List.of(String.join(", ", result.moves().remodelled()))),
        Map.entry("failures", result.failures().stream().limit(MOST_ROWS)
            .map(failure -> Map.of("trade", failure.tradeId(), "message", failure.message())).toList()),
        Map.entry("currencies", result.totals().stream().map(ExplainedProfitPage::currency).toList()));
  }

  private static Map<String, Object> currency(ExplainedTotal total) {
    List<Bar> bars = new ArrayList<>();
    total.kinds().forEach((kind, sum) -> bars.add(new Bar(kind.label(), sum.amount(), sum.standardError())));
    bars.add(new Bar("unexplained", total.unexplained().amount(), total.unexplained().standardError()));
    Bar actual = new Bar("actual", total.actual().amount(), total.actual().standardError());
    List<Map<String, String>> terms = new ArrayList<>();
    total.terms().forEach((name, sum) -> terms.add(new Bar(name, sum.amount(), sum.standardError()).row()));
    return Map.of("currency", total.currency(), "trades", Amounts.count(total.trades().size()), "before",
        Amounts.text(total.before().amount(), total.before().standardError()), "beforeError",
        Amounts.error(total.before().standardError()), "paid", Amounts.text(total.paid(), 0), "kinds",
        bars.stream().map(Bar::row).toList(), "actual", actual.row(), "terms", terms, "largest",
        total.trades().stream().sorted(Comparator.comparingDouble(trade -> -Math.abs(trade.unexplained())))
            .limit(MOST_ROWS).map(ExplainedProfitPage::row).toList(),
        "data", waterfall(bars, actual, total.currency()));
  }

  private static Map<String, String> row(ExplainedTotal.OfTrade trade) {
    return Map.of("id", trade.id(), "actual", Amounts.text(trade.actual(), trade.unexplainedError()), "unexplained",
        Amounts.text(trade.unexplained(), trade.unexplainedError()), "error",
        Amounts.error(trade.unexplainedError()), "message", trade.message());
  }

  private static String waterfall(List<Bar> bars, Bar actual, String unit) {
    return Page.json(json -> {
      json.writeStartObject();
      json.writeStringField("unit", unit);
      json.writeArrayFieldStart("names");
      for (Bar bar : bars) {
        json.writeString(bar.name());
      }
      json.writeString(actual.name());
      json.writeEndArray();
      json.writeArrayFieldStart("amounts");
      for (Bar bar : bars) {
        json.writeNumber(bar.amount());
      }
      json.writeEndArray();
      json.writeNumberField("actual", actual.amount());
      json.writeEndObject();
    });
  }
}
