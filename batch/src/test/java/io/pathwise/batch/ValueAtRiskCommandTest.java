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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code var}: profits against closed forms, the tail, methods, and what is wrong with files. */
class ValueAtRiskCommandTest {
  private static final Path MARKET = Path.of("../examples/market.json");
  private static final String TRADES = """
      {"id":"A","type":"european","asset":"AAPL","option":"call","strike":105,"expiry":1,"quantity":-3}
      {"id":"M","type":"european","asset":"MSFT","option":"put","strike":50,"expiry":0.5,"quantity":4}
      """;
  private static final String HISTORY = """
      date,AAPL.spot,AAPL.vol,MSFT.spot,MSFT.vol[0.5],USD.zero
      2026-11-16,0.02,-0.01,0.01,0.002,0.0005
      2026-11-17,-0.03,0.02,-0.02,0.004,-0.0005
      2026-11-18,0.01,0,-0.01,,0.0001
      2026-11-19,-0.01,0.005,0.03,-0.01,0
      """;
  private static final double LARGEST_Z = 4.5;

  @TempDir
  private Path directory;

  private Outcome var(String trades, String history, String... more) throws IOException {
    Path portfolio = Files.writeString(directory.resolve("p"), trades);
    Path shifts = Files.writeString(directory.resolve("h.csv"), history);
    return CommandLineRunner.run(Stream.concat(Stream.of("var", "--portfolio", portfolio.toString(), "--market",
        MARKET.toString(), "--shifts", shifts.toString(), "--out", directory.resolve("out").toString(),
        "--confidence", "0.75"), Stream.of(more)).toArray(String[]::new));
  }

  private record Row(String scenario, double profit, double error) {}

  private List<Row> rows() throws IOException {
    return Files.readAllLines(directory.resolve("out/var.csv")).stream().skip(1).map(line -> line.split(",", -1))
        .map(cells -> new Row(cells[0], Double.parseDouble(cells[2]), Double.parseDouble(cells[3]))).toList();
  }

  private SummaryFile summary() throws IOException {
    return SummaryFile.read(directory.resolve("out/var.json"));
  }

  private static double value(MarketData market) {
    return -3 * AnalyticPrice.of(market, new European("AAPL", OptionType.CALL, 105, 1, 1)).orElseThrow().value()
        + 4 * AnalyticPrice.of(market, new European("MSFT", OptionType.PUT, 50, 0.5, 1)).orElseThrow().value();
  }

  /** Closed-form profits of the history's days, all moves multiplied. */
  private static List<Double> exact(double times) {
    MarketData market = MarketReader.read(MARKET);
    double[][] moves = {{0.02, -0.01, 0.01, 0.002, 0.0005}, {-0.03, 0.02, -0.02, 0.004, -0.0005},
        {0.01, 0, -0.01, 0, 0.0001}, {-0.01, 0.005, 0.03, -0.01, 0}};
    List<Double> profits = new ArrayList<>();
    for (double[] day : moves) {
      SequencedMap<RiskFactor, Double> shifts = new LinkedHashMap<>();
      shifts.put(new RiskFactor.Spot("AAPL"), times * day[0] * 100);
      shifts.put(new RiskFactor.Vol("AAPL"), times * day[1]);
      shifts.put(new RiskFactor.Spot("MSFT"), times * day[2] * 50);
      shifts.put(new RiskFactor.VolPillar("MSFT", 0.5), times * day[3]);
      shifts.put(new RiskFactor.Zero("USD"), times * day[4]);
      profits.add(value(market.shifted(shifts)) - value(market));
    }
    return profits;
  }

  /** With the structural policy values are simulated; otherwise European options are exact. */
  @ParameterizedTest
  @CsvSource({"structural", "auto"})
  void profitsAreThoseOfClosedForms(String policy) throws IOException {
    Outcome outcome = var(TRADES, HISTORY, "--policy", policy);
    assertThat(outcome.status()).as(outcome.err()).isZero();
    List<Double> exact = exact(1);
    for (int i = 0; i < exact.size(); i++) {
      assertThat(rows().get(i).profit()).isCloseTo(exact.get(i), within(LARGEST_Z * rows().get(i).error() + 1e-9));
    }
    // The wrong sign of a profit would be noticed.
    assertThat(rows().get(1).profit()).isNotCloseTo(-exact.get(1), within(LARGEST_Z * rows().get(1).error() + 1e-9));
  }

  @Test
  void theTailIsMadeOfTheRows() throws IOException {
    Outcome outcome = var(TRADES, HISTORY);
    assertThat(outcome.status()).as(outcome.err()).isZero();
    double[] losses = rows().stream().mapToDouble(row -> -row.profit()).sorted().toArray();
    assertThat(summary().number("currencies", 0, "valueAtRisk", "value")).isEqualTo(losses[2]);
    assertThat(summary().number("currencies", 0, "expectedShortfall", "value")).isCloseTo(losses[3], within(1e-9));
    assertThat(summary().number("currencies", 0, "valueAtRisk", "samplingError")).isPositive();
    double contributions = Files.readAllLines(directory.resolve("out/contributions.csv")).stream().skip(1)
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(',') + 1))).sum();
    assertThat(contributions).isCloseTo(losses[3], within(1e-9));
    assertThat(Files.readString(directory.resolve("out/var.html"))).contains("expected shortfall");
    assertThat(outcome.out()).startsWith("USD: value at risk ");
  }

  private static String scaled(double times) {
    StringBuilder history = new StringBuilder(HISTORY.lines().findFirst().orElseThrow()).append('\n');
    HISTORY.lines().skip(1).forEach(line -> {
      String[] cells = line.split(",", -1);
      history.append(cells[0]);
      Stream.of(cells).skip(1).forEach(cell -> history.append(',')
          .append(cell.isEmpty() ? "" : Double.toString(times * Double.parseDouble(cell))));
      history.append('\n');
    });
    return history.toString();
  }

  /** Of small moves only terms of third order are missing; of large ones they are seen. */
  @Test
  void deltaGammaIsRightForSmallMoves() throws IOException {
    assertThat(var(TRADES, scaled(0.1), "--method", "delta-gamma").status()).isZero();
    List<Row> small = rows();
    assertThat(var(TRADES, scaled(5), "--method", "delta-gamma").status()).isZero();
    List<Row> large = rows();
    List<Double> smallExact = exact(0.1);
    List<Double> largeExact = exact(5);
    for (int i = 0; i < small.size(); i++) {
      assertThat(small.get(i).profit()).isCloseTo(smallExact.get(i), within(LARGEST_Z * small.get(i).error() + 2e-3));
    }
    assertThat(large.get(1).profit()).isNotCloseTo(largeExact.get(1), within(LARGEST_Z * large.get(1).error() + 2e-3));
  }

  @Test
  void namedScenariosAreNoSample() throws IOException {
    Path portfolio = Files.writeString(directory.resolve("p"), TRADES);
    List<String> arguments = List.of("var", "--portfolio", portfolio.toString(), "--market", MARKET.toString(),
        "--shifts", "../examples/scenarios.jsonl", "--out", directory.resolve("out").toString());
    Outcome outcome = CommandLineRunner.run(FakeEngine.factory(), arguments.toArray(String[]::new));
    assertThat(outcome.status()).as(outcome.err()).isZero();
    assertThat(summary().has("currencies", 0, "valueAtRisk", "samplingError")).isFalse();
    assertThat(summary().text("currencies", 0, "valueAtRisk", "scenario")).isNotEmpty();
    Outcome aged = CommandLineRunner.run(FakeEngine.factory(),
        Stream.concat(arguments.stream(), Stream.of("--decay", "0.9")).toArray(String[]::new));
    assertThat(aged.status()).isEqualTo(2);
    assertThat(aged.err()).contains("--decay needs a history in --shifts (*.csv)");
  }

  @Test
  void aTradeThatFailsIsLeftOutAndNamed() throws IOException {
    Outcome outcome = var(TRADES + "{\"id\":\"X\",\"type\":\"european\",\"asset\":\"AAPL\"}\n", HISTORY);
    assertThat(outcome.status()).isEqualTo(3);
    assertThat(summary().text("failures", 0, "tradeId")).isEqualTo("X");
    assertThat(summary().number("currencies", 0, "trades")).isEqualTo(2);
  }

  /** Without a delta nothing is known of a spot that moves. */
  @Test
  void deltaGammaNamesTheDerivativeThatIsMissing() throws IOException {
    Outcome outcome = var(TRADES, HISTORY, "--method", "delta-gamma", "--measures", "value,vega,bucketedVega,rho");
    assertThat(outcome.status()).isEqualTo(3);
    assertThat(summary().text("failures", 0, "message")).contains("no derivative by AAPL.spot");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "date,AAPL.price\\n2026-11-16,1\\n | h.csv:1:AAPL.price: unknown column 'AAPL.price'",
      "date,AAPL.spot\\n2026-11-16,x\\n | h.csv:2:AAPL.spot",
      "date,AAPL.spot\\n2026-11-16,-1\\n | h.csv:2:1: scenario '2026-11-16': AAPL.spot moved by -100.0",
      "date,AAPL.spot\\na,0\\na,0\\n | h.csv:3:date: date 'a' is not unique",
      "date,AAPL.spot,weight\\n2026-11-16,0,0\\n | h.csv:2:weight: weight is 0, must be a finite number > 0",
      "date,AAPL.spot,weight\\n2026-11-16,0,-1\\n | h.csv:2:weight: weight is -1",
      "date,AAPL.spot\\n | h.csv: holds no scenario"})
  void saysWhatIsWrongWithAHistory(String history, String message) throws IOException {
    Outcome outcome = var(TRADES, history.replace("\\n", "\n"));
    assertThat(outcome.status()).isEqualTo(4);
    assertThat(outcome.err()).contains(message);
  }

  /** Weights 8, 4, 2 and 1 of 15, the last day the youngest: by their place, and by their dates alone. */
  @Test
  void weightsByAgeAreThoseOfTheColumn() throws IOException {
    List<String> lines = HISTORY.lines().toList();
    StringBuilder column = new StringBuilder(lines.getFirst()).append(",weight\n");
    for (int i = 1; i < lines.size(); i++) {
      column.append(lines.get(i)).append(',').append(1 << i).append('\n');
    }
    assertThat(var(TRADES, column.toString()).status()).isZero();
    List<String> given = Files.readAllLines(directory.resolve("out/var.csv"));
    double shortfall = summary().number("currencies", 0, "expectedShortfall", "value");
    assertThat(summary().number("effectiveScenarios")).isCloseTo(15 * 15 / 85.0, within(1e-12));
    Outcome outcome = var(TRADES, HISTORY, "--decay", "0.5");
    assertThat(outcome.out()).contains("the sample of 4, which counts as 3, leaves");
    assertThat(Files.readAllLines(directory.resolve("out/var.csv"))).isEqualTo(given);
    assertThat(given.getLast()).endsWith("," + 8 / 15.0);
    assertThat(var(TRADES, HISTORY).status()).isZero();
    assertThat(summary().number("currencies", 0, "expectedShortfall", "value")).isNotCloseTo(shortfall, within(1e-3));
    String backwards = lines.getFirst() + "\n" + String.join("\n", lines.subList(1, lines.size()).reversed()) + "\n";
    assertThat(var(TRADES, backwards, "--decay", "0.5").status()).isZero();
    assertThat(summary().number("currencies", 0, "expectedShortfall", "value")).isCloseTo(shortfall, within(1e-9));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "date,AAPL.spot\\n2026-11-16,0\\n17 Nov,0.01\\n | h.csv:3:date: date is '17 Nov', with --decay it must be an ISO date",
      "date,AAPL.spot,weight\\n2026-11-16,0,2\\n | h.csv:2:date: scenario '2026-11-16' has a weight, which --decay excludes"})
  void saysWhatHasNoAge(String history, String message) throws IOException {
    Outcome outcome = var(TRADES, history.replace("\\n", "\n"), "--decay", "0.98");
    assertThat(outcome.status()).isEqualTo(4);
    assertThat(outcome.err()).contains(message);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"--confidence 1 | --confidence is 1.0, must be above 0 and below 1",
      "--method taylor | --method is 'taylor', allowed: full, delta-gamma",
      "--decay 1 | --decay is 1.0, must be above 0 and below 1",
      "--measures delta | --measures needs --method delta-gamma"})
  void refusesWrongOptions(String options, String message) throws IOException {
    Path portfolio = Files.writeString(directory.resolve("p"), TRADES);
    Outcome outcome = CommandLineRunner.run(Stream.concat(Stream.of("var", "--portfolio", portfolio.toString(),
        "--market", MARKET.toString(), "--shifts", "h.csv", "--out", directory.toString()),
        Stream.of(options.split(" ", -1))).toArray(String[]::new));
    assertThat(outcome.status()).isEqualTo(2);
    assertThat(outcome.err()).contains(message);
  }
}
