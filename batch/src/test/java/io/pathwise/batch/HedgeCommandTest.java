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
}
