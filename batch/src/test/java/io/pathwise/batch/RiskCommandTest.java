package io.pathwise.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.core.JsonFactory;
import io.pathwise.batch.CommandLineRunner.Outcome;
import io.pathwise.batch.input.MarketReader;
import io.pathwise.batch.output.Units;
import io.pathwise.greeks.measure.Greek;
import io.pathwise.greeks.measure.Greeks;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.RiskFactor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The risk command on an engine that simulates nothing: what is written, what happens to bad trades among good ones,
 * and that files appear whole or not at all.
 */
class RiskCommandTest {
  private static final String MARKET = """
      {"valuationDate": "2026-11-20", "curves": [{"id": "USD", "zero": 0.03}],
       "assets": [{"id": "AAPL", "curve": "USD", "spot": 100, "model": {"type": "black-scholes", "vol": 0.2}}]}
      """;
  private static final String HEADER = "tradeId,measure,factor,value,standardError,estimator,paths,status,message\n";

  @TempDir
  private Path directory;

  private Path market;
  private Path portfolio;
  private Path out;

  @BeforeEach
  void writeInputs() throws IOException {
    market = Files.writeString(directory.resolve("market.json"), MARKET);
    portfolio = directory.resolve("portfolio.jsonl");
    out = directory.resolve("out/of/here");
  }

  private static String trade(String id, double strike, String more) {
    return """
        {"id":"%s","type":"european","asset":"AAPL","option":"call","strike":%s,"expiry":1%s}
        """.formatted(id, strike, more);
  }

  private Outcome risk(String... more) {
    return CommandLineRunner.run(FakeEngine.factory(), call(more));
  }

  private String[] call(String... more) {
    List<String> call = new ArrayList<>(List.of("risk", "--portfolio", portfolio.toString(), "--market",
        market.toString(), "--out", out.toString()));
    call.addAll(List.of(more));
    return call.toArray(String[]::new);
  }

  private String results() throws IOException {
    return Files.readString(out.resolve("results.csv"));
  }

  private List<String> filesOut() {
    return Stream.of(Objects.requireNonNull(out.toFile().list())).sorted().toList();
  }

  @Test
  void rowsAreSortedByMeasureAndScaledByTheQuantity() throws IOException {
    Files.writeString(portfolio, trade("E1", 105, ",\"quantity\":-2") + trade("E0", 95, ""));
    Outcome outcome = risk("--measures", "delta,value");
    assertThat(outcome.status()).isZero();
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err()).startsWith("2 trades, 4 numbers in ");
    assertThat(results()).isEqualTo(HEADER + """
        E1,value,,-210.0,1.0,exact,1024,ok,
        E1,delta,AAPL.spot,-4.0,0.5,exact,1024,ok,
        E0,value,,95.0,0.5,exact,1024,ok,
        E0,delta,AAPL.spot,2.0,0.25,exact,1024,ok,
        """);
    assertThat(filesOut()).containsExactly("report.html", "results.csv", "summary.json");
  }

  @Test
  void desksReadTheirOwnUnits() {
    MarketData units = MarketReader.read(market);
    RiskFactor spot = new RiskFactor.Spot("AAPL");
    double price = units.asset("AAPL").spot();
    Map<Measure, Double> expected = Map.of(Measure.VALUE, 1.0, Measure.DELTA, 1.0, Measure.GAMMA, 0.01 * price,
        Measure.VEGA, 0.01, Measure.VOLGA, 0.01 * 0.01, Measure.RHO, 1e-4, Measure.THETA, 1 / 365.0, Measure.CHARM,
        1 / 365.0, Measure.VETA, 0.01 * (1 / 365.0));
    expected.forEach((measure, factor) -> {
      Greek plain = new Greek(measure, Collections.nCopies(measure.order(), spot), 3, 0.5, "exact", "", 256,
          Greek.Status.OK, "");
      Greeks greeks = new Greeks(List.of(plain), "fake", 0);
      Greek desk = Units.DESK.convert(greeks, units).numbers().getFirst();
      assertThat(desk.value()).as(measure.label()).isEqualTo(3 * factor);
      assertThat(desk.standardError()).isEqualTo(0.5 * factor);
      assertThat(Units.RAW.convert(greeks, units)).isEqualTo(greeks);
    });
  }

  @Test
  void badTradesAmongGoodOnesAreReportedAndTheGoodOnesPriced() throws IOException {
    Files.writeString(portfolio, trade("E1", 105, "") + "\n{\"id\":\"E2\" oops}\n" + trade("E3", -5, "")
        + trade("E1", 1, "") + "[]\n" + trade("E4", 104, ""));
    Outcome outcome = risk("--measures", "value");
    assertThat(outcome.status()).isEqualTo(3);
    assertThat(outcome.err()).contains("6 trades, 2 numbers", "4 trades failed");
    assertThat(results()).isEqualTo((HEADER + """
        E1,value,,105.0,0.5,exact,1024,ok,
        line 3,,,,,,0,failed,FILE:3:12: not valid JSON: Unexpected character ('o' (code 111)): was expecting comma to \
        separate Object entries
        E3,,,,,,0,failed,"FILE:4:70: strike is -5, must be a finite number >= 0"
        E1,,,,,,0,failed,"FILE:5:7: id 'E1' is not unique, it came first on line 1"
        line 6,,,,,,0,failed,"FILE:6:1: a trade is an array, must be an object"
        E4,value,,104.0,0.5,exact,1024,ok,
        """).replace("FILE", portfolio.toString()));
  }

  @Test
  void numbersThatFailStandBesideThoseThatDoNot() throws IOException {
    Files.writeString(portfolio, trade("E1", 105, ""));
    Outcome outcome = risk("--measures", "value,gamma");
    assertThat(outcome.status()).isEqualTo(3);
    assertThat(outcome.err()).contains("0 trades failed, 1 lack some of their numbers");
    assertThat(results()).isEqualTo(HEADER + """
        E1,value,,105.0,0.5,exact,1024,ok,
        E1,gamma,AAPL.spot,,,,0,failed,"no estimator, none at all"
        """);
  }

  @Test
  void aTradeTheEngineRefusesOrBreaksOnFailsAlone() throws IOException {
    Files.writeString(portfolio, trade("E1", 1, "") + trade("E2", 2, "") + trade("E3", 3, ""));
    Outcome outcome = CommandLineRunner.run(FakeEngine.factory(product -> {
      if (FakeEngine.strike(product) == 1) {
        throw new IllegalArgumentException("not this one");
      } else if (FakeEngine.strike(product) == 2) {
        throw new IllegalStateException("broken");
      }
    }), call("--measures", "value"));
    assertThat(outcome.status()).isEqualTo(3);
    assertThat(results()).isEqualTo(HEADER + """
        E1,,,,,,0,failed,%1$s:1:1: not this one
        E2,,,,,,0,failed,%1$s:2:1: internal error: java.lang.IllegalStateException: broken
        E3,value,,3.0,0.5,exact,1024,ok,
        """.formatted(portfolio));
  }

  @Test
  void summaryTellsWhatWasDone() throws IOException {
    Files.writeString(portfolio, trade("E1", 105, ",\"quantity\":-2") + trade("E0", 95, "") + "nonsense\n");
    risk("--measures", "value", "--target-error", "1%,0.5", "--seed", "7", "--threads", "3", "--antithetic",
        "--sampler", "sobol", "--randomisations", "40", "--ordering", "pca", "--control-variates", "off", "--estimator",
        "delta=bump");
    String summary = Files.readString(out.resolve("summary.json"));
    assertThat(summary).contains("\"relativeError\" : 0.01", "\"absoluteError\" : 0.5", "\"seed\" : 7",
        "\"threads\" : 3", "\"sampler\" : \"sobol\"", "\"randomisations\" : 40", "\"ordering\" : \"pca\"",
        "\"antithetic\" : true", "\"controlVariates\" : false", "\"delta\" : \"bump\"", "\"backend\" : \"fake\"",
        "\"trades\" : 3",
        "\"failedTrades\" : 1", "\"currency\" : \"USD\"", "\"value\" : -115.0", "\"standardError\" : 1.5",
        "\"standardErrorBound\" : 1.5",
        "\"tradeId\" : \"line 3\"");
    try (var parser = new JsonFactory().createParser(summary)) {
      while (parser.nextToken() != null) {
        assertThat(parser.currentToken()).isNotNull();
      }
    }
  }

  @Test
  void summaryAndResultsAreKnownToBelongTogetherByAHash() throws Exception {
    Files.writeString(portfolio, trade("E1", 105, ""));
    risk();
    byte[] hash = MessageDigest.getInstance("SHA-256")
        .digest(Files.readAllBytes(out.resolve("results.csv")));
    assertThat(Files.readString(out.resolve("summary.json"))).contains(HexFormat.of().formatHex(hash));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
      "{'valuationDate': '2026-11-20', 'curves': []                           | :1:45: not valid JSON",
      "{'valuationDate': '20.11.2026', 'curves': [], 'assets': []}            | :1:19: valuationDate is '20.11.2026', must be an ISO date",
      "{'valuationDate': '2026-11-20', 'curvs': [], 'assets': []}             | unknown field 'curvs' (did you mean 'curves'?), allowed: valuationDate, curves, assets, correlations"})
  void aMarketThatIsWrongStopsTheRun(String text, String message) throws IOException {
    Files.writeString(portfolio, trade("E1", 105, ""));
    Files.writeString(market, text.replace('\'', '"'));
    Outcome outcome = risk();
    assertThat(outcome.err()).startsWith("pathwise risk: " + market).contains(message);
    assertThat(outcome.status()).isEqualTo(4);
    assertThat(out).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource({"market", "portfolio"})
  void aMissingFileStopsTheRun(String which) throws IOException {
    Files.writeString(portfolio, trade("E1", 105, ""));
    Path missing = which.equals("market") ? market : portfolio;
    Files.delete(missing);
    Outcome outcome = risk();
    assertThat(outcome.err()).isEqualTo("pathwise risk: " + missing + ": no such file\n");
    assertThat(outcome.status()).isEqualTo(4);
  }

  @Test
  void aDirectoryIsNoPortfolio() throws IOException {
    Files.createDirectory(portfolio);
    assertThat(risk().err()).isEqualTo("pathwise risk: " + portfolio + ": is a directory, a file is needed\n");
  }

  @Test
  void aMissingBackendStopsTheRun() throws IOException {
    Files.writeString(portfolio, trade("E1", 105, ""));
    assertThat(risk("--backend", "cuda").status()).isEqualTo(5);
    assertThat(out).doesNotExist();
  }

  @Test
  void outputThatCannotBeWrittenIsNoticedBeforeAnythingIsComputed() throws IOException {
    Files.writeString(portfolio, trade("E1", 105, ""));
    List<String> evaluated = new ArrayList<>();
    Path file = Files.writeString(directory.resolve("file"), "");
    for (Path unwritable : List.of(file, file.resolve("below"))) {
      out = unwritable;
      Outcome outcome = CommandLineRunner.run(FakeEngine.factory(product -> evaluated.add("")), call());
      assertThat(outcome.err()).startsWith("pathwise risk: " + unwritable + ": cannot be written: ");
      assertThat(outcome.status()).isEqualTo(2);
    }
    out = directory.resolve("taken");
    Files.createDirectories(out.resolve("results.csv"));
    Outcome outcome = CommandLineRunner.run(FakeEngine.factory(product -> evaluated.add("")), call());
    assertThat(outcome.err()).contains("results.csv: cannot be written: it is a directory");
    assertThat(outcome.status()).isEqualTo(2);
    assertThat(evaluated).isEmpty();
  }

  @Test
  void aRunThatEndsInTheMiddleLeavesTheOldFilesAndNothingElse() throws IOException {
    Files.writeString(portfolio, trade("E1", 1, "") + trade("E2", 2, ""));
    assertThat(risk("--measures", "value").status()).isZero();
    String before = results();
    List<List<String>> seen = new ArrayList<>();
    assertThatThrownBy(() -> CommandLineRunner.run(FakeEngine.factory(product -> {
      if (FakeEngine.strike(product) == 2) {
        seen.add(filesOut());
        throw new AssertionError("the end");
      }
    }), call("--measures", "value"))).isInstanceOf(AssertionError.class).hasMessage("the end");
    assertThat(seen.getFirst()).as("files while computing").hasSize(6);
    assertThat(filesOut()).containsExactly("report.html", "results.csv", "summary.json");
    assertThat(results()).isEqualTo(before);
  }

  @Test
  void anEmptyPortfolioGivesEmptyResults() throws IOException {
    Files.writeString(portfolio, "\n\n");
    assertThat(risk().status()).isZero();
    assertThat(results()).isEqualTo(HEADER);
  }

  @Test
  void hundredThousandTradesNeedNoMemoryInProportion() throws IOException {
    int trades = 100_000;
    String padding = " ".repeat(400);
    try (var writer = Files.newBufferedWriter(portfolio)) {
      for (int i = 0; i < trades; i++) {
        writer.write(trade("trade-" + i, i, padding));
      }
    }
    assertThat(Files.size(portfolio)).isGreaterThan(45_000_000);
    List<Long> used = new ArrayList<>();
    Outcome outcome = CommandLineRunner.run(FakeEngine.factory(product -> {
      if (FakeEngine.strike(product) == 1000 || FakeEngine.strike(product) == trades - 1) {
        System.gc();
        used.add(Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
      }
    }), call("--measures", "value"));
    assertThat(outcome.status()).isZero();
    try (Stream<String> lines = Files.lines(out.resolve("results.csv"))) {
      assertThat(lines.count()).isEqualTo(trades + 1);
    }
    // 131072 · 2 slots of 20 bytes tell the ids apart; the trades themselves are 48 MB of text.
    assertThat((double) used.getLast() - used.getFirst()).isCloseTo(0, within(12e6));
  }
}
