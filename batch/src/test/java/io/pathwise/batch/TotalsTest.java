package io.pathwise.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pathwise.batch.CommandLineRunner.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The standard errors of totals in {@code summary.json}, with the engine that simulates. */
class TotalsTest {
  private static final Pattern TOTAL = Pattern.compile("\"(?:value|profit)\" : (\\S+),\\s*\"standardError\" : (\\S+),"
      + "\\s*\"standardErrorBound\" : (\\S+),");
  private static final String BOOK = trade("C", "call", 100, 10) + trade("P", "put", 100, -10)
      + trade("D", "call", 90, 4);

  @TempDir
  private Path directory;

  private record Total(double value, double standardError, double bound) {}

  private static String trade(String id, String option, double strike, double quantity) {
    return """
        {"id":"%s","type":"european","asset":"AAPL","option":"%s","strike":%s,"expiry":1,"quantity":%s}
        """.formatted(id, option, strike, quantity);
  }

  private List<Total> run(String book, String... more) throws IOException {
    Path portfolio = Files.writeString(directory.resolve("portfolio.jsonl"), book);
    List<String> call = new ArrayList<>(List.of("risk", "--portfolio", portfolio.toString(), "--market",
        "../examples/market.json", "--out", directory.resolve("out").toString(), "--policy", "structural",
        "--control-variates", "off"));
    call.addAll(List.of(more));
    Outcome outcome = CommandLineRunner.run(call.toArray(String[]::new));
    assertThat(outcome.status()).as(outcome.err()).isZero();
    return TOTAL.matcher(Files.readString(directory.resolve("out/summary.json"))).results().map(TotalsTest::total)
        .toList();
  }

  private static Total total(MatchResult found) {
    return new Total(Double.parseDouble(found.group(1)), Double.parseDouble(found.group(2)),
        Double.parseDouble(found.group(3)));
  }

  @Test
  void tradesThatHedgeEachOtherHaveASmallError() throws IOException {
    List<Total> totals = run(BOOK, "--measures", "value,delta", "--paths", "20000", "--estimator", "delta=bump");
    assertThat(totals).hasSize(2).allMatch(total -> 0 < total.standardError() && total.standardError() < total.bound());
    List<Total> closed = run(trade("A", "call", 100, 3) + trade("B", "call", 100, -3), "--measures", "value,vega",
        "--paths", "512");
    assertThat(closed).allMatch(total -> total.value() == 0 && total.standardError() == 0 && total.bound() > 0);
    List<Total> one = run(trade("A", "call", 100, -3), "--measures", "value", "--paths", "40000");
    assertThat(one.getFirst().standardError()).isCloseTo(one.getFirst().bound(),
        within(1e-12 * one.getFirst().bound()));
  }

  @Test
  void coldWarmAndExtendedRunsOnAnyThreadsGiveTheSameBits() throws IOException {
    String[] shorter = {"--measures", "value,vega", "--paths", "20000"};
    String[] longer = {"--measures", "value,vega", "--paths", "50000", "--threads", "1"};
    List<Total> freshShorter = run(BOOK, shorter);
    List<Total> freshLonger = run(BOOK, longer);
    String[] cache = {"--cache", directory.resolve("cache").toString(), "--cache-size", "8"};
    assertThat(run(BOOK, with(shorter, cache))).isEqualTo(freshShorter);
    assertThat(run(BOOK, with(shorter, cache))).isEqualTo(freshShorter);
    assertThat(run(BOOK, with(longer, cache))).isEqualTo(freshLonger);
    assertThat(freshLonger).isNotEqualTo(freshShorter);
  }

  @Test
  void unitsAndScenariosHaveErrorsOfTotalsToo() throws IOException {
    Path scenarios = Files.writeString(directory.resolve("scenarios.jsonl"), """
        {"id":"up","shifts":[{"type":"spot","relative":0.1}]}
        """);
    List<Total> raw = run(BOOK, "--measures", "value,vega", "--paths", "5000", "--scenarios", scenarios.toString());
    List<Total> desk = run(BOOK, "--measures", "value,vega", "--paths", "5000", "--units", "desk");
    assertThat(raw).hasSize(3);
    assertThat(desk.getFirst()).isEqualTo(raw.getFirst());
    assertThat(desk.get(1).standardError()).isCloseTo(0.01 * raw.get(1).standardError(), within(1e-9));
    assertThat(desk.get(1).bound()).isCloseTo(0.01 * raw.get(1).bound(), within(1e-9));
    assertThat(raw.getLast().standardError()).isPositive().isLessThan(raw.getLast().bound());
  }

  private static String[] with(String[] options, String[] more) {
    List<String> all = new ArrayList<>(List.of(options));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }
}
