package io.pathwise.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pathwise.batch.CommandLineRunner.Outcome;
import io.pathwise.batch.input.MarketReader;
import io.pathwise.pricing.analytic.AnalyticPrice;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.RiskFactor;
import io.pathwise.pricing.product.European;
import io.pathwise.pricing.product.OptionType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code explain-pnl}: terms against closed forms, what they add up to, cash flows, fixings, models, wrong markets. */
class ExplainProfitCommandTest {
  private static final String FROM = """
      {"valuationDate":"2026-11-20","curves":[{"id":"USD","times":[1,2],"zeros":[0.03,0.031]}],
       "assets":[{"id":"A","curve":"USD","spot":100,"dividendYield":0.01,
         "model":{"type":"black-scholes","vol":0.2}},
        {"id":"B","curve":"USD","spot":50,"model":{"type":"black-scholes","times":[0.5,1],"vols":[0.2,0.22]}}]}
      """;
  private static final String TO = FROM.replace("11-20", "11-23").replace("\"spot\":100", "\"spot\":102")
      .replace("\"vol\":0.2", "\"vol\":0.19").replace("[0.03,0.031]", "[0.032,0.031]").replace("0.22]", "0.215]");
  private static final String EUROPEAN = """
      {"id":"E","type":"european","asset":"A","option":"call","strike":105,"expiry":"2027-11-20","quantity":-2}
      """;
  private static final double LARGEST_Z = 4.5;
  private static final double DAYS = 3 / 365.0;

  @TempDir
  private Path directory;

  private Outcome explain(String trades, String from, String to, String... more) throws IOException {
    Path portfolio = Files.writeString(directory.resolve("p"), trades);
    Path before = Files.writeString(directory.resolve("from.json"), from);
    Path after = Files.writeString(directory.resolve("to.json"), to);
    return CommandLineRunner.run(Stream.concat(Stream.of("explain-pnl", "--portfolio", portfolio.toString(), "--from",
        before.toString(), "--to", after.toString(), "--out", directory.resolve("out").toString(), "--paths", "8192"),
        Stream.of(more)).toArray(String[]::new));
  }

  private record Row(String trade, String term, String factor, double amount, double error) {
    static Row of(String line) {
      String[] cells = line.split(",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)", -1);
      return new Row(cells[0], cells[2], cells[3].replace("\"", ""), Double.parseDouble(cells[4]),
          Double.parseDouble(cells[5]));
    }
  }

  private List<Row> rows() throws IOException {
    return Files.readAllLines(directory.resolve("out/pnl.csv")).stream().skip(1).map(Row::of).toList();
  }

  private Row row(String term, String factor) throws IOException {
    return rows().stream().filter(row -> row.term().equals(term) && row.factor().equals(factor)).findFirst()
        .orElseThrow();
  }

  /** By closed forms on the market before, three days later. */
  private static AnalyticPrice later(MarketData market) {
    return AnalyticPrice.of(market, new European("A", OptionType.CALL, 105, 1 - DAYS, 1)).orElseThrow();
  }

  private MarketData market(String name) {
    return MarketReader.read(directory.resolve(name));
  }

  /** Of a call that hardly any path reaches a delta says little, and so does what is left unexplained. */
  @Test
  void whatFewPathsCarrySaysSo() throws IOException {
    explain(EUROPEAN.replace("105", "180").replace("}", ",\"steps\":1}"), FROM, TO, "--policy", "structural",
        "--control-variates", "off");
    List<String> lines = Files.readAllLines(directory.resolve("out/pnl.csv"));
    assertThat(lines.stream().filter(line -> line.startsWith("E,USD,delta,"))).singleElement().asString()
        .contains(",few-hits,").contains("few paths carry it");
    assertThat(lines.stream().filter(line -> line.startsWith("E,USD,unexplained,"))).singleElement().asString()
        .doesNotContain(",ok,");
  }

  /** The quotes do not move, so all there is comes with the market that is the last one but for its interpolation. */
  @Test
  void anotherInterpolationOfACurveIsTheTermOfModels() throws IOException {
    String trade = EUROPEAN.replace("2027-11-20", "2028-05-20").replace(",\"quantity\":-2", "");
    String cubic = FROM.replace("0.031]", "0.031],\"interpolation\":\"natural-cubic-log-discount\"");
    assertThat(explain(trade, FROM, cubic).status()).isZero();
    double time = 547 / 365.0;
    European call = European.of("A", OptionType.CALL, 105, time);
    double change = AnalyticPrice.of(market("to.json"), call).orElseThrow().value()
        - AnalyticPrice.of(market("from.json"), call).orElseThrow().value();
    assertThat(Math.abs(change)).isGreaterThan(0.001);
    assertThat(row("model", "").amount()).isCloseTo(change, within(1e-9));
    assertThat(explain(trade, cubic, cubic).status()).isZero();
    assertThat(rows()).noneMatch(row -> row.term().equals("model"));
  }

  /** With the structural policy all of it is simulated; otherwise European options are exact. */
  @ParameterizedTest
  @CsvSource({"structural", "auto"})
  void termsAreThoseOfClosedForms(String policy) throws IOException {
    Outcome outcome = explain(EUROPEAN, FROM, TO, "--policy", policy);
    assertThat(outcome.status()).as(outcome.err()).isZero();
    MarketData from = market("from.json");
    RiskFactor spot = new RiskFactor.Spot("A");
    RiskFactor vol = new RiskFactor.Vol("A");
    AnalyticPrice now = AnalyticPrice.of(from, new European("A", OptionType.CALL, 105, 1, 1)).orElseThrow();
    AnalyticPrice later = later(from);
    check(row("theta", ""), -2 * (later.value() - now.value()));
    check(row("delta", "A.spot"), -2 * later.derivative(List.of(spot)) * 2);
    check(row("gamma", "A.spot"), -2 * later.derivative(List.of(spot, spot)) * 2);
    check(row("vega", "A.vol"), -2 * later.derivative(List.of(vol)) * -0.01);
    check(row("vanna", "A.spot,A.vol"), -2 * later.derivative(List.of(spot, vol)) * 2 * -0.01);
    check(row("rho", "USD.zero"), -2 * later.derivative(List.of(new RiskFactor.Zero("USD"))) * 0.001);
    check(row("bucketedRho", "USD.zero[1]"),
        -2 * later.derivative(List.of(new RiskFactor.ZeroPillar("USD", 1))) * 0.001);
    check(row("actual", ""), -2 * (later(market("to.json")).value() - now.value()));
    assertThat(row("unexplained", "").amount()).isCloseTo(0, within(0.02 + LARGEST_Z * row("unexplained", "").error()));
    // Were delta taken with the wrong sign, twice its term would be unexplained.
    assertThat(row("unexplained", "").amount() + 2 * row("delta", "A.spot").amount())
        .isNotCloseTo(0, within(0.02 + LARGEST_Z * row("unexplained", "").error()));
  }

  private static void check(Row row, double exact) {
    assertThat(row.amount()).as(row.toString()).isCloseTo(exact, within(LARGEST_Z * row.error() + 1e-9));
  }

  @Test
  void explainedAndUnexplainedAddUpToActual() throws IOException {
    Outcome outcome = explain(EUROPEAN + """
        {"id":"W","type":"basket","assets":["A","B"],"weights":[1,2],"aggregate":"weighted-sum","option":"call",\
        "strike":200,"expiry":1}
        """, FROM, TO);
    assertThat(outcome.status()).as(outcome.err()).isZero();
    for (String trade : List.of("E", "W")) {
      double actual = 0;
      double parts = 0;
      for (Row row : rows().stream().filter(row -> row.trade().equals(trade)).toList()) {
        actual += row.term().equals("actual") ? row.amount() : 0;
        parts += row.term().equals("actual") ? 0 : row.amount();
      }
      assertThat(parts).isCloseTo(actual, within(1e-12 * Math.abs(actual) + 1e-12));
    }
    SummaryFile summary = SummaryFile.read(directory.resolve("out/pnl.json"));
    assertThat(summary.number("currencies", 0, "actual", "amount")).isCloseTo(
        rows().stream().filter(row -> row.term().equals("actual")).mapToDouble(Row::amount).sum(), within(1e-9));
    assertThat(summary.number("moves", "USD.zero[1]")).isCloseTo(0.001, within(1e-12));
    assertThat(Files.readString(directory.resolve("out/pnl.html"))).contains("unexplained");
  }

  /** An average whose first date comes at 103 where the forward was near 100, and a payment that was due before. */
  @Test
  void fixingsAndPaymentsAreTermsOfTheirOwn() throws IOException {
    Path fixings = Files.writeString(directory.resolve("f.csv"),
        "asset,date,price\nA,2026-11-21,103\nA,2026-11-19,99\n");
    Outcome outcome = explain("""
        {"id":"F","type":"asian","asset":"A","option":"call","average":"geometric","strike":100,"expiry":"2027-11-20",\
        "fixings":["2026-11-21","2027-11-20"]}
        """, FROM, FROM.replace("11-20", "11-23"), "--fixings", fixings.toString());
    assertThat(outcome.status()).as(outcome.err()).isZero();
    assertThat(row("fixings", "").amount()).isPositive();
    assertThat(Math.abs(row("unexplained", "").amount())).isLessThan(LARGEST_Z * row("unexplained", "").error() + 1e-9);
    assertThat(Files.readString(directory.resolve("out/pnl.csv"))).contains("fixed: A 2026-11-21 103.0");
  }

  @Test
  void whatIsPaidMeanwhileIsPartOfTheProfit() throws IOException {
    Outcome outcome = explain("""
        {"id":"P","type":"european","asset":"A","option":"call","strike":90,"expiry":"2026-11-21","quantity":10}
        """, FROM, TO, "--fixings",
        Files.writeString(directory.resolve("f.csv"), "asset,date,price\nA,2026-11-21,103\n").toString());
    assertThat(outcome.status()).as(outcome.err()).isZero();
    SummaryFile summary = SummaryFile.read(directory.resolve("out/pnl.json"));
    assertThat(summary.number("currencies", 0, "paid")).isCloseTo(130, within(1e-9));
    double before = summary.number("currencies", 0, "valueBefore", "amount");
    assertThat(row("actual", "").amount()).isCloseTo(130 - before, within(1e-6));
    assertThat(row("fixings", "").amount()).isCloseTo(30, within(0.1));
  }

  @Test
  void aMissingFixingLeavesTheTradeOut() throws IOException {
    Outcome outcome = explain(EUROPEAN + """
        {"id":"P","type":"european","asset":"A","option":"call","strike":90,"expiry":"2026-11-21"}
        """, FROM, TO);
    assertThat(outcome.status()).isEqualTo(3);
    assertThat(Files.readString(directory.resolve("out/pnl.csv")))
        .contains("P,,,,,,failed,\"the fixing of A on 2026-11-21 is missing");
  }

  /** The same smile told by other numbers: what the change of the class does is a term, and nothing is unexplained. */
  @Test
  void aModelOfAnotherClassIsATermOfItsOwn() throws IOException {
    String merton = FROM.replace("{\"type\":\"black-scholes\",\"vol\":0.2}",
        "{\"type\":\"merton\",\"vol\":0.2,\"jumpIntensity\":0.5,\"jumpMean\":-0.1,\"jumpVol\":0.1}");
    Outcome outcome = explain(EUROPEAN, FROM, merton);
    assertThat(outcome.status()).as(outcome.err()).isZero();
    Row model = row("model", "");
    assertThat(model.amount()).isLessThan(-LARGEST_Z * model.error());
    assertThat(model.amount()).isCloseTo(row("actual", "").amount(), within(LARGEST_Z * row("actual", "").error()));
    assertThat(Math.abs(row("unexplained", "").amount())).isLessThan(LARGEST_Z * row("unexplained", "").error() + 1e-9);
    assertThat(SummaryFile.read(directory.resolve("out/pnl.json")).text("changedModels", 0)).isEqualTo("A");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "\"times\":[1,2],\"zeros\":[0.03,0.031]~\"zero\":0.03 | the markets differ in their risk factors: only",
      "\"times\":[0.5,1],\"vols\":[0.2,0.22]~\"times\":[0.5,2],\"vols\":[0.2,0.22] | has B.vol[1]; only",
      "\"B\"~\"C\" | the markets differ in their assets: only",
      "11-20~11-19 | valuationDate is 2026-11-19, must not be before that of"})
  void marketsThatDoNotBelongTogetherAreRefused(String change, String message) throws IOException {
    Outcome outcome = explain(EUROPEAN, FROM, FROM.replace(change.split("~", -1)[0], change.split("~", -1)[1]));
    assertThat(outcome.status()).isEqualTo(4);
    assertThat(outcome.err()).contains(message);
  }
}
