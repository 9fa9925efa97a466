package io.pathwise.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pathwise.batch.CommandLineRunner.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code hedge}: from files to files, and what is wrong with them. */
class HedgeCommandTest {
  private static final String CALL = """
      {"id":"call","type":"european","asset":"AAPL","option":"call","strike":105,"expiry":1,"quantity":2}
      """;
  private static final String PUT = """
      {"id":"put","type":"european","asset":"AAPL","option":"put","strike":105,"expiry":1,"quantity":-3}
      """;
  private static final String FORWARD = """
      {"id":"forward","type":"european","asset":"AAPL","option":"call","strike":0,"expiry":1}
      """;
  private static final String SAP = """
      {"id":"sap","type":"european","asset":"SAP","option":"call","strike":0,"expiry":1}
      """;

  @TempDir
  private Path directory;

  private Outcome hedge(String trades, String instruments, String... more) throws IOException {
    return CommandLineRunner.run(Stream.concat(Stream.of("hedge", "--portfolio",
        Files.writeString(directory.resolve("p"), trades).toString(), "--market", "../examples/market.json",
        "--instruments", Files.writeString(directory.resolve("i"), instruments).toString(), "--paths", "10240",
        "--out", directory.resolve("out").toString()), Stream.of(more)).toArray(String[]::new));
  }

  private List<String> rows() throws IOException {
    return Files.readAllLines(directory.resolve("out/hedges.csv"));
  }

  private static double ratio(String row) {
    return Double.parseDouble(row.split(",", -1)[2]);
  }

  @Test
  void quantitiesOfTradesAndInstrumentsCount() throws IOException {
    Outcome outcome = hedge(PUT, CALL + FORWARD + SAP);
    assertThat(outcome.status()).isZero();
    assertThat(outcome.out()).contains("100.00 %");
    assertThat(rows()).hasSize(7);
    // Short three puts are short 1.5 lots of two calls, and long three forwards.
    assertThat(ratio(rows().get(1))).isCloseTo(-1.5, within(1e-10));
    assertThat(ratio(rows().get(2))).isCloseTo(3, within(1e-10));
    assertThat(rows().get(3)).isEqualTo("put,sap,,,,,USD,not-applicable,\"it pays in EUR, not in USD\"");
    assertThat(rows().get(4)).startsWith("TOTAL,call,");
    assertThat(Files.readString(directory.resolve("out/hedges.json"))).contains("\"varianceExplained\"");
  }

  @Test
  void tradesWithoutAHedgeAreNamed() throws IOException {
    Outcome outcome = hedge(PUT + SAP + "{}\n", FORWARD);
    assertThat(outcome.status()).isEqualTo(3);
    assertThat(rows()).anyMatch(row -> row.startsWith("sap,,,") && row.contains("no instrument has to do with it"));
    assertThat(rows()).anyMatch(row -> row.startsWith("TOTAL,forward,") && row.contains("cannot be hedged: 1"));
  }

  @Test
  void anInstrumentThatCannotBeUsedEndsTheRun() throws IOException {
    Outcome outcome = hedge(PUT, FORWARD + "{\"id\":\"x\"}\n");
    assertThat(outcome.status()).isEqualTo(4);
    assertThat(outcome.err()).contains("i:2:");
    assertThat(directory.resolve("out")).doesNotExist();
    assertThat(hedge(PUT, "").err()).contains("holds no instrument");
  }

  @Test
  void ratiosByDateAreWrittenBesideTheStaticOnes() throws IOException {
    Outcome outcome = hedge(CALL, FORWARD, "--rebalance", "4");
    assertThat(outcome.status()).isZero();
    assertThat(outcome.out()).contains("held to the end", "rebalanced");
    List<String> byDate = Files.readAllLines(directory.resolve("out/rebalancing.csv"));
    assertThat(byDate).hasSize(9);
    assertThat(byDate.getFirst())
        .isEqualTo("tradeId,time,instrument,meanRatio,standardError,deviation,deviationError,currency,status");
    assertThat(byDate.get(2)).startsWith("call,0.25,forward,").endsWith(",USD,ok");
    String json = Files.readString(directory.resolve("out/hedges.json"));
    assertThat(json).contains("\"method\" : \"least-squares\"", "\"rebalanced\"");
    assertThat(Files.readString(directory.resolve("out/hedges.html"))).contains("traded at 4 dates", "call, USD");
    assertThat(hedge(CALL, FORWARD, "--dates", "0.25,2027-02-19,0.75,3").status()).isZero();
    // After the last payment nothing is traded.
    assertThat(Files.readAllLines(directory.resolve("out/rebalancing.csv"))).hasSize(9)
        .anyMatch(row -> row.startsWith("call,0.2493"));
  }

  @Test
  void datesAndMethodsThatMakeNoSenseAreRefused() throws IOException {
    assertThat(hedge(PUT, FORWARD, "--method", "ridge").err()).contains("variance", "least-squares");
    assertThat(hedge(PUT, FORWARD, "--method", "least-squares").err()).contains("needs --dates or --rebalance");
    assertThat(hedge(PUT, FORWARD, "--method", "variance", "--rebalance", "4").err()).contains("static hedges");
    assertThat(hedge(PUT, FORWARD, "--rebalance", "251").err()).contains("1 to 250");
    assertThat(hedge(PUT, FORWARD, "--dates", "2026-11-20").err()).contains("after the valuation date");
    assertThat(hedge(PUT, FORWARD, "--dates", "soon").err()).contains("ISO date");
    assertThat(hedge(PUT, "{\"id\":\"d\",\"type\":\"digital\",\"asset\":\"AAPL\",\"option\":\"call\",\"strike\":105,"
        + "\"expiry\":1,\"payout\":\"cash\"}\n", "--rebalance", "2").err()).contains("traded at several dates");
    assertThat(directory.resolve("out")).doesNotExist();
  }

  @Test
  void whatFewPathsPayIsMarked() throws IOException {
    String rare = "{\"id\":\"rare\",\"type\":\"digital\",\"asset\":\"AAPL\",\"option\":\"call\",\"strike\":190,"
        + "\"expiry\":1,\"payout\":\"cash\"}\n";
    assertThat(hedge(rare, FORWARD).status()).isZero();
    assertThat(rows().get(1)).startsWith("rare,forward,").endsWith(",few-hits,");
    assertThat(hedge(PUT, FORWARD).status()).isZero();
    assertThat(rows().get(1)).endsWith(",ok,");
  }
}
