package io.pathwise.batch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.pathwise.batch.CommandLineRunner.Outcome;
import io.pathwise.batch.log.LogFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.logging.StreamHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What operators are told: the log as text and as JSON, and metrics. */
class MonitoringTest {
  private static final Path MARKET = Path.of("../examples/market.json");
  private static final String TRADES = """
      {"id":"E1","type":"european","asset":"AAPL","option":"call","strike":105,"expiry":1}
      {"id":"E2","type":"european","asset":"AAPL","option":"call","strike":-1,"expiry":1}
      {"id":"E3","type":"european","asset":"MSFT","option":"call","strike":50,"expiry":1}
      """;

  @TempDir
  private Path directory;

  private final ByteArrayOutputStream log = new ByteArrayOutputStream();
  private final StreamHandler handler = new StreamHandler(log, new SimpleFormatter());

  @BeforeEach
  void listen() throws IOException {
    Logger.getLogger("").addHandler(handler);
    Files.writeString(directory.resolve("p.jsonl"), TRADES);
  }

  @AfterEach
  void stopListening() {
    LogFormat.TEXT.install();
    Logger.getLogger("").removeHandler(handler);
  }

  private Outcome risk(String... more) {
    List<String> call = new ArrayList<>(List.of("risk", "--portfolio", directory.resolve("p.jsonl").toString(),
        "--market", MARKET.toString(), "--out", directory.resolve("out").toString(), "--measures", "value,delta"));
    call.addAll(List.of(more));
    // What is not held must not be missed.
    Outcome outcome = CommandLineRunner.run(FakeEngine.factory(product -> System.gc()), call.toArray(String[]::new));
    handler.flush();
    return outcome;
  }

  private String logged() {
    return log.toString(StandardCharsets.UTF_8);
  }

  /** The members of one JSON object, those of {@code fields} among them. */
  private static Map<String, String> members(String line) throws IOException {
    Map<String, String> members = new LinkedHashMap<>();
    try (JsonParser parser = new JsonFactory().createParser(line)) {
      assertThat(parser.nextToken()).as(line).isEqualTo(JsonToken.START_OBJECT);
      while (parser.nextToken() != null) {
        if (Objects.requireNonNull(parser.currentToken()).isScalarValue()) {
          members.put(parser.currentName(), parser.getText());
        }
      }
    }
    return members;
  }

  private static Map<String, String> event(String lines, String name) throws IOException {
    for (String line : lines.lines().toList()) {
      Map<String, String> members = members(line);
      if (name.equals(members.get("event"))) {
        return members;
      }
    }
    throw new AssertionError("no event " + name + " in " + lines);
  }

  @Test
  void asJsonEveryLineIsAnObjectWithANameAndFields() throws IOException {
    Outcome outcome = risk("--log-format", "json");
    assertThat(event(logged(), "run-started")).containsEntry("level", "INFO").containsEntry("backend", "fake")
        .containsEntry("logger", "pathwise").containsEntry("message", "backend fake, threads "
            + Runtime.getRuntime().availableProcessors())
        .containsKey("time");
    assertThat(event(logged(), "trade-failed")).containsEntry("level", "WARNING").containsEntry("tradeId", "E2")
        .hasEntrySatisfying("reason", reason -> assertThat(reason).contains("strike is -1"));
    assertThat(event(outcome.err(), "run-finished")).containsEntry("trades", "3").containsEntry("failedTrades", "1")
        .containsEntry("level", "WARNING").containsEntry("complete", "false");
    assertThat(outcome.err().lines()).hasSize(1);
  }

  @Test
  void otherMessagesAreEventsToo() throws IOException {
    LogFormat.JSON.install();
    System.getLogger("somebody").log(System.Logger.Level.INFO, "{0} of {1}", 1, 2);
    System.getLogger("somebody").log(System.Logger.Level.ERROR, "broken", new IllegalStateException("why"));
    handler.flush();
    List<String> lines = logged().lines().toList();
    assertThat(members(lines.getFirst())).containsEntry("event", "message").containsEntry("message", "1 of 2")
        .containsEntry("logger", "somebody");
    assertThat(members(lines.getLast())).containsEntry("level", "ERROR")
        .hasEntrySatisfying("trace", trace -> assertThat(trace).contains("IllegalStateException: why"));
  }

  @Test
  void errorsAreEventsToo() throws IOException {
    assertThat(event(risk("--log-format=json", "--paths", "0").err(), "error")).containsEntry("exitCode", "2")
        .hasEntrySatisfying("message", message -> assertThat(message).contains("'0' must be a whole number"));
    assertThat(event(risk("--paths", "0", "--log-format", "json").err(), "error")).containsEntry("exitCode", "2");
    Files.delete(directory.resolve("p.jsonl"));
    assertThat(event(risk("--log-format", "json").err(), "error")).containsEntry("exitCode", "4")
        .hasEntrySatisfying("message", message -> assertThat(message).endsWith("p.jsonl: no such file"));
    assertThat(risk("--log-format", "xml").err()).contains("the format is 'xml', allowed: text, json");
  }

  @Test
  void textStaysText() {
    assertThat(risk().err()).startsWith("3 trades, 4 numbers in ");
    assertThat(logged()).contains("backend fake, threads ", "E2: ").doesNotContain("\"event\"");
  }

  @Test
  void metricsTellWhatTheRunDid() throws IOException {
    Path file = directory.resolve("pathwise.prom");
    Path cache = directory.resolve("cache");
    assertThat(risk("--metrics", file.toString(), "--cache", cache.toString(), "--cache-size", "1").status())
        .isEqualTo(3);
    assertThat(Files.readString(file)).contains("# TYPE pathwise_trades_total counter\npathwise_trades_total 3.0\n",
        "pathwise_trades_failed_total 1.0\n", "pathwise_numbers_total{status=\"ok\"} 4.0\n",
        "pathwise_numbers_total{status=\"failed\"} 1.0\n", "pathwise_paths_total 2048.0\n",
        "pathwise_run_finished 1.0\n", "pathwise_cache_hits_total 0.0\n", "pathwise_run_duration_seconds ",
        "jvm_memory_used_bytes{area=\"heap\"");
    assertThat(risk("--metrics", directory.resolve("no/such.prom").toString()).err())
        .contains("such.prom: cannot be written: no such directory");
  }

  @Test
  void aRunThatFailsLeavesMetricsThatSaySo() throws IOException {
    Path file = directory.resolve("pathwise.prom");
    Files.createDirectories(directory.resolve("out/summary.json"));
    assertThat(risk("--metrics", file.toString()).status()).isEqualTo(2);
    assertThat(file).doesNotExist();
    Files.delete(directory.resolve("out/summary.json"));
    assertThat(CommandLineRunner.run(FakeEngine.factory(product -> {
      try {
        Files.createDirectories(directory.resolve("out/results.csv/taken"));
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }), "risk", "--portfolio", directory.resolve("p.jsonl").toString(), "--market", MARKET.toString(), "--out",
        directory.resolve("out").toString(), "--metrics", file.toString()).status()).isEqualTo(2);
    assertThat(Files.readString(file)).contains("pathwise_run_finished 0.0\n", "pathwise_trades_total 3.0\n");
  }
}
