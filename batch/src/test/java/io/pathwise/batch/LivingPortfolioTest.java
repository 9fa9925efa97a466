package io.pathwise.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pathwise.batch.CommandLineRunner.Outcome;
import io.pathwise.batch.input.FixingsReader;
import io.pathwise.batch.input.JsonText;
import io.pathwise.batch.input.TradeReader;
import io.pathwise.engine.cpu.CpuBackend;
import io.pathwise.greeks.GreeksEngine;
import io.pathwise.greeks.measure.Greek;
import io.pathwise.greeks.measure.Greeks;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.greeks.policy.Policy;
import io.pathwise.greeks.policy.Settings;
import io.pathwise.pricing.contract.Fixings;
import io.pathwise.pricing.market.Asset;
import io.pathwise.pricing.market.Correlations;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.ZeroCurve;
import io.pathwise.pricing.product.Trade;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The same lines of a portfolio from night to night, beyond their expiry. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LivingPortfolioTest {
  private static final double LARGEST_Z = 4.5;
  private static final double CURVATURE = 0.02;
  private static final String OPTION = ",\"start\":\"2026-01-05\",\"expiry\":\"2027-01-05\",\"option\":\"call\"";
  private static final String ON_A = ",\"asset\":\"A\"" + OPTION;

  /** None of the prices is near a level, so that a day more or less changes little. */
  private static final List<String> LINES = List.of(
      "{\"id\":\"european\",\"type\":\"european\",\"strike\":100" + ON_A + "}",
      "{\"id\":\"digital\",\"type\":\"digital\",\"strike\":100,\"payout\":\"cash\",\"amount\":10" + ON_A + "}",
      "{\"id\":\"asian\",\"type\":\"asian\",\"strike\":100,\"average\":\"arithmetic\",\"fixings\":4" + ON_A + "}",
      "{\"id\":\"geometric\",\"type\":\"asian\",\"strike\":100,\"average\":\"geometric\",\"fixings\":4" + ON_A + "}",
      "{\"id\":\"out\",\"type\":\"barrier\",\"strike\":90,\"barrier\":125,\"kind\":\"up-and-out\",\"monitoring\":4"
          + ON_A + "}",
      "{\"id\":\"in\",\"type\":\"barrier\",\"strike\":90,\"barrier\":84,\"kind\":\"down-and-in\",\"monitoring\":4,"
          + "\"rebate\":3" + ON_A + "}",
      "{\"id\":\"basket\",\"type\":\"basket\",\"strike\":90,\"assets\":[\"A\",\"B\"],\"weights\":[1,2],"
          + "\"aggregate\":\"worst-of\",\"fixings\":4" + OPTION + "}",
      "{\"id\":\"note\",\"type\":\"autocallable\",\"assets\":[\"A\",\"B\"],\"initialFixings\":[100,48],\"nominal\":100,"
          + "\"coupon\":5,\"couponBarrier\":0.8,\"autocallBarrier\":1.2,\"protectionBarrier\":0.7,"
          + "\"observations\":4,\"start\":\"2026-01-05\",\"expiry\":\"2027-01-05\"}");

  private static final String FIXINGS = """
      asset,date,price
      A,2026-04-06,104
      B,2026-04-06,50
      A,2026-07-07,95
      B,2026-07-07,47
      A,2026-10-06,108
      B,2026-10-06,46
      A,2027-01-05,111
      B,2027-01-05,52
      """;

  private final GreeksEngine engine = new GreeksEngine(new CpuBackend(), 2);
  private Fixings fixings = Fixings.NONE;

  @TempDir
  private Path directory = Path.of("");

  @BeforeAll
  void readFixings(@TempDir Path shared) throws IOException {
    fixings = FixingsReader.read(Files.writeString(shared.resolve("fixings.csv"), FIXINGS));
  }

  @AfterAll
  void close() {
    engine.close();
  }

  private static MarketData market(LocalDate date, double a, double b) {
    return MarketData.of(date, List.of(ZeroCurve.flat("EUR", 0.02)),
        List.of(Asset.blackScholes("A", "EUR", a, 0.01, 0.2), Asset.blackScholes("B", "EUR", b, 0, 0.25)),
        Correlations.of("A", "B", 0.4));
  }

  private static Trade trade(String line, MarketData market, Fixings known) {
    return new TradeReader(market, known).trade(JsonText.parse("p", 0, line));
  }

  private Greeks numbers(String line, MarketData market, Fixings known) {
    return engine.evaluate(trade(line, market, known).product(), market, EnumSet.of(Measure.VALUE, Measure.THETA),
        Settings.paths(5_000).withPolicy(Policy.STRUCTURAL));
  }

  /** How far the value of a day is from that of the day before and its theta, and what may be expected of that. */
  private double jump(String line, LocalDate date, Fixings known) {
    MarketData today = market(date, fixings.price("A", date), fixings.price("B", date));
    MarketData yesterday = market(date.minusDays(1), fixings.price("A", date), fixings.price("B", date));
    Greek after = numbers(line, today, known).get(Measure.VALUE);
    Greeks before = numbers(line, yesterday, known);
    Greek value = before.get(Measure.VALUE);
    Greek theta = before.all(Measure.THETA).getFirst();
    double difference = after.value() - value.value() - theta.value() / 365;
    double noise = Math.hypot(Math.hypot(after.standardError(), value.standardError()), theta.standardError() / 365);
    return Math.abs(difference) / (LARGEST_Z * noise + CURVATURE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2026-04-06", "2026-07-07", "2026-10-06", "2027-01-05"})
  void aFixingMakesNoJump(LocalDate date) {
    for (String line : LINES) {
      assertThat(jump(line, date, fixings)).as(line).isLessThan(1);
    }
    Fixings wrong = (asset, day) -> day.equals(date)
        ? OptionalDouble.of(1.05 * fixings.price(asset, day))
        : fixings.find(asset, day);
    assertThat(jump(LINES.get(2), date, wrong)).as("a wrong fixing").isGreaterThan(1);
  }

  private String left(String id, LocalDate date, double spot) {
    String line = LINES.stream().filter(text -> text.contains('"' + id + '"')).findFirst().orElseThrow();
    MarketData market = market(date, spot, 50);
    Trade trade = trade(line, market, fixings);
    Greek value = numbers(line, market, fixings).get(Measure.VALUE);
    assertThat(value.standardError()).isZero();
    return value.value() + " " + trade.remark();
  }

  @Test
  void atExpiryThePayoffIsExactWhateverTheSpot() {
    LocalDate expiry = LocalDate.of(2027, 1, 5);
    String paid = " payoff known; paid on 2027-01-05";
    assertThat(left("european", expiry, 70)).isEqualTo("11.0" + paid);
    assertThat(left("digital", expiry, 70)).isEqualTo("10.0" + paid);
    assertThat(left("asian", expiry, 70)).isEqualTo("4.5" + paid);
    assertThat(left("out", expiry, 70)).isEqualTo("21.0" + paid);
    assertThat(left("in", expiry, 70)).isEqualTo("3.0" + paid);
    assertThat(left("basket", expiry, 70)).isEqualTo("7.5" + paid);
    assertThat(left("note", expiry, 70)).isEqualTo("105.0 redeemed on 2027-01-05");
  }

  @Test
  void afterExpiryNothingIsLeft() {
    for (String id : List.of("european", "digital", "asian", "geometric", "out", "in", "basket", "note")) {
      assertThat(left(id, LocalDate.of(2027, 1, 6), 100)).isEqualTo("0.0 expired on 2027-01-05");
    }
  }

  @Test
  void theScheduleStaysWhereItIs() {
    Trade first = trade(LINES.get(2), market(LocalDate.of(2026, 2, 1), 100, 50), fixings);
    Trade later = trade(LINES.get(2), market(LocalDate.of(2026, 3, 13), 100, 50), fixings);
    List<Double> times = later.product().observationTimes();
    for (int i = 0; i < times.size(); i++) {
      assertThat(first.product().observationTimes().get(i) - times.get(i))
          .isCloseTo(40.0 / 365, within(1e-15));
    }
  }

  private Outcome risk(Path fixingsFile, String... more) {
    String[] always = {"risk", "--portfolio", "../examples/living.jsonl", "--market", "../examples/market.json",
        "--fixings", fixingsFile.toString(), "--out", directory.resolve("out").toString(), "--paths", "512", "--policy",
        "structural", "--measures", "value,delta,rho"};
    return CommandLineRunner.run(
        Stream.concat(Arrays.stream(always), Arrays.stream(more))
            .toArray(String[]::new));
  }

  @Test
  void theExampleRunsAndSaysWhatHasBecomeOfItsTrades() throws IOException {
    Outcome outcome = risk(Path.of("../examples/fixings.csv"), "--scenarios", "../examples/scenarios.jsonl");
    assertThat(outcome.status()).as(outcome.err()).isZero();
    assertThat(Files.readString(directory.resolve("out/results.csv"))).contains(
        "knocked out,value,,0.0,0.0,exact,0,ok,knocked out on 2026-10-16\n",
        "note redeemed,delta,AAPL.spot,0.0,0.0,exact,0,ok,redeemed on 2026-09-18\n",
        "expires today,value,,22.5,0.0,exact,0,ok,payoff known; paid on 2026-11-20\n",
        "expired,rho,USD.zero,0.0,0.0,exact,0,ok,expired on 2026-10-16\n");
  }

  /** The cache knows a trade by the days to which its dates have moved, not by those that are written. */
  @Test
  void aCacheTellsBusinessDaysApart() throws IOException {
    Path portfolio = directory.resolve("days.jsonl");
    String line = "{\"id\":\"1\",\"type\":\"european\",\"asset\":\"AAPL\",\"option\":\"call\",\"strike\":100,"
        + "\"expiry\":\"%s\"%s}";
    List<String> results = new ArrayList<>();
    for (String written : List.of(line.formatted("2027-07-31", ""),
        line.formatted("2027-07-31", ",\"calendar\":\"USNY\""),
        line.formatted("2027-07-31", ",\"calendar\":\"USNY\",\"businessDayConvention\":\"preceding\""),
        line.formatted("2027-08-02", ""), line.formatted("2027-07-30", ""))) {
      Files.writeString(portfolio, written);
      Outcome outcome = CommandLineRunner.run("risk", "--portfolio", portfolio.toString(), "--market",
          "../examples/market.json", "--out", directory.resolve("days").toString(), "--paths", "512", "--measures",
          "value", "--cache", directory.resolve("cache").toString());
      assertThat(outcome.status()).as(outcome.err()).isZero();
      results.add(Files.readString(directory.resolve("days/results.csv")));
    }
    assertThat(Set.copyOf(results)).hasSize(3);
    assertThat(results.get(1)).isEqualTo(results.get(3));
    assertThat(results.get(2)).isEqualTo(results.get(4));
  }

  @Test
  void aMissingFixingFailsItsTradeOnly() throws IOException {
    Path without = Files.writeString(directory.resolve("without.csv"), Files.readString(
        Path.of("../examples/fixings.csv")).replace("AAPL,2026-11-19,100.6\n", ""));
    assertThat(risk(without).status()).isEqualTo(3);
    assertThat(Files.readString(directory.resolve("out/results.csv"))).contains(
        "asian half averaged,,,,,,0,failed,\"../examples/living.jsonl:1:1: the fixing of AAPL on 2026-11-19 is missing",
        "lives on,value,,");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "asset,day,price       | f.csv:1:day: unknown column 'day', allowed: asset, date, price",
      "asset,date,price,price | f.csv:1:price: column 'price' is given twice",
      "\"asset,date,price    | f.csv:1:1: not valid CSV: a quote is opened and not closed on this line"})
  void aTableOfFixingsWithAWrongHeaderIsRefused(String header, String message) throws IOException {
    Outcome outcome = risk(Files.writeString(directory.resolve("f.csv"), header + "\n"));
    assertThat(outcome.status()).isEqualTo(4);
    assertThat(outcome.err()).contains(message);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "AAPL,2026-11-31,100.6 | f.csv:2:date: date is '2026-11-31', must be an ISO date",
      "AAPL,+999999999-12-31,1 | f.csv:2:date: date is '+999999999-12-31', must be a date from 0001-01-01 to 9999-12-31",
      "AAPL,2026-11-19,0     | f.csv:2:price: price is 0, must be a finite number > 0",
      "AAPL,2026-11-19,1e999 | f.csv:2:price: price is 1e999, which overflows: numbers go up to 1.8e308",
      "AAPL,2026-11-19,x     | f.csv:2:price: price is 'x', must be a number",
      "AAPL,2026-11-19       | f.csv:2:1: the row has 2 cells, but there are 3 columns",
      "AAPL,2026-11-19,      | f.csv:2:1: price is missing",
      "AAPL,2026-11-19,\"100.6 | f.csv:2:1: not valid CSV: a quote is opened and not closed on this line",
      "AAPL,2026-11-19,100\u00ff | f.csv:2:20: not UTF-8 text: the byte 0xFF cannot stand here"})
  void aFixingThatCannotBeUsedFailsTheTradesThatNeedItOnly(String line, String message) throws IOException {
    String fixings = Files.readString(Path.of("../examples/fixings.csv")).replace("AAPL,2026-11-19,100.6\n", "")
        .replaceFirst("\n", "\n" + line + "\n");
    Path file = Files.writeString(directory.resolve("f.csv"), fixings, StandardCharsets.ISO_8859_1);
    assertThat(risk(file).status()).isEqualTo(3);
    List<String> rows = Files.readAllLines(directory.resolve("out/results.csv"));
    assertThat(rows).filteredOn(row -> row.startsWith("asian half averaged,")).hasSize(1)
        .first(InstanceOfAssertFactories.STRING)
        .contains(
            "the fixing of AAPL on 2026-11-19 is missing; lines of " + file + " that cannot be used: 1, the first: ")
        .contains(message);
    risk(Path.of("../examples/fixings.csv"));
    List<String> expected = Files.readAllLines(directory.resolve("out/results.csv"));
    assertThat(rows).containsAll(
        expected.stream().filter(row -> row.startsWith("lives on,") || row.startsWith("expired,")).toList());
  }

  @Test
  void ofTwoPricesOfADayNeitherCounts() throws IOException {
    Path file = Files.writeString(directory.resolve("f.csv"),
        Files.readString(Path.of("../examples/fixings.csv")) + "AAPL,2026-11-19,100.6\nAAPL,2026-11-19,100.7\n");
    assertThat(risk(file).status()).isEqualTo(3);
    assertThat(Files.readString(directory.resolve("out/results.csv"))).contains(
        "date: a second fixing of AAPL on 2026-11-19, 100.7 after 100.6, so that neither counts", "lives on,value,,");
  }
}
