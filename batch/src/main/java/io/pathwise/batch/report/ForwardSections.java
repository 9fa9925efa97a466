package io.pathwise.batch.report;

import io.pathwise.batch.page.Amounts;
import io.pathwise.batch.page.Numbers;
import io.pathwise.batch.page.Page;
import io.pathwise.batch.page.SmilePlot;
import io.pathwise.pricing.calibration.FittedQuotes;
import io.pathwise.pricing.market.Asset;
import io.pathwise.pricing.market.Dividend;
import io.pathwise.pricing.market.MarketData;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/**
 * The section of {@code report.html} on what prices are expected to be: for each asset of the portfolio its forward
 * prices with the dividends and curves behind them and, where its model was fitted to quotes, how well it fits them.
 * Start at {@link #assets}.
 */
final class ForwardSections {
  /** Assets, those of the most trades, and dividends of each. */
  private static final int ASSETS = 12;
  private static final int DIVIDENDS = 20;
  /** Times of a table in years. */
  private static final List<Double> PILLARS = List.of(0.25, 0.5, 1.0, 2.0, 3.0, 5.0, 10.0, 20.0, 30.0);
  private static final int POINTS = 60;
  private static final double DAYS_PER_YEAR = 365;
  /** Of a day, by which a number of years may miss it. */
  private static final double WHOLE = 1e-6;
  private static final double PERCENT = 100;

  private final MarketData market;
  private final Map<String, RunTally.AssetUse> uses;

  ForwardSections(MarketData market, RunTally tally) {
    this.market = market;
    uses = tally.assets();
  }

  private RunTally.AssetUse use(String asset) {
    return Objects.requireNonNull(uses.get(asset));
  }

  /** The assets of the portfolio in the order of the market. */
  List<Map<String, Object>> assets() {
    List<String> used = market.assets().keySet().stream().filter(uses::containsKey).toList();
    return LargestItems.of(used, asset -> use(asset).trades(), ASSETS).stream()
        .map(id -> asset(market.asset(id))).toList();
  }

  /** Says so where the section lacks assets. */
  List<String> more() {
    return uses.size() > ASSETS
        ? List.of("The " + ASSETS + " assets of the most trades of " + uses.size() + ".")
        : List.of();
  }

  private Map<String, Object> asset(Asset asset) {
    double last = use(asset.id()).lastExpiry();
    List<Dividend> dividends = asset.dividends().list().stream().filter(dividend -> dividend.time() <= last).toList();
    return Map.of("asset", asset.id(), "currency", asset.curve(), "facts", facts(asset, dividends), "prices",
        plot(asset, dividends, last), "curves", asset.curves(), "rows", rows(asset, dividends, last), "more",
        dividends.size() > DIVIDENDS
            ? List.of("The first " + DIVIDENDS + " of " + dividends.size() + " dividends; the plot has all.")
            : List.of(),
        "fit", asset.calibration().isPresent() ? List.of(fit(asset)) : List.of());
  }

  private List<ReportPage.Fact> facts(Asset asset, List<Dividend> dividends) {
    List<ReportPage.Fact> facts = new ArrayList<>();
    facts.add(new ReportPage.Fact("spot", Numbers.precise(asset.spot()) + " " + asset.curve()));
    facts.add(new ReportPage.Fact("grows by", "the curve " + asset.curve()));
    asset.foreignCurve().ifPresent(curve -> facts.add(new ReportPage.Fact("pays interest", "by the curve " + curve)));
    if (!asset.yieldCurves().isEmpty()) {
      facts.add(new ReportPage.Fact("pays yields", "by the curves " + String.join(", ", asset.yieldCurves())));
    }
    if (asset.dividendYield() != 0) {
      facts.add(new ReportPage.Fact("dividend yield", percent(asset.dividendYield()) + " a year"));
    }
    facts.add(new ReportPage.Fact("dividends", dividends.isEmpty()
        ? "none at known times up to the last expiry"
        : Amounts.count(dividends.size()) + " up to the last expiry" + (dividends.stream()
            .anyMatch(dividend -> dividend.kind() == Dividend.Kind.CASH)
                ? ", cash by the model " + asset.dividends().cashModel().label()
                : "")));
    return facts;
  }

  /** Forward prices over time; at a dividend that before it and that after. */
  private String plot(Asset asset, List<Dividend> dividends, double last) {
    NavigableSet<Double> times = new TreeSet<>(DoubleStream.iterate(0, i -> i <= POINTS, i -> i + 1)
        .map(i -> last * i / POINTS).boxed().toList());
    dividends.forEach(dividend -> times.addAll(List.of(Math.nextDown(dividend.time()), dividend.time())));
    return Page.json(json -> {
      json.writeStartObject();
      json.writeStringField("kind", "forwards");
      json.writeStringField("unit", asset.curve());
      json.writeArrayFieldStart("forwards");
      for (double time : times) {
        json.writeArray(new double[]{time, market.forward(asset.id(), time)}, 0, 2);
      }
      json.writeEndArray();
      json.writeArrayFieldStart("dividends");
      for (Dividend dividend : dividends) {
        json.writeStartArray();
        json.writeNumber(dividend.time());
        json.writeNumber(market.forward(asset.id(), dividend.time()));
        json.writeString(date(dividend.time()) + ": " + text(dividend));
        json.writeEndArray();
      }
      json.writeEndArray();
      json.writeEndObject();
    });
  }

  private List<Map<String, Object>> rows(Asset asset, List<Dividend> dividends, double last) {
    NavigableSet<Double> times = new TreeSet<>(List.of(0.0, last));
    PILLARS.stream().filter(time -> time < last).forEach(times::add);
    dividends.stream().limit(DIVIDENDS).forEach(dividend -> times.add(dividend.time()));
    return times.stream().map(time -> Map.<String, Object>of("date", date(time), "years", Numbers.text(time),
        "dividends", dividends.stream().filter(dividend -> dividend.time() == time).map(ForwardSections::text)
            .collect(Collectors.joining(", ")),
        "zeros",
        asset.curves().stream().map(curve -> time > 0 ? percent(market.curve(curve).rateTime(time) / time) : "")
            .toList(),
        "forward", Numbers.precise(market.forward(asset.id(), time)))).toList();
  }

  /** The day at or before a time. */
  private String date(double time) {
    return market.valuationDate().plusDays((long) (time * DAYS_PER_YEAR + WHOLE)).toString();
  }

  private static String text(Dividend dividend) {
    return switch (dividend.kind()) {
      case CASH -> Numbers.precise(dividend.amount()) + " in cash";
      case PROPORTIONAL -> percent(dividend.amount()) + " of the price";
    };
  }

  private static String percent(double share) {
    return Numbers.text(PERCENT * share) + "\u00a0%";
  }

  private Map<String, Object> fit(Asset asset) {
    FittedQuotes fitted = FittedQuotes.of(market, asset.id());
    List<Map<String, Object>> rows = new ArrayList<>();
    fitted.byExpiry().forEach((time, smile) -> rows.add(row(date(time), smile)));
    rows.add(row("all", fitted));
    return Map.of("model", asset.model().format().label(), "data", SmilePlot.json(fitted, this::date), "rows", rows);
  }

  private static Map<String, Object> row(String expiry, FittedQuotes smile) {
    return Map.of("expiry", expiry, "quotes", Amounts.count(smile.quotes().size()), "rms",
        String.format(Locale.ROOT, "%.4f", PERCENT * smile.rootMeanSquare()), "worst",
        String.format(Locale.ROOT, "%+.4f", PERCENT * smile.error(smile.worst())), "strike",
        Numbers.precise(smile.quotes().get(smile.worst()).strike()));
  }
}
