package io.pathwise.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.pathwise.batch.CommandLineRunner.Outcome;
import io.pathwise.batch.input.MarketReader;
import io.pathwise.engine.cpu.CpuBackend;
import io.pathwise.greeks.GreeksEngine;
import io.pathwise.greeks.measure.Greek;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.greeks.policy.Policy;
import io.pathwise.greeks.policy.Settings;
import io.pathwise.pricing.product.European;
import io.pathwise.pricing.product.OptionType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * From the example files to results, with the engine that simulates: all products, all measures, and the same bytes
 * whatever computes them.
 */
class EndToEndTest {
  private static final Path MARKET = Path.of("../examples/market.json");
  private static final int PATHS = 8192;

  @TempDir
  private static Path directory;

  private static Path portfolio = MARKET;
  private static List<String> results = List.of();

  /** The examples, with fewer fixings where they have hundreds so that the reference backend is done in seconds. */
  @BeforeAll
  static void evaluateTheExamples() throws IOException {
    portfolio = Files.writeString(directory.resolve("portfolio.jsonl"),
        Files.readString(Path.of("../examples/portfolio.jsonl")).replace("\"fixings\":252", "\"fixings\":6"));
    results = risk(portfolio, "--backend", "cpu", "--threads", "1");
  }

  /** Without pilots, which would take most of the time of these runs. */
  private static List<String> risk(Path trades, String... more) throws IOException {
    return run(trades, Stream.concat(Stream.of("--policy", "structural"), Stream.of(more)).toArray(String[]::new));
  }

  private static List<String> run(Path trades, String... more) throws IOException {
    Path out = Files.createTempDirectory(directory, "out");
    String[] call = {"risk", "--portfolio", trades.toString(), "--market", MARKET.toString(), "--out", out.toString(),
        "--paths", Integer.toString(PATHS)};
    Outcome outcome = CommandLineRunner
        .run(Stream.concat(Stream.of(call), Stream.of(more)).toArray(String[]::new));
    assertThat(outcome.status()).as(outcome.err()).isZero();
    return Files.readAllLines(out.resolve("results.csv"));
  }

  @Test
  void everyUsualMeasureOfEveryTradeIsANumberWithAnErrorOrDoesNotApply() throws IOException {
    List<String> ids = Files.readAllLines(portfolio).stream().map(line -> line.split("\"", 5)[3]).toList();
    for (String id : ids) {
      List<String> rows = results.stream().filter(row -> row.startsWith(id + ",")).toList();
      assertThat(rows).as(id).extracting(row -> row.split(",", 3)[1]).hasSameElementsAs(
          Measure.usual().stream().map(Measure::label).toList());
      assertThat(rows).allMatch(row -> row.endsWith(",ok,") || row.contains(",not-applicable,"));
      assertThat(rows).noneMatch(row -> row.contains("NaN") || row.contains("Infinity"));
    }
    assertThat(results.stream().skip(1).map(row -> row.substring(0, row.indexOf(','))).distinct())
        .containsExactlyElementsOf(ids);
  }

  @Test
  void theBytesAreTheSameForAnyNumberOfThreads() throws IOException {
    assertThat(risk(portfolio, "--backend", "auto", "--threads", "2")).isEqualTo(results);
  }

  @Test
  void theBytesAreTheSameForTheReferenceBackend() throws IOException {
    assertThat(risk(portfolio, "--backend", "reference")).isEqualTo(results);
  }

  @Test
  void pilotsChooseTheSameForAnyNumberOfThreads() throws IOException {
    Path few = Files.write(directory.resolve("few.jsonl"), Files.readAllLines(portfolio).stream()
        .filter(line -> line.contains("\"D1\"") || line.contains("\"B1\"")).toList());
    List<String> one = run(few, "--threads", "1");
    assertThat(one).anyMatch(row -> row.contains(",conditional-"));
    assertThat(run(few, "--threads", "2")).isEqualTo(one);
  }

  @Test
  void anotherSeedGivesOtherNumbers() throws IOException {
    List<String> others = risk(portfolio, "--measures", "value", "--seed", "2");
    assertThat(others).hasSizeGreaterThan(10).filteredOn(row -> row.contains(",ok,"))
        .doesNotContainAnyElementsOf(results);
  }

  @Test
  void aTradesNumbersDoNotDependOnTheTradesBesideIt() throws IOException {
    List<String> lines = Files.readAllLines(portfolio).reversed();
    Path some = Files.write(directory.resolve("some.jsonl"), lines.subList(3, 6));
    List<String> rows = risk(some);
    assertThat(rows).hasSizeGreaterThan(30);
    assertThat(results).containsAll(rows);
  }

  @Test
  void theNumbersAreThoseOfTheLibraryTimesTheQuantity() {
    try (GreeksEngine engine = new GreeksEngine(new CpuBackend(), 1)) {
      Greek delta = engine.evaluate(European.of("AAPL", OptionType.CALL, 105, 1), MarketReader.read(MARKET),
          EnumSet.allOf(Measure.class), Settings.paths(PATHS).withPolicy(Policy.STRUCTURAL)).all(Measure.DELTA)
          .getFirst();
      assertThat(results).contains("E1,delta,AAPL.spot," + 10 * delta.value() + "," + 10 * delta.standardError() + ","
          + delta.estimator() + "," + PATHS + ",ok,");
    }
  }

  @Test
  void priceAndExplainWorkOnATradeOfThePortfolio() {
    String[] trade = {"--portfolio", portfolio.toString(), "--id", "B1", "--market", MARKET.toString()};
    Outcome price = CommandLineRunner
        .run(Stream.concat(Stream.of("price", "--paths", "512", "--backend", "cpu"), Stream.of(trade))
            .toArray(String[]::new));
    assertThat(price.status()).as(price.err()).isZero();
    assertThat(price.out()).contains("delta", "AAPL.spot", "8192 paths, seed 1, backend cpu");
    Outcome explain = CommandLineRunner
        .run(Stream.concat(Stream.of("explain", "--program"), Stream.of(trade)).toArray(String[]::new));
    assertThat(explain.status()).as(explain.err()).isZero();
    assertThat(explain.out()).contains("discontinuous", "sweep forward");
    assertThat(explain.out()).as("what it pays, in words").startsWith("At ");
  }

  @Test
  void anEstimatorThatDoesNotFitIsRefusedWithAReason() throws IOException {
    Path digital = Files.writeString(directory.resolve("digital.jsonl"), """
        {"id":"D","type":"digital","asset":"AAPL","option":"call","strike":105,"expiry":1,"payout":"cash"}
        """);
    Path out = directory.resolve("refused");
    Outcome outcome = CommandLineRunner.run("risk", "--portfolio", digital.toString(), "--market", MARKET.toString(),
        "--out", out.toString(), "--measures", "value,delta", "--paths", "256", "--estimator",
        "delta=pathwise-tangent");
    assertThat(outcome.status()).isEqualTo(3);
    assertThat(Files.readAllLines(out.resolve("results.csv")).getLast()).startsWith("D,delta,AAPL.spot,,,,0,failed,")
        .contains("pathwise-tangent is refused for delta: the payoff jumps at");
  }
}
