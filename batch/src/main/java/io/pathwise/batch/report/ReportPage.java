package io.pathwise.batch.report;

import io.pathwise.batch.cache.CacheStore;
import io.pathwise.batch.page.Amounts;
import io.pathwise.batch.page.Page;
import io.pathwise.batch.request.RiskRequest;
import io.pathwise.engine.run.Sampling;
import io.pathwise.greeks.measure.Accuracy;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.pricing.market.MarketData;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Writes {@code report.html}: a risk run for people, in one page whose size does not grow with the number of trades.
 * The template is {@code report.html.mustache}. Start at {@link #write}.
 */
public final class ReportPage {
  /** Rows of estimators and of reasons of failures. */
  private static final int ESTIMATORS = 60;
  private static final int REASONS = 30;
  private static final int IDS_OF_A_REASON = 5;
  private static final double MEDIAN = 0.5;
  private static final double NEARLY_ALL = 0.95;

  private final SummaryJson.Content content;
  private final MarketData market;
  private final RunTally tally;
  private final Currencies currencies;

  private ReportPage(SummaryJson.Content content, MarketData market, RunTally tally) {
    this.content = content;
    this.market = market;
    this.tally = tally;
    currencies = Currencies.of(content.totals());
  }

  /** A line of a list of facts. */
  record Fact(String name, String text) {}

  /** A number that the page begins with. */
  private record Tile(String name, String number, String more, boolean bad) {}

  /** Writes the page; the stream stays open. */
  public static void write(OutputStream out, SummaryJson.Content content, MarketData market, RunTally tally)
      throws IOException {
    Page.write(ReportPage.class, "report", new ReportPage(content, market, tally).model(), out);
  }

  private Map<String, Object> model() {
    CurrencySections sections = new CurrencySections(content, market, tally, currencies);
    ForwardSections forwards = new ForwardSections(market, tally);
    return Map.ofEntries(Map.entry("valuationDate", market.valuationDate().toString()),
        Map.entry("portfolio", String.valueOf(content.request().portfolio().getFileName())),
        Map.entry("market", String.valueOf(content.request().market().getFileName())),
        Map.entry("tiles", tiles()), Map.entry("otherCurrencies",
            currencies.others().isEmpty() ? List.of() : List.of(String.join(", ", currencies.others()))),
        Map.entry("totals", sections.totals()), Map.entry("ladders", sections.ladders()),
        Map.entry("contributors", sections.contributors()), Map.entry("scenarios", sections.scenarios()),
        Map.entry("scenarioFailures",
            content.report().scenarioFailures() == 0
                ? List.of()
                : List.of(Amounts.count(content.report().scenarioFailures()))),
        Map.entry("forwards", forwards.assets()), Map.entry("moreForwards", forwards.more()),
        Map.entry("errorPlot", ErrorPlot.of(errorsByOrder())), Map.entry("estimators", estimators()),
        Map.entry("hasNumbers", content.report().numbers() > 0), Map.entry("reasons", reasons()),
        Map.entry("failures", Amounts.count(content.failureCount())),
        Map.entry("hasFailures", content.failureCount() > 0),
        Map.entry("moreFailures", content.failureCount() > content.failures().size()),
        Map.entry("listedFailures", Amounts.count(content.failures().size())), Map.entry("efforts", efforts()),
        Map.entry("slowest", slowest()), Map.entry("facts", facts()));
  }

  private List<Tile> tiles() {
    RiskReport report = content.report();
    List<Tile> tiles = new ArrayList<>();
    currencies.shown().stream().flatMap(currency -> content.totals().stream().filter(
        total -> total.measure() == Measure.VALUE && total.trades() > 0 && total.currency().equals(currency)))
        .forEach(total -> tiles.add(new Tile("Value, " + total.currency(),
            Amounts.text(total.value(), total.standardError()),
            "± " + Amounts.error(total.standardError()), false)));
    tiles.add(new Tile("Trades", Amounts.count(report.trades()), Amounts.count(report.numbers()) + " numbers", false));
    long lacking = report.failedTrades() + report.partlyFailedTrades();
    tiles.add(new Tile("Failed", Amounts.count(report.failedTrades()),
        report.partlyFailedTrades() == 0 ? "trades" : Amounts.count(report.partlyFailedTrades()) + " more in part",
        lacking > 0));
    if (content.request().settings().accuracy() instanceof Accuracy.TargetError) {
      tiles.add(new Tile("Short of target", Amounts.count(report.maximumPathsNumbers()),
          "numbers at the maximum of paths", report.maximumPathsNumbers() > 0));
    }
    if (report.doubtfulNumbers() > 0) {
      tiles.add(new Tile("Doubtful", Amounts.count(report.doubtfulNumbers()), "numbers that few paths carry", true));
    }
    tiles.add(new Tile("Time", seconds(report.seconds()),
        Amounts.text(report.trades() / report.seconds(), report.trades() / report.seconds()) + " trades/s", false));
    return tiles;
  }

  private static String seconds(double seconds) {
    return String.format(Locale.ROOT, seconds < 100 ? "%.2f s" : "%.0f s", seconds);
  }

  private Map<String, RelativeErrors> errorsByOrder() {
    Map<String, RelativeErrors> errors = new LinkedHashMap<>();
    tally.uses().forEach((use, counted) -> errors.computeIfAbsent(switch (use.measure().order()) {
      case 0 -> "value";
      case 1 -> "first derivatives";
      case 2 -> "second derivatives";
      default -> "third derivatives";
    }, order -> new RelativeErrors()).addAll(counted));
    return errors;
  }

  private Map<String, Object> estimators() {
    List<Map.Entry<RunTally.Use, RelativeErrors>> uses = List.copyOf(tally.uses().entrySet());
    List<Map<String, Object>> rows = LargestItems.of(uses, use -> (double) use.getValue().total(), ESTIMATORS).stream()
        .map(use -> Map.<String, Object>of("measure", use.getKey().measure().label(), "estimator",
            use.getKey().estimator(), "numbers", Amounts.count(use.getValue().total()), "exact",
            use.getValue().exact() == 0 ? "" : Amounts.count(use.getValue().exact()), "median",
            ReportUnits.share(use.getValue().quantile(MEDIAN)), "nearlyAll",
            ReportUnits.share(use.getValue().quantile(NEARLY_ALL))))
        .toList();
    return Map.of("rows", rows, "more",
        uses.size() > ESTIMATORS ? "The " + ESTIMATORS + " most used of " + uses.size() + "." : "");
  }

  /** Failures with equal reasons together; where in a file a reason was found is no part of it. */
  private List<Map<String, Object>> reasons() {
    Map<String, List<String>> ids = new LinkedHashMap<>();
    String portfolio = content.request().portfolio() + ":";
    for (Failures.Failure failure : content.failures()) {
      String message = failure.message().startsWith(portfolio)
          ? failure.message().substring(portfolio.length()).replaceFirst("^\\d+:\\d+: ", "")
          : failure.message();
      String reason = (failure.measure().isEmpty() ? "" : failure.measure() + ": ") + message;
      ids.computeIfAbsent(reason, text -> new ArrayList<>()).add(failure.tradeId());
    }
    return ids.entrySet().stream().sorted(Comparator.comparingInt(entry -> -entry.getValue().size())).limit(REASONS)
        .map(entry -> {
          List<String> trades = entry.getValue().stream().distinct().toList();
          return Map.<String, Object>of("reason", entry.getKey(), "count", Amounts.count(entry.getValue().size()),
              "trades", trades.stream().limit(IDS_OF_A_REASON).collect(Collectors.joining(", "))
                  + (trades.size() > IDS_OF_A_REASON ? ", …" : ""));
        }).toList();
  }

  private List<Map<String, Object>> efforts() {
    double all = tally.efforts().values().stream().mapToDouble(RunTally.Effort::seconds).sum();
    List<Map<String, Object>> rows = new ArrayList<>();
    tally.efforts().forEach((product, effort) -> rows.add(Map.of("product", product, "trades",
        Amounts.count(effort.trades()), "numbers", Amounts.count(effort.numbers()), "seconds",
        seconds(effort.seconds()), "share", String.format(Locale.ROOT, "%.0f\u00a0%%", 100 * effort.seconds() / all),
        "each", milliseconds(effort.seconds() / effort.trades()))));
    return rows;
  }

  private List<Map<String, Object>> slowest() {
    return tally.slowest().stream().map(slow -> Map.<String, Object>of("trade", slow.tradeId(), "product",
        slow.product(), "time", milliseconds(slow.seconds()), "paths", Amounts.count(slow.paths()))).toList();
  }

  private static String milliseconds(double seconds) {
    return seconds < 1 ? String.format(Locale.ROOT, "%.3g ms", 1000 * seconds) : seconds(seconds);
  }

  private List<Fact> facts() {
    RiskRequest request = content.request();
    Sampling sampling = request.settings().sampling();
    List<Fact> facts = new ArrayList<>();
    facts.add(new Fact("portfolio", request.portfolio().toString()));
    facts.add(new Fact("market", request.market().toString()));
    facts.add(new Fact("measures", request.measures().stream().map(Measure::label).collect(Collectors.joining(", "))));
    request.scenarios().ifPresent(file -> facts.add(new Fact("scenarios", file.toString())));
    request.fixings().ifPresent(file -> facts.add(new Fact("fixings", file.toString())));
    facts.add(new Fact("units", ReportUnits.text(request.units())));
    facts.add(new Fact("accuracy", switch (request.settings().accuracy()) {
      case Accuracy.Paths(long paths) -> Amounts.count(paths) + " paths";
      case Accuracy.TargetError(double relative, double absolute, long most) ->
        ReportUnits.share(relative) + " of each number, or " + absolute + ", with at most " + Amounts.count(most)
            + " paths";
    }));
    facts.add(new Fact("sampling", (sampling.randomisations() == 0
        ? "philox"
        : "sobol, " + sampling.randomisations() + " randomisations") + (sampling.antithetic() ? ", antithetic" : "")
        + (sampling.stratified() ? ", stratified" : "") + ", seed " + request.settings().seed()));
    facts.add(new Fact("estimators", request.settings().policy().label() + " policy"
        + request.settings().estimators().entrySet().stream().sorted(Map.Entry.comparingByKey())
            .map(choice -> ", " + choice.getKey().label() + " by " + choice.getValue().label())
            .collect(Collectors.joining())
        + (request.settings().controlVariates() ? "" : ", without control variates")));
    facts.add(new Fact("backend", content.backend() + ", " + request.threads() + " threads"));
    facts.add(new Fact("cache", content.cache().map(ReportPage::cache).orElse("none")));
    facts.add(new Fact("version", "Pathwise " + Version.current() + ", Java "
        + Runtime.version()));
    facts.add(new Fact("start", content.start().toString()));
    facts.add(new Fact("results.csv", "SHA-256 " + content.resultsHash()));
    return facts;
  }

  private static String cache(CacheStore.Usage usage) {
    return Amounts.count(usage.hits()) + " entries found, " + Amounts.count(usage.misses()) + " not found, "
        + Amounts.count(usage.kept()) + " written, " + Amounts.count(usage.damaged()) + " damaged";
  }
}
