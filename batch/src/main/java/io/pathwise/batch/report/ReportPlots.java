package io.pathwise.batch.report;

import com.fasterxml.jackson.core.JsonGenerator;
import io.pathwise.batch.output.Totals;
import io.pathwise.batch.output.Units;
import io.pathwise.batch.page.Page;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.pricing.Require;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.RiskFactor;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The plots of {@code report.html}: ladders of sensitivities over risk factors and pillars, and profits of scenarios.
 * Start at {@link #ladders}.
 */
final class ReportPlots {
  /** Up to so many curves or assets are bars side by side at each pillar, more are a map of colours. */
  private static final int SIDE_BY_SIDE = 3;
  private static final int MOST_SMILES = 4;

  private final MarketData market;
  private final Units units;
  private final String currency;
  private final List<Totals.Total> totals;
  private final int most;

  /**
   * Plots of the totals in one currency.
   *
   * @param most
   *          how many bars a plot holds
   */
  ReportPlots(MarketData market, Units units, String currency, List<Totals.Total> totals, int most) {
    this.market = market;
    this.units = units;
    this.currency = currency;
    this.totals = totals;
    this.most = most;
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

  private record Quote(double time, double strike, double value) {}

  /** Ladders of what was asked for. */
  List<Plot> ladders() {
    List<Plot> plots = new ArrayList<>();
    bars(plots, Measure.DELTA, "Delta", "Change of the value when the spot rises by 1 %.", currency + " per 1 %");
    bars(plots, Measure.GAMMA, "Gamma", "Change of what delta shows when the spot rises by 1 %.",
        currency + " per 1 % and 1 %");
    buckets(plots, Measure.BUCKETED_VEGA, Measure.VEGA, "Vega", "vol");
    smiles(plots);
    buckets(plots, Measure.BUCKETED_RHO, Measure.RHO, "Rho", "zero rates");
    bars(plots, Measure.DIVIDEND_RHO, "Dividend rho",
        "Derivative by the dividend yield.", unit(Measure.DIVIDEND_RHO));
    return plots;
  }

  private String unit(Measure measure) {
    return ReportUnits.text(measure, units, currency);
  }

  /** By what totals are drawn and compared: deltas and gammas by what a move of the spot by 1 % does. */
  double size(Totals.Total total) {
    return total.value() * scale(total);
  }

  private double scale(Totals.Total total) {
    return total.measure().isComparedBySpotMove()
        ? units.spotMove(total.measure(), market.asset(owner(total)).spot())
        : 1;
  }

  private List<Totals.Total> of(Measure measure) {
    return totals.stream().filter(total -> total.measure() == measure && total.trades() > 0).toList();
  }

  private void bars(List<Plot> plots, Measure measure, String title, String caption, String unit) {
    List<Bar> bars = of(measure).stream()
        .map(total -> new Bar(owner(total), size(total), total.standardError() * scale(total),
            OptionalDouble.empty()))
        .toList();
    if (!bars.isEmpty()) {
      plots.add(new Plot(title, caption + more(bars.size()), bars(bars, unit), false));
    }
  }

  private void buckets(List<Plot> plots, Measure bucketed, Measure parallel, String title, String what) {
    List<Bucket> buckets = of(bucketed).stream().map(ReportPlots::bucket).toList();
    if (buckets.stream().map(Bucket::pillar).distinct().count() > 1) {
      Map<String, Double> sizes = new LinkedHashMap<>();
      buckets.forEach(bucket -> sizes.merge(bucket.name(), Math.abs(bucket.value()), Double::sum));
      List<String> names = LargestItems.of(List.copyOf(sizes.keySet()), name -> Objects.requireNonNull(sizes.get(name)),
          most);
      String caption = "Derivative by the " + what + " quoted at each pillar, " + unit(bucketed)
          + "; standard errors stand in the totals below." + more(sizes.size());
      plots.add(new Plot(title + " by pillar", caption, byPillar(buckets, names, unit(bucketed)), true));
    } else {
      bars(plots, of(parallel).isEmpty() ? bucketed : parallel, title,
          "Derivative by a parallel shift of the " + what + ".", unit(parallel));
    }
  }

  private String more(int count) {
    return count > most ? " The " + most + " largest of " + count + "." : "";
  }

  private static String owner(Totals.Total total) {
    return total.factors().getFirst().owner();
  }

  private static Bucket bucket(Totals.Total total) {
    double pillar = total.factors().getFirst().pillar().orElseThrow();
    return new Bucket(owner(total), Require.plain(pillar), pillar, total.value());
  }

  private static String byPillar(List<Bucket> buckets, List<String> names, String unit) {
    List<String> pillars = buckets.stream().filter(bucket -> names.contains(bucket.name()))
        .sorted(Comparator.comparingDouble(Bucket::time)).map(Bucket::pillar).distinct().toList();
    return table(names.size() <= SIDE_BY_SIDE ? "columns" : "map", "pillar in years", unit, pillars, pillar -> pillar,
        names, name -> name, (name, pillar) -> sum(
            buckets.stream().filter(bucket -> bucket.name().equals(name) && bucket.pillar().equals(pillar))));
  }

  private static OptionalDouble sum(Stream<Bucket> buckets) {
    return buckets.mapToDouble(Bucket::value).reduce(Double::sum);
  }

  /** For the assets with the largest vegas by the quotes of a smile a map of expiries and strikes. */
  private void smiles(List<Plot> plots) {
    Map<String, List<Quote>> byAsset = new LinkedHashMap<>();
    for (Totals.Total total : of(Measure.BUCKETED_VEGA)) {
      if (total.factors().getFirst() instanceof RiskFactor.QuotedVol(String asset, double time, double strike)) {
        byAsset.computeIfAbsent(asset, name -> new ArrayList<>()).add(new Quote(time, strike, total.value()));
      }
    }
    List<String> largest = LargestItems.of(List.copyOf(byAsset.keySet()),
        name -> Objects.requireNonNull(byAsset.get(name)).stream().mapToDouble(quote -> Math.abs(quote.value())).sum(),
        MOST_SMILES);
    largest.forEach(name -> plots.add(new Plot("Vega of " + name + " by expiry and strike",
        "Derivative by the vol of each quote that the model was fitted to, " + unit(Measure.BUCKETED_VEGA)
            + (byAsset.size() > MOST_SMILES ? "; the " + MOST_SMILES + " largest assets of " + byAsset.size() : "")
            + ".",
        smile(Objects.requireNonNull(byAsset.get(name))), true)));
  }

  private String smile(List<Quote> quotes) {
    List<Double> expiries = quotes.stream().map(Quote::time).distinct().sorted().toList();
    List<Double> strikes = quotes.stream().map(Quote::strike).distinct().sorted(Comparator.reverseOrder()).toList();
    return table("map", "expiry in years", unit(Measure.BUCKETED_VEGA), expiries, ReportPlots::years, strikes,
        Require::plain, (strike, expiry) -> quotes.stream()
            .filter(quote -> quote.strike() == strike && quote.time() == expiry).mapToDouble(Quote::value).findFirst());
  }

  /** The number of a cell; empty where there is none. */
  private interface Cell<T> {
    OptionalDouble of(T row, T column);
  }

  private static <T> String table(String kind, String label, String unit, List<T> columns, Function<T, String> column,
      List<T> rows, Function<T, String> row, Cell<T> cell) {
    return Page.json(json -> {
      json.writeStartObject();
      json.writeStringField("kind", kind);
      json.writeStringField("label", label);
      json.writeStringField("unit", unit);
      strings(json, "names", columns.stream().map(column).toList());
      json.writeArrayFieldStart("series");
      for (T each : rows) {
        json.writeStartObject();
        json.writeStringField("name", row.apply(each));
        numbers(json, "values", columns.stream().map(other -> cell.of(each, other).orElse(Double.NaN)).toList());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    });
  }

  /** Rounded for a heading: a thousandth of a year is a third of a day. */
  private static String years(double time) {
    return Require.plain(BigDecimal.valueOf(time).setScale(3, RoundingMode.HALF_EVEN).doubleValue());
  }

  private String bars(List<Bar> all, String unit) {
    List<Bar> bars = LargestItems.of(all, Bar::value, most);
    return Page.json(json -> {
      json.writeStartObject();
      json.writeStringField("kind", "bars");
      json.writeStringField("label", unit);
      strings(json, "names", bars.stream().map(Bar::name).toList());
      numbers(json, "values", bars.stream().map(Bar::value).toList());
      numbers(json, "errors", bars.stream().map(Bar::error).toList());
      if (bars.stream().anyMatch(bar -> bar.marker().isPresent())) {
        numbers(json, "markers", bars.stream().map(bar -> bar.marker().orElse(Double.NaN)).toList());
      }
      json.writeEndObject();
    });
  }

  /** Profits by scenario. */
  Plot scenarios(List<ScenarioTotal> profits) {
    List<Bar> bars = profits.stream()
        .map(total -> new Bar(total.scenario(), total.profit(), total.standardError(),
            total.taylorTrades() == total.trades()
                ? OptionalDouble.of(total.taylorProfit())
                : OptionalDouble.empty()))
        .toList();
    return new Plot("Profit and loss by scenario, " + currency,
        "Bars: full revaluation on common noise. Diamonds: Taylor expansion from the Greeks, where all trades have one."
            + more(bars.size()),
        bars(bars, currency), true);
  }

  static void strings(JsonGenerator json, String name, List<String> texts) throws IOException {
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
