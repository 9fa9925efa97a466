package io.pathwise.batch.profit;

import io.pathwise.batch.page.Amounts;
import io.pathwise.batch.page.Page;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes {@code var.html}: the template {@code var.html.mustache} with the distribution of the profits, the scenarios
 * in the tail and what adds most to the expected shortfall. Start at {@link #write}.
 */
final class ValueAtRiskPage {
  private static final int BINS = 40;
  private static final int MOST_ROWS = 20;

  private final ValueAtRisk result;

  private ValueAtRiskPage(ValueAtRisk result) {
    this.result = result;
  }

  /** Writes the page; the stream stays open. */
  static void write(OutputStream out, ValueAtRisk result) throws IOException {
    Page.write(ValueAtRiskPage.class, "var", new ValueAtRiskPage(result).model(), out);
  }

  private Map<String, Object> model() {
    ValueAtRiskRequest request = result.request();
    return Map.ofEntries(Map.entry("valuationDate", result.inputs().market().valuationDate().toString()),
        Map.entry("portfolio", String.valueOf(request.risk().portfolio().getFileName())),
        Map.entry("market", String.valueOf(request.risk().market().getFileName())),
        Map.entry("shifts", String.valueOf(request.shifts().getFileName())),
        Map.entry("scenarios", result.inputs().scenarios().size()),
        Map.entry("effective", result.effectiveText().stream().toList()),
        Map.entry("method", request.method().label()),
        Map.entry("confidence", request.confidence()), Map.entry("trades", Amounts.count(result.trades())),
        Map.entry("failedTrades",
            result.failedTrades() == 0 ? List.of() : List.of(Amounts.count(result.failedTrades()))),
        Map.entry("failures", result.failures().stream().limit(MOST_ROWS)
            .map(failure -> Map.of("trade", failure.tradeId(), "message", failure.message())).toList()),
        Map.entry("currencies", result.profits().stream().map(this::currency).toList()));
  }

  private Map<String, Object> currency(ScenarioProfits profits) {
    LossTail tail = result.tail(profits);
    double error = profits.standardError(tail.place());
    double shortfallError = profits.errorOfShortfall(tail);
    List<ScenarioProfits.Contribution> contributions = profits.contributions(tail);
    Map<String, Double> byAssets = new LinkedHashMap<>();
    contributions.forEach(of -> byAssets.merge(of.assets(), of.amount(), Double::sum));
    return Map.ofEntries(Map.entry("currency", profits.currency()),
        Map.entry("trades", Amounts.count(profits.trades().size())),
        Map.entry("valueAtRisk", Amounts.text(tail.valueAtRisk(), error)), Map.entry("error", Amounts.error(error)),
        Map.entry("shortfall", Amounts.text(tail.shortfall(), shortfallError)),
        Map.entry("shortfallError", Amounts.error(shortfallError)),
        Map.entry("sample", result.request().isSample() ? List.of(sample(tail)) : List.of()),
        Map.entry("tail", tail.places().stream().map(place -> Map.of("scenario",
            result.inputs().scenarios().get(place).id(), "profit",
            Amounts.text(profits.profit(place), profits.standardError(place)), "error",
            Amounts.error(profits.standardError(place)), "unseen", Amounts.error(profits.unseen(place)), "weight",
            Amounts.text(tail.weights()[place], 0))).toList()),
        Map.entry("contributions", contributions.stream().sorted(largest()).limit(MOST_ROWS)
            .map(of -> row(of, tail)).toList()),
        Map.entry("assets", byAssets.entrySet().stream()
            .map(of -> new ScenarioProfits.Contribution(of.getKey(), of.getKey(), of.getValue())).sorted(largest())
            .limit(MOST_ROWS).map(of -> row(of, tail)).toList()),
        Map.entry("data", histogram(profits, tail)));
  }

  private static Map<String, String> sample(LossTail tail) {
    double error = tail.samplingErrorOfValueAtRisk();
    return Map.of("error", Amounts.error(error), "shortfallError", Amounts.error(tail.samplingErrorOfShortfall()),
        "lower", tail.lowerEnd().isPresent() ? Amounts.text(tail.lowerEnd().getAsDouble(), error) : "−∞", "upper",
        tail.upperEnd().isPresent() ? Amounts.text(tail.upperEnd().getAsDouble(), error) : "∞");
  }

  private static Comparator<ScenarioProfits.Contribution> largest() {
    return Comparator.comparingDouble(of -> -Math.abs(of.amount()));
  }

  private static Map<String, String> row(ScenarioProfits.Contribution of, LossTail tail) {
    double unit = Math.abs(tail.shortfall()) / 1000;
    return Map.of("name", of.name(), "assets", of.assets(), "amount", Amounts.text(of.amount(), unit));
  }

  /** How many profits fall into each of equal intervals between the least and the largest. */
  private static String histogram(ScenarioProfits profits, LossTail tail) {
    double[] sorted = Arrays.stream(tail.losses()).map(loss -> 0.0 - loss).sorted().toArray();
    double least = sorted[0];
    double width = (sorted[sorted.length - 1] - least) / BINS;
    int[] counts = new int[BINS];
    for (double profit : sorted) {
      counts[width > 0 ? Math.min(BINS - 1, (int) ((profit - least) / width)) : 0]++;
    }
    List<double[]> bins = new ArrayList<>();
    for (int i = 0; i < BINS; i++) {
      bins.add(new double[]{least + i * width, least + (i + 1) * width, counts[i]});
    }
    return Page.json(json -> {
      json.writeStartObject();
      json.writeStringField("unit", profits.currency());
      json.writeNumberField("valueAtRisk", tail.valueAtRisk());
      json.writeNumberField("shortfall", tail.shortfall());
      json.writeArrayFieldStart("bins");
      for (double[] bin : bins) {
        json.writeArray(bin, 0, bin.length);
      }
      json.writeEndArray();
      json.writeEndObject();
    });
  }
}
