package io.pathwise.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pathwise.batch.CommandLineRunner.Outcome;
import io.pathwise.batch.input.Json;
import io.pathwise.batch.input.JsonText;
import io.pathwise.batch.input.MarketReader;
import io.pathwise.batch.page.Numbers;
import io.pathwise.pricing.market.MarketData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code report.html} on an engine that simulates nothing. Start at {@link #tellsTotalsLargestTradesAndFailures}. */
class ReportTest {
  private static final Pattern SCRIPT = Pattern.compile("<script>.*?</script>", Pattern.DOTALL);
  /** What would load something from elsewhere. */
  private static final Pattern RESOURCE = Pattern.compile(
      "<(script|img|iframe|link|source|object|embed)[^>]*\\s(src|href|data)\\s*=|@import|url\\(\\s*['\"]?(https?:)?//");
  private static final Pattern TIMING = Pattern.compile(
      "\\d[\\d.]*(e[+-]\\d+)? (ms|s)\\b|<dt>start</dt>.*|\\S+ trades/s|\\d+\u00a0%");
  private static final String MARKET = """
      {"valuationDate": "2026-11-20", "curves": [{"id": "USD", "zero": 0.03}],
       "assets": [{"id": "A<i>", "curve": "USD", "spot": 100, "model": {"type": "black-scholes", "vol": 0.2}}]}
      """;

  @TempDir
  private Path directory;

  @BeforeEach
  void writeMarket() throws IOException {
    Files.writeString(directory.resolve("market.json"), MARKET);
  }

  private static String trade(String id, double strike, double quantity) {
    return """
        {"id":"%s","type":"european","asset":"A<i>","option":"call","strike":%s,"expiry":1,"quantity":%s}
        """.formatted(id, strike, quantity);
  }

  private String report(String portfolio, String... more) throws IOException {
    Files.writeString(directory.resolve("portfolio.jsonl"), portfolio);
    List<String> call = new ArrayList<>(List.of("risk", "--portfolio", directory.resolve("portfolio.jsonl").toString(),
        "--market", directory.resolve("market.json").toString(), "--out", directory.resolve("out").toString()));
    call.addAll(List.of(more));
    Outcome outcome = CommandLineRunner.run(FakeEngine.factory(), call.toArray(String[]::new));
    assertThat(outcome.status()).as(outcome.err()).isIn(0, 3);
    return SCRIPT.matcher(Files.readString(directory.resolve("out/report.html"))).replaceAll("<script>");
  }

  @Test
  void tellsTotalsLargestTradesAndFailures() throws IOException {
    String page = report(trade("E1", 105, -20) + trade("E2", 95, 1) + trade("bad", -5, 1) + "nonsense\n", "--measures",
        "value,delta,gamma");
    assertThat(page).contains("Risk of 2026-11-20", "−2\u202f005", "<strong>−2\u202f005</strong>", "± 10",
        "no estimator,\nnone at all", "strike is -5, must be a finite number", "line 4", "gamma: ", "</html>");
    assertThat(page.indexOf("title=\"E1\"")).as("the larger first").isBetween(0, page.indexOf("title=\"E2\""));
    assertThat(RESOURCE.matcher(page).results().map(MatchResult::group)).isEmpty();
  }

  @Test
  void namesCannotBecomeMarkup() throws IOException {
    String page = report(trade("<b>x", 105, 1) + trade("</script><b>", -1, 1), "--measures", "value,delta");
    assertThat(page).contains("&lt;b&gt;x", "A&lt;i&gt;.spot", "A\\u003ci>").doesNotContain("<b>", "A<i>");
  }

  @Test
  void scenariosAreShown() throws IOException {
    Path scenarios = Files.writeString(directory.resolve("scenarios.jsonl"), """
        {"id":"crash","shifts":[{"type":"spot","relative":-0.2}]}
        """);
    assertThat(report(trade("E1", 105, 1), "--measures", "value")).doesNotContain("<h2>Scenarios</h2>");
    assertThat(report(trade("E1", 105, 1), "--measures", "value,delta", "--scenarios", scenarios.toString()))
        .contains("<h2>Scenarios</h2>", "crash", "−40.00");
  }

  /** An array in the data of a plot. */
  private static List<Json> plot(String page, String label, String member) {
    Matcher plot = Pattern.compile("aria-label=\"Plot: " + Pattern.quote(label)
        + "\"><script type=\"application/json\">(.*?)</script>").matcher(page);
    assertThat(plot.find()).as(label).isTrue();
    return list(JsonText.parse(label, 0, plot.group(1)), member);
  }

  private static List<Json> list(Json struct, String member) {
    return list(Objects.requireNonNull(((Json.Struct) struct).members().get(member)));
  }

  private static List<Json> list(Json json) {
    return ((Json.Sequence) json).elements();
  }

  private static double number(Json point, int place) {
    return Double.parseDouble(((Json.Numeral) list(point).get(place)).text());
  }

  /** Points of the line, the fall at the dividend, and the rows of the table are the market's forward prices. */
  @Test
  void forwardPricesAreThoseOfTheMarket() throws IOException {
    Files.writeString(directory.resolve("market.json"), """
        {"valuationDate": "2026-11-20", "curves": [{"id": "USD", "zero": 0.03}, {"id": "LEND", "zero": 0.005}],
         "assets": [{"id": "A<i>", "curve": "USD", "spot": 100, "dividendYield": 0.01, "yieldCurves": ["LEND"],
                     "dividends": [{"time": "2027-05-21", "cash": 1.5}, {"time": "2027-08-20", "proportional": 0.02},
                                   {"time": 3, "cash": 1}],
                     "dividendModel": "escrowed", "model": {"type": "black-scholes", "vol": 0.2}},
                    {"id": "B", "curve": "USD", "spot": 50, "model": {"type": "black-scholes", "vol": 0.2}}]}
        """);
    MarketData market = MarketReader.read(directory.resolve("market.json"));
    String page = report(trade("E1", 105, 1), "--measures", "value");
    assertThat(page).contains("<h2>Forwards and dividends</h2>", "<dd>100 USD</dd>", "the curve USD",
        "by the curves LEND", "2 up to the last expiry, cash by the model escrowed", "1.5 in cash",
        "2\u00a0% of the price", "zero rate LEND", "<th scope=\"row\">2027-05-21</th>")
        .doesNotContain("Forward price of B", "Quotes and model");
    String label = "forward price of A&lt;i&gt;, USD";
    List<Json> prices = plot(page, label, "forwards");
    assertThat(prices).hasSizeGreaterThan(60).allSatisfy(
        point -> assertThat(number(point, 1)).isEqualTo(market.forward("A<i>", number(point, 0))));
    double first = 182 / 365.0;
    List<Json> dividends = plot(page, label, "dividends");
    assertThat(dividends).hasSize(2);
    assertThat(number(dividends.getFirst(), 0)).isEqualTo(first);
    assertThat(((Json.Text) list(dividends.getFirst()).get(2)).text()).isEqualTo("2027-05-21: 1.5 in cash");
    assertThat(prices).anySatisfy(before -> {
      assertThat(number(before, 0)).isEqualTo(Math.nextDown(first));
      assertThat(number(before, 1)).isCloseTo(market.forward("A<i>", first) + 1.5, within(1e-12));
    });
    assertThat(page).contains("<td>" + Numbers.precise(market.forward("A<i>", 1)) + "</td>");
  }

  /** The page tells the error that calibrate has told. */
  @Test
  void theFitIsThatOfTheCalibration() throws IOException {
    Path quotes = Files.writeString(directory.resolve("quotes.csv"), """
        asset,expiry,strike,vol
        A<i>,2027-05-21,80,0.26
        A<i>,2027-05-21,100,0.21
        A<i>,2027-05-21,120,0.19
        A<i>,1.5,80,0.25
        A<i>,1.5,100,0.215
        A<i>,1.5,110,0.2
        A<i>,1.5,120,0.195
        """);
    Outcome outcome = CommandLineRunner.run("calibrate", "--market", directory.resolve("market.json").toString(),
        "--quotes", quotes.toString(), "--model", "local-vol", "--out", directory.resolve("market.json").toString());
    assertThat(outcome.status()).as(outcome.err()).isZero();
    Matcher told = Pattern.compile("root mean square error (\\S+) points").matcher(outcome.out());
    assertThat(told.find()).isTrue();
    String page = report(trade("E1", 105, 1), "--measures", "value");
    assertThat(page).contains("<tr><th scope=\"row\">all</th><td>7</td><td>" + told.group(1) + "</td>",
        "<tr><th scope=\"row\">2027-05-21</th><td>3</td>");
    List<Json> smiles = plot(page, "implied volatilities of A&lt;i&gt; by strike and expiry", "smiles");
    assertThat(smiles).hasSize(2);
    assertThat(list(smiles.get(1), "model")).hasSize(4);
    assertThat(page).contains(
        "{\"expiry\":\"2027-05-21\",\"market\":[[80.0,26.0],[100.0,21.0],[120.0,19.0]],\"model\":[[80.0,");
  }

  @Test
  void numbersInDifferentCurrenciesAreNeverCompared() throws IOException {
    Files.writeString(directory.resolve("market.json"), """
        {"valuationDate": "2026-11-20", "curves": [{"id": "USD", "zero": 0.03}, {"id": "JPY", "zero": 0.01}],
         "assets": [{"id": "A<i>", "curve": "USD", "spot": 100, "model": {"type": "black-scholes", "vol": 0.2}},
                    {"id": "J", "curve": "JPY", "spot": 9000, "model": {"type": "black-scholes", "vol": 0.2}}]}
        """);
    String page = report(trade("U1", 105, 1) + trade("U2", 95, 1) + trade("Y", 9000, 7).replace("A<i>", "J"),
        "--measures", "value,delta");
    String contributors = page.substring(page.indexOf("<section id=\"contributors\">"), page.indexOf("id=\"totals\""));
    String[] byCurrency = contributors.split("<h3 class=\"currency\">", -1);
    assertThat(byCurrency).hasSize(3);
    assertThat(byCurrency[1]).startsWith("USD").contains("U1", "U2").doesNotContain("title=\"Y\"");
    assertThat(byCurrency[2]).startsWith("JPY").contains("title=\"Y\"").doesNotContain("U1");
    assertThat(page).contains("Value, USD", "Value, JPY", "aria-label=\"Plot: Delta, JPY\"");
  }

  @Test
  void itsSizeDoesNotGrowWithThePortfolio() throws IOException {
    StringBuilder portfolio = new StringBuilder();
    for (int i = 0; i < 5000; i++) {
      portfolio.append(trade("trade-" + i, i % 7 == 0 ? -1 : i, 1));
    }
    assertThat(report(portfolio.toString(), "--measures", "value,delta,gamma").length()).isLessThan(40_000);
  }

  @Test
  void onlyTimingsDifferBetweenEqualRuns() throws IOException {
    String portfolio = trade("E1", 105, 1) + trade("E2", 95, 1);
    String first = report(portfolio, "--measures", "value,delta");
    String second = report(portfolio, "--measures", "value,delta");
    assertThat(withoutTimings(second)).isEqualTo(withoutTimings(first));
  }

  private static String withoutTimings(String page) {
    String stable = TIMING.matcher(page).replaceAll("-");
    int slowest = stable.indexOf("<caption>Slowest trades");
    return stable.substring(0, slowest) + stable.substring(stable.indexOf("</table>", slowest));
  }

  @Test
  void aPortfolioWithoutTradesHasAPage() throws IOException {
    assertThat(report("\n", "--measures", "value")).contains("<p>None.</p>", "</html>");
  }
}
