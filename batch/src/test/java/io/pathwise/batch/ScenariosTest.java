package io.pathwise.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.pathwise.batch.CommandLineRunner.Outcome;
import io.pathwise.batch.output.ScenariosCsv;
import io.pathwise.greeks.measure.Greek;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Scenario files, what they make of the market, and what is written. */
class ScenariosTest {
  private static final Path MARKET = Path.of("../examples/market.json");
  private static final String TRADES = """
      {"id":"A","type":"european","asset":"AAPL","option":"call","strike":100,"expiry":1,"quantity":-3}
      {"id":"S","type":"european","asset":"SAP","option":"call","strike":120,"expiry":1}
      """;

  @TempDir
  private Path directory;

  private Outcome risk(String scenarios, String measures) throws IOException {
    Path portfolio = Files.writeString(directory.resolve("p"), TRADES);
    Path file = Files.writeString(directory.resolve("s"), scenarios);
    return CommandLineRunner.run(FakeEngine.factory(), "risk", "--portfolio", portfolio.toString(), "--market",
        MARKET.toString(), "--out", directory.resolve("out").toString(), "--scenarios", file.toString(), "--measures",
        measures);
  }

  private String rows() throws IOException {
    return Files.readString(directory.resolve("out/scenarios.csv"));
  }

  /** The fake engine's delta is 2, and its values move by twice the spot. */
  @Test
  void profitsStandBesideWhatTheGreeksEstimate() throws IOException {
    Outcome outcome = risk("""
        {"id":"up","shifts":[{"type":"spot","asset":"AAPL","relative":0.1}]}

        {"id":"all","ladder":[-0.5,0.5],"shifts":[{"type":"spot","relative":1},{"type":"rate","absolute":0.01}]}
        """, "value,delta");
    assertThat(outcome.status()).as(outcome.err()).isZero();
    assertThat(rows()).isEqualTo("""
        tradeId,scenario,value,profit,standardError,taylorProfit,taylorOrder,paths,status,message
        A,up,-360.0,-60.0,0.375,-60.0,1,1024,ok,
        A,all[-0.5],0.0,300.0,0.375,,,1024,ok,
        A,all[0.5],-600.0,-300.0,0.375,,,1024,ok,
        S,up,120.0,0.0,0.0,0.0,2,1024,ok,
        S,all[-0.5],0.0,-120.0,0.125,,,1024,ok,
        S,all[0.5],240.0,120.0,0.125,,,1024,ok,
        """);
    assertThat(Files.readString(directory.resolve("out/summary.json"))).contains("\"scenario\" : \"all[0.5]\"");
  }

  /** Of the two trades in dollars only the one whose vol moves lacks a Greek. */
  @Test
  void tradesWithoutATaylorExpansionAreLeftOutOfTheDifference() throws IOException {
    Path portfolio = Files.writeString(directory.resolve("p"), TRADES + TRADES.lines().findFirst().orElseThrow()
        .replace("\"A\"", "\"M\"").replace("AAPL", "MSFT") + "\n");
    Path file = Files.writeString(directory.resolve("s"),
        """
            {"id":"up","shifts":[{"type":"spot","asset":"AAPL","relative":0.1},{"type":"vol","asset":"AAPL","absolute":0.1}]}
            """);
    Outcome outcome = CommandLineRunner.run(FakeEngine.factory(), "risk", "--portfolio", portfolio.toString(),
        "--market", MARKET.toString(), "--out", directory.resolve("out").toString(), "--scenarios", file.toString(),
        "--measures", "value,delta");
    assertThat(outcome.status()).as(outcome.err()).isZero();
    assertThat(Files.readString(directory.resolve("out/summary.json"))).containsSubsequence("\"currency\" : \"USD\"",
        "\"profit\" : -60.0", "\"taylorTrades\" : 1", "\"taylorProfit\" : 0.0", "\"unexplainedProfit\" : 0.0",
        "\"trades\" : 2");
  }

  @Test
  void theExamplesAreScenariosOfTheExampleMarket() throws IOException {
    Outcome outcome = risk(Files.readString(Path.of("../examples/scenarios.jsonl")), "value");
    assertThat(outcome.status()).as(outcome.err()).isZero();
    assertThat(rows().lines()).hasSize(1 + 2 * 9);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "{'id':'a','shifts':[{'type':'spott'}]} | :1:21: shifts[0].type is 'spott', must be spot, fx, vol, parameter, dividend, rate, correlation or roll",
      "{'id':'a','shifts':[{'type':'spot','asset':'X','relative':1}]} | asset",
      "{'id':'a','shifts':[{'type':'spot','absolute':1}]} | unknown field 'shifts[0].absolute'",
      "{'id':'a','shifts':[{'type':'spot','relative':-1}]} | scenario 'a': AAPL.spot moved by -100.0",
      "{'id':'a','shifts':[{'type':'vol','asset':'AAPL','absolute':-1}]} | scenario 'a': AAPL.vol moved by -1.0",
      "{'id':'a','shifts':[{'type':'rate','curve':'USD','pillar':7,'absolute':1}]} | shifts[0].pillar is 7, where USD has no pillar, pillars: [",
      "{'id':'a','shifts':[{'type':'correlation','a':'SAP','b':'ASML','absolute':1}]} | corr(SAP,ASML)",
      "{'id':'a','shifts':[{'type':'roll'}]} | :1:21: shifts[0].days is missing",
      "{'id':'a','shifts':[{'type':'roll','days':0}]} | :1:43: shifts[0].days is 0, must be a whole number from 1 to 36525",
      "{'id':'a','shifts':[{'type':'roll','days':1.5}]} | shifts[0].days is 1.5, must be a whole number from 1 to",
      "{'id':'a','shifts':[{'type':'roll','days':1,'asset':'AAPL'}]} | unknown field 'shifts[0].asset', allowed: type, days",
      "{'id':'a','ladder':[0.5],'shifts':[{'type':'roll','days':3}]} | :1:1: scenario 'a[0.5]': the days of type roll are 1.5 in all, must be a whole number from 1 to 36525",
      "{'id':'a','shifts':[{'type':'roll','days':36525},{'type':'roll','days':1}]} | are 36526 in all",
      "{'id':'a','shifts':[],'ladder':[1,1]} | id 'a[1.0]' is blank or not unique", "'' | holds no scenario"})
  void mistakesAreFoundBeforeAnythingIsComputed(String line, String message) throws IOException {
    Outcome outcome = risk(line.replace('\'', '"').replace("\"\"", ""), "value");
    assertThat(outcome.status()).isEqualTo(4);
    assertThat(outcome.err()).contains(message);
    assertThat(directory.resolve("out")).doesNotExist();
  }

  /** The engine's numbers: a day beside theta, and a digital that is paid on the way, whose value is gone. */
  @Test
  void daysThatPassStandBesideTheta() throws IOException {
    Path portfolio = Files.writeString(directory.resolve("p"), """
        {"id":"E","type":"european","asset":"AAPL","option":"call","strike":100,"expiry":1,"quantity":2}
        {"id":"D","type":"digital","asset":"AAPL","option":"call","strike":50,"expiry":"2026-11-23",\
        "payout":"cash","amount":7,"quantity":-2}
        {"id":"X","type":"european","asset":"AAPL","option":"call","strike":90,"expiry":"2026-11-20",\
        "pastFixings":[{"date":"2026-11-20","price":92}]}
        """);
    Path scenarios = Files.writeString(directory.resolve("s"), """
        {"id":"a day","shifts":[{"type":"roll","days":1}]}
        {"id":"days","ladder":[3,4],"shifts":[{"type":"roll","days":1}]}
        """);
    Outcome outcome = CommandLineRunner.run("risk", "--portfolio", portfolio.toString(), "--market",
        MARKET.toString(), "--out", directory.resolve("out").toString(), "--scenarios", scenarios.toString(),
        "--measures", "value,theta", "--paths", "4096");
    assertThat(outcome.status()).as(outcome.err()).isZero();
    List<String[]> rows = rows().lines().skip(1).map(row -> row.split(",", -1)).toList();
    assertThat(rows).extracting(row -> row[0] + " " + row[1]).containsExactly("E a day", "E days[3.0]", "E days[4.0]",
        "D a day", "D days[3.0]", "D days[4.0]", "X a day", "X days[3.0]", "X days[4.0]");
    assertThat(number(rows.get(0), 3)).isNegative().isCloseTo(number(rows.get(0), 5), withinPercentage(2));
    assertThat(number(rows.get(4), 2)).isEqualTo(-14);
    assertThat(number(rows.get(5), 2)).isCloseTo(0, within(1e-12));
    assertThat(number(rows.get(5), 3)).isEqualTo(number(rows.get(4), 3));
    assertThat(rows().lines().toList().get(6)).contains("fixed at today's forward prices: AAPL 2026-11-23 1",
        "payoff known; paid on 2026-11-23", "paid on the way and counted in the profit: -14.0");
    assertThat(number(rows.get(6), 3)).isZero();
    assertThat(number(rows.get(6), 2)).isZero();
  }

  /** Of the first trade few paths reach the strike, of the second none. */
  @Test
  void aProfitThatFewPathsCarrySaysSo() throws IOException {
    Path portfolio = Files.writeString(directory.resolve("p"), """
        {"id":"F","type":"european","asset":"AAPL","option":"call","strike":180,"expiry":1}
        {"id":"N","type":"european","asset":"AAPL","option":"call","strike":300,"expiry":1}
        {"id":"O","type":"european","asset":"AAPL","option":"call","strike":100,"expiry":1}
        """);
    Path scenarios = Files.writeString(directory.resolve("s"),
        "{\"id\":\"up\",\"shifts\":[{\"type\":\"spot\",\"relative\":0.01}]}");
    Outcome outcome = CommandLineRunner.run("risk", "--portfolio", portfolio.toString(), "--market",
        MARKET.toString(), "--out", directory.resolve("out").toString(), "--scenarios", scenarios.toString(),
        "--measures", "value", "--paths", "8192", "--policy", "structural");
    assertThat(outcome.status()).as(outcome.err()).isZero();
    List<String[]> rows = rows().lines().skip(1).map(row -> row.split(",", 10)).toList();
    assertThat(rows).extracting(row -> row[0] + " " + row[8]).containsExactly("F few-hits", "N no-hits", "O ok");
    assertThat(rows.get(0)[9]).contains("few paths carry it: effectively");
    assertThat(rows.get(1)[9]).contains("all 8192 paths gave the same");
    assertThat(number(rows.get(2), 4)).isPositive();
    assertThat(rows.get(2)[9]).isEmpty();
  }

  @Test
  void anErrorOfWhichNothingIsKnownIsAnEmptyCell() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ScenariosCsv csv = new ScenariosCsv(out);
    csv.row(new ScenariosCsv.Row("T", "up", 1, 0, Double.NaN, Double.NaN, 1, 256, Greek.Status.NO_HITS, "never met"));
    csv.flush();
    assertThat(out.toString(StandardCharsets.UTF_8)).endsWith("\nT,up,1.0,0.0,,,,256,no-hits,never met\n");
  }

  private static double number(String[] row, int column) {
    return Double.parseDouble(row[column]);
  }

  @Test
  void profitsNeedValues() throws IOException {
    Outcome outcome = risk("{\"id\":\"a\",\"shifts\":[]}", "delta");
    assertThat(outcome.status()).isEqualTo(2);
    assertThat(outcome.err()).contains("--scenarios needs the measure value");
  }
}
