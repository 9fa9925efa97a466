package io.pathwise.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.pathwise.batch.CommandLineRunner.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
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
