package io.pathwise.batch.risk;

import com.fasterxml.jackson.core.JsonGenerator;
import io.pathwise.batch.output.Totals;
import io.pathwise.batch.output.Units;
import io.pathwise.batch.page.Amounts;
import io.pathwise.batch.page.Page;
import io.pathwise.greeks.Measure;
import io.pathwise.pricing.market.MarketData;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/**
 * The plots of {@code report.html}: ladders of sensitivities over risk factors and pillars, profits of scenarios, and
 * the distribution of errors. Start at {@link #ladders}.
 */
final class ReportPlots {
  /** How many bars a plot holds. */
  static final int BARS = 30;
  /** Up to so many curves or assets are bars side by side at each pillar, more are a map of colours. */
  private static final int SIDE_BY_SIDE = 3;
  private static final int BINS_TOGETHER = 3;
  private static final double PER_CENT = 0.01;

  private final MarketData market;
  private final Units units;
  private final List<Totals.Total> totals;

  ReportPlots(MarketData market, Units units, List<Totals.Total> totals) {
    this.market = market;
    this.units = units;
    this.totals = totals;
  }

  /**
   * A plot.
   *
   * @param title
   *          the heading
   * @param caption
   *          what is shown
   * @param data
   *          for the script
   * @param wide
   *          whether it takes the whole width
   */
  record Plot(String title, String caption, String data, boolean wide) {}

  private record Bar(String name, double value, double error, OptionalDouble marker) {}

  private record Bucket(String name, String pillar, double time, double value) {}

  /** Ladders of what was asked for. */
  List<Plot> ladders() {
    List<Plot> plots = new ArrayList<>();
    bars(plots, Measure.DELTA, "Delta", "Change of the value when the spot rises by 1 %.", this::move);
    bars(plots, Measure.GAMMA, "Gamma", "Change of what delta shows when the spot rises by 1 %.",
        total -> switch (units) {
          case RAW -> move(total) * move(total);
          case DESK -> move(total);
        });
    buckets(plots, Measure.BUCKETED_VEGA, Measure.VEGA, "Vega", "vol");
    buckets(plots, Measure.BUCKETED_RHO, Measure.RHO, "Rho", "zero rates");
    bars(plots, Measure.DIVIDEND_RHO, "Dividend rho",
        "Derivative by the dividend yield, " + ReportUnits.text(Measure.DIVIDEND_RHO, units) + ".", total -> 1);
    return plots;
  }

  private double move(Totals.Total total) {
    return PER_CENT * market.asset(name(total.factor())).spot();
  }

  private List<Totals.Total> of(Measure measure) {
    return totals.stream().filter(total -> total.measure() == measure && total.trades() > 0).toList();
  }

  private void bars(List<Plot> plots, Measure measure, String title, String caption,
      ToDoubleFunction<Totals.Total> scale) {
    List<Bar> bars = of(measure).stream()
        .map(total -> new Bar(name(total.factor()), total.value() * scale.applyAsDouble(total),
            total.standardError() * scale.applyAsDouble(total), OptionalDouble.empty()))
        .toList();
    if (!bars.isEmpty()) {
      plots.add(new Plot(title, caption + more(bars.size()), bars(bars, "currency"), false));
    }
  }

  private void buckets(List<Plot> plots, Measure bucketed, Measure parallel, String title, String what) {
    List<Bucket> buckets = of(bucketed).stream().map(ReportPlots::bucket).toList();
    if (buckets.stream().map(Bucket::pillar).distinct().count() > 1) {
      Map<String, Double> sizes = new LinkedHashMap<>();
      buckets.forEach(bucket -> sizes.merge(bucket.name(), Math.abs(bucket.value()), Double::sum));
      List<String> names = Largest.of(List.copyOf(sizes.keySet()), name -> Objects.requireNonNull(sizes.get(name)),
          BARS);
      String caption = "Derivative by the " + what + " quoted at each pillar, "
          + ReportUnits.text(bucketed, units) + "." + more(sizes.size());
      plots.add(new Plot(title + " by pillar", caption, byPillar(buckets, names), true));
    } else {
      bars(plots, of(parallel).isEmpty() ? bucketed : parallel, title,
          "Derivative by a parallel shift of the " + what + ", " + ReportUnits.text(parallel, units) + ".",
          total -> 1);
    }
  }

  private static String more(int count) {
    return count > BARS ? " The " + BARS + " largest of " + count + "." : "";
  }

  /** The asset or curve of {@code AAPL.vol[0.5]}; ids may hold dots themselves. */
  private static String name(String factor) {
    int dot = factor.lastIndexOf('.', factor.lastIndexOf('[') < 0 ? factor.length() : factor.lastIndexOf('['));
    return dot < 0 ? factor : factor.substring(0, dot);
  }

  private static Bucket bucket(Totals.Total total) {
    String factor = total.factor();
    int bracket = factor.lastIndexOf('[');
    String pillar = factor.substring(bracket + 1, factor.length() - 1);
    return new Bucket(name(factor), pillar, Double.parseDouble(pillar), total.value());
  }

  private static String byPillar(List<Bucket> buckets, List<String> names) {
    List<String> pillars = buckets.stream().filter(bucket -> names.contains(bucket.name()))
        .sorted(Comparator.comparingDouble(Bucket::time)).map(Bucket::pillar).distinct().toList();
    return Page.json(json -> {
      json.writeStartObject();
      json.writeStringField("kind", names.size() <= SIDE_BY_SIDE ? "columns" : "map");
      json.writeStringField("label", "pillar in years");
      strings(json, "names", pillars);
      json.writeArrayFieldStart("series");
      for (String name : names) {
        json.writeStartObject();
        json.writeStringField("name", name);
        json.writeArrayFieldStart("values");
        for (String pillar : pillars) {
          var found = buckets.stream().filter(bucket -> bucket.name().equals(name) && bucket.pillar().equals(pillar))
              .findFirst();
          if (found.isPresent()) {
            json.writeNumber(found.get().value());
          } else {
            json.writeNull();
          }
        }
        json.writeEndArray();
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    });
  }

  private static String bars(List<Bar> all, String unit) {
    List<Bar> bars = Largest.of(all, Bar::value, BARS);
    return Page.json(json -> {
      json.writeStartObject();
      json.writeStringField("kind", "bars");
      json.writeStringField("label", unit);
      strings(json, "names", bars.stream().map(Bar::name).toList());
      numbers(json, "values", bars.stream().map(Bar::value).toList());
      numbers(json, "errors", bars.stream().map(Bar::error).toList());
      if (bars.stream().anyMatch(bar -> bar.marker().isPresent())) {
        numbers(json, "markers", bars.stream().map(bar -> bar.marker().orElse(0)).toList());
      }
      json.writeEndObject();
    });
  }

  /** Profits by scenario. */
  static Plot scenarios(List<ScenarioRun.Total> totals) {
    boolean severalCurrencies = totals.stream().map(ScenarioRun.Total::currency).distinct().count() > 1;
    List<Bar> bars = totals.stream()
        .map(total -> new Bar(total.scenario() + (severalCurrencies ? " " + total.currency() : ""), total.profit(),
            total.standardError(), OptionalDouble.of(total.taylorProfit())))
        .toList();
    return new Plot("Profit and loss by scenario",
        "Bars: full revaluation on common noise. Diamonds: Taylor expansion from the Greeks." + more(bars.size()),
        bars(bars, "currency"), true);
  }

  /** How many numbers have which relative error, for the value and the orders of derivatives. */
  static Plot errors(Map<String, RelativeErrors> errors) {
    RelativeErrors all = new RelativeErrors();
    errors.values().forEach(all::addAll);
    long[] counts = all.wider(BINS_TOGETHER);
    int first = 0;
    while (first < counts.length - 1 && counts[first] == 0) {
      first++;
    }
    int from = first;
    List<String> names = new ArrayList<>();
    for (int bin = first; bin < counts.length; bin++) {
      names.add(ReportUnits.share(bin == counts.length - 1
          ? Double.POSITIVE_INFINITY
          : Math.pow(10, RelativeErrors.LOWEST_EXPONENT
              + (bin + 1.0) * BINS_TOGETHER / RelativeErrors.BINS_PER_DECADE)));
    }
    String data = Page.json(json -> {
      json.writeStartObject();
      json.writeStringField("kind", "stacked");
      json.writeStringField("label", "relative standard error up to");
      strings(json, "names", names);
      json.writeArrayFieldStart("series");
      for (var entry : errors.entrySet()) {
        long[] own = entry.getValue().wider(BINS_TOGETHER);
        json.writeStartObject();
        json.writeStringField("name", entry.getKey());
        json.writeFieldName("values");
        json.writeArray(own, from, own.length - from);
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    });
    return new Plot("Relative standard errors", "How many numbers have a standard error of that share of the number. "
        + Amounts.count(all.exact()) + " without any error are left out, such as derivatives by what does not matter.",
        data, true);
  }

  private static void strings(JsonGenerator json, String name, List<String> texts) throws IOException {
    json.writeArrayFieldStart(name);
    for (String text : texts) {
      json.writeString(text);
    }
    json.writeEndArray();
  }

  private static void numbers(JsonGenerator json, String name, List<Double> numbers) throws IOException {
    json.writeArrayFieldStart(name);
    for (double number : numbers) {
      if (Double.isFinite(number)) {
        json.writeNumber(number);
      } else {
        json.writeNull();
      }
    }
    json.writeEndArray();
  }
}
