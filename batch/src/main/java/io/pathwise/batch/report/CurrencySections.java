package io.pathwise.batch.report;

import io.pathwise.batch.output.Totals;
import io.pathwise.batch.output.Units;
import io.pathwise.batch.page.Amounts;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.pricing.market.MarketData;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The sections of {@code report.html} by currency: ladders, scenarios, the largest trades and totals. Each method gives
 * a group for every currency that has something to show. Start at {@link #totals}.
 */
final class CurrencySections {
  /** Rows and bars of all currencies together, and the fewest of one. */
  private static final int FACTORS = 20;
  private static final int FEWEST_FACTORS = 8;
  private static final int SCENARIOS = 100;
  private static final int FEWEST_SCENARIOS = 40;
  private static final int BARS = 25;
  private static final int FEWEST_BARS = 12;
  private static final int SCENARIO_BARS = 30;
  private static final int FEWEST_CONTRIBUTIONS = 5;

  private final SummaryJson.Content content;
  private final MarketData market;
  private final RunTally tally;
  private final Units units;
  private final Currencies currencies;

  CurrencySections(SummaryJson.Content content, MarketData market, RunTally tally, Currencies currencies) {
    this.content = content;
    this.market = market;
    this.tally = tally;
    this.currencies = currencies;
    units = content.request().units();
  }

  private <T> List<Map<String, Object>> groups(Function<String, List<T>> parts) {
    return currencies.shown().stream()
        .map(currency -> Map.<String, Object>of("currency", currency, "parts", parts.apply(currency)))
        .filter(group -> !((List<?>) group.getOrDefault("parts", List.of())).isEmpty()).toList();
  }

  private ReportPlots plots(String currency, int bars) {
    return new ReportPlots(market, units, currency, of(currency), bars);
  }

  private List<Totals.Total> of(String currency) {
    return content.totals().stream().filter(total -> total.currency().equals(currency)).toList();
  }

  /** Plots of sensitivities. */
  List<Map<String, Object>> ladders() {
    return groups(currency -> plots(currency, currencies.share(BARS, FEWEST_BARS)).ladders());
  }

  /** A table of each measure. */
  List<Map<String, Object>> totals() {
    int factors = currencies.share(FACTORS, FEWEST_FACTORS);
    return groups(currency -> {
      ReportPlots plots = plots(currency, factors);
      List<Map<String, Object>> tables = new ArrayList<>();
      of(currency).stream().collect(Collectors.groupingBy(Totals.Total::measure, TreeMap::new, Collectors.toList()))
          .forEach((measure, totals) -> tables.add(Map.of("measure", measure.label(), "unit",
              ReportUnits.text(measure, units, currency), "rows",
              LargestItems.of(totals, plots::size, factors).stream().map(CurrencySections::total).toList(), "more",
              totals.size() > factors
                  ? List.of("the " + factors + " largest of " + totals.size() + "; summary.json has all")
                  : List.of())));
      return tables;
    });
  }

  private static Map<String, Object> total(Totals.Total total) {
    boolean any = total.trades() > 0;
    return Map.of("factor", total.factor().isEmpty() ? "all" : total.factor(), "value",
        any ? Amounts.text(total.value(), total.standardError()) : "–", "error",
        any ? Amounts.error(total.standardError()) : "–", "trades", Amounts.count(total.trades()), "failed",
        total.failed() == 0 ? "" : Amounts.count(total.failed()));
  }

  /** A table of each measure that is ranked. */
  List<Map<String, Object>> contributors() {
    int rows = currencies.share(RunTally.LISTED, FEWEST_CONTRIBUTIONS);
    return groups(currency -> {
      List<Map<String, Object>> tables = new ArrayList<>();
      for (Measure measure : Measure.ranked()) {
        List<RunTally.Contribution> largest = tally.largest(measure, currency);
        if (!largest.isEmpty()) {
          tables.add(Map.of("measure", measure.label(), "note",
              ReportUnits.text(measure, units, currency) + order(measure), "rows",
              largest.stream().limit(rows).map(CurrencySections::contribution).toList()));
        }
      }
      return tables;
    });
  }

  private static String order(Measure measure) {
    return measure.isComparedBySpotMove() ? "; in the order of what a move of the spot by 1 % does" : "";
  }

  private static Map<String, Object> contribution(RunTally.Contribution number) {
    return Map.of("trade", number.tradeId(), "product", number.product(), "factor", number.factor(), "value",
        Amounts.text(number.value(), number.standardError()), "error", Amounts.error(number.standardError()));
  }

  /** A plot and a table. */
  List<Map<String, Object>> scenarios() {
    int rows = currencies.share(SCENARIOS, FEWEST_SCENARIOS);
    return groups(currency -> {
      List<ScenarioTotal> totals = content.scenarios().stream().filter(total -> total.currency().equals(currency))
          .toList();
      return totals.isEmpty()
          ? List.of()
          : List.of(Map.of("plot", plots(currency, SCENARIO_BARS).scenarios(totals), "more",
              totals.size() > rows
                  ? List.of("The " + rows + " largest of " + totals.size() + "; summary.json has all.")
                  : List.of(),
              "rows",
              LargestItems.of(totals, ScenarioTotal::profit, rows).stream().map(CurrencySections::scenario).toList()));
    });
  }

  private static Map<String, Object> scenario(ScenarioTotal total) {
    boolean any = total.trades() > 0;
    boolean taylor = total.taylorTrades() > 0;
    return Map.of("scenario", total.scenario(), "profit",
        any ? Amounts.text(total.profit(), total.standardError()) : "–", "error",
        any ? Amounts.error(total.standardError()) : "–",
        "taylor", taylor ? Amounts.text(total.taylorProfit(), total.standardError()) : "–", "unexplained",
        taylor ? Amounts.text(total.unexplainedProfit(), total.standardError()) : "–", "trades",
        Amounts.count(total.trades()), "without",
        total.taylorTrades() == total.trades() ? "" : Amounts.count(total.trades() - total.taylorTrades()), "failed",
        total.failed() == 0 ? "" : Amounts.count(total.failed()));
  }
}
