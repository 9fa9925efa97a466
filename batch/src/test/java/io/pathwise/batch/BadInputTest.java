package io.pathwise.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.pathwise.batch.CommandLineRunner.Outcome;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One bad line never costs a good one: what has been found to end a run, by the fuzzer and by hand, ends one row, which
 * says why and where, and a dry run says the same. Start at {@link #lines}.
 */
class BadInputTest {
  private static final String HEADER = "id,type,asset,option,strike,expiry\n";
  private static final int MOST_CHARACTERS = 1_500;

  @TempDir
  private Path directory;

  @BeforeEach
  void writeMarket() throws IOException {
    Files.writeString(directory.resolve("m.json"), """
        {"valuationDate": "2026-11-20", "curves": [{"id": "USD", "zero": 0.03}],
         "assets": [{"id": "AAPL", "curve": "USD", "spot": 100, "model": {"type": "black-scholes", "vol": 0.2}},
                    {"id": "JUMPS", "curve": "USD", "spot": 100,
                     "model": {"type": "merton", "vol": 0.2, "jumpIntensity": 1e5, "jumpMean": 0, "jumpVol": 0.01}}]}
        """);
  }

  private static String trade(String id, String more) {
    return "{\"id\":\"" + id + "\",\"option\":\"call\",\"strike\":100," + more + "}\n";
  }

  private static String european(String id, String expiry) {
    return trade(id, "\"type\":\"european\",\"asset\":\"AAPL\",\"expiry\":" + expiry);
  }

  private static String asian(String times) {
    return trade("X", "\"type\":\"asian\",\"asset\":\"AAPL\",\"average\":\"arithmetic\"," + times);
  }

  private static Arguments line(String line, String message) {
    return Arguments.of(line.getBytes(StandardCharsets.ISO_8859_1), message);
  }

  /** Lines of a JSON portfolio, each character a byte, and what is said of them. */
  static Stream<Arguments> lines() {
    String range = "must be a date from 0001-01-01 to 9999-12-31";
    return Stream.of(
        line(european("X", "\"-999999999-01-01\""), ":2:82: expiry is '-999999999-01-01', " + range),
        line(european("X", "\"+999999999-12-31\""), "expiry is '+999999999-12-31', " + range),
        line(asian("\"start\":\"-999999999-01-01\",\"expiry\":\"2027-11-20\",\"fixings\":4"), range),
        line(asian("\"expiry\":\"2027-11-20\",\"fixings\":[\"-999999999-01-01\",\"2027-11-20\"]"), range),
        line(asian("\"expiry\":1,\"fixings\":1000000"), "minutes of one core (1000000 steps, "),
        line(trade("X", "\"type\":\"european\",\"asset\":\"JUMPS\",\"expiry\":50"), "but --max-work allows 5"),
        line(european("X", "1").replace("100", "1e999"), "strike is 1e999, which overflows"),
        line(european("X", "1").replace("100", "1e-999"), "strike is 1e-999, which underflows to 0"),
        line(european("X", "1").replace("100", "NaN"), "not valid JSON: Non-standard token 'NaN', which JSON does not"),
        line("{\"id\":" + "[".repeat(5000) + "\n", ":2:107: not valid JSON: Document nesting depth (101)"),
        line(european("X", "1,\"" + "n".repeat(60_000) + "\":1"), "not valid JSON: Name length"),
        line(european("X", "1,\"quantity\":\"" + "v".repeat(1_000_000) + "\""),
            "(1000000 characters), must be a number"),
        line(european("X", "1,\"quantity\":" + "9".repeat(900)), "which overflows: numbers go up to 1.8e308"),
        line(european("\\ud800", "1"), "holds half of a pair of surrogates, which is no character: '\\ud800'"),
        line(european("\u00ff", "1"), ":2:8: not UTF-8 text: the byte 0xFF cannot stand here"),
        line("\u00ff\u00fe{\u0000\n", "it begins as UTF-16 does"));
  }

  /** Rows of a table, each character a byte, and what is said of them. */
  static Stream<Arguments> rows() {
    return Stream.of(
        line("X,european,AAPL,call,100,-999999999-01-01\n", ":3:expiry: expiry is '-999999999-01-01'"),
        line("X,\"european,AAPL,call,100,1\n", ":3:1: not valid CSV: a quote is opened and not closed on this line"),
        line("X,europ\"ean,AAPL,call,100,1\n", ":3:1: not valid CSV: cell 2 is not in quotes, but holds one"),
        line("X,european,AAPL,call,100\n", ":3:1: the row has 5 cells, but there are 6 columns"),
        line("X\u00c3,european,AAPL,call,100,1\n", ":3:2: not UTF-8 text: the byte 0xC3 cannot stand here"),
        line("X,european,AAPL,call,1e999,1\n", ":3:strike: strike is 1e999, which overflows"));
  }

  @ParameterizedTest
  @MethodSource("lines")
  void aBadLineCostsNoGoodOne(byte[] line, String message) throws IOException {
    checkThree("p.jsonl", european("first", "1"), line, european("last", "\"2027-11-20\""), message);
  }

  @ParameterizedTest
  @MethodSource("rows")
  void aBadRowOfATableCostsNoGoodOne(byte[] row, String message) throws IOException {
    checkThree("p.csv", HEADER + "first,european,AAPL,call,100,1\n", row, "last,european,AAPL,call,100,2\n", message);
  }

  private void checkThree(String name, String before, byte[] line, String after, String message) throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(before.getBytes(StandardCharsets.UTF_8));
    file.writeBytes(line);
    file.writeBytes(after.getBytes(StandardCharsets.UTF_8));
    Path portfolio = Files.write(directory.resolve(name), file.toByteArray());
    Outcome outcome = risk(portfolio);
    assertThat(outcome.status()).as(outcome.err()).isEqualTo(3);
    List<String> rows = Files.readAllLines(directory.resolve("out/results.csv"));
    assertThat(rows).hasSize(4);
    assertThat(rows.get(1)).isEqualTo("first,value,,100.0,0.5,exact,1024,ok,");
    assertThat(rows.get(2)).contains(",,,,,0,failed,", portfolio + ":", message).doesNotContain("internal error")
        .hasSizeLessThan(MOST_CHARACTERS);
    assertThat(rows.get(3)).isEqualTo("last,value,,100.0,0.5,exact,1024,ok,");
    Outcome dry = risk(portfolio, "--dry-run");
    assertThat(dry.status()).isEqualTo(3);
    assertThat(dry.out()).contains("3 trades, 1 unusable");
  }

  private Outcome risk(Path portfolio, String... more) {
    List<String> call = new ArrayList<>(List.of("risk", "--portfolio", portfolio.toString(), "--market",
        directory.resolve("m.json").toString(), "--out", directory.resolve("out").toString(), "--measures", "value"));
    call.addAll(List.of(more));
    return CommandLineRunner.run(FakeEngine.factory(), call.toArray(String[]::new));
  }

  @Test
  void timeThatIsAllowedMakesNoMemory() throws IOException {
    Path portfolio = Files.writeString(directory.resolve("p.jsonl"),
        asian("\"expiry\":1,\"fixings\":1000000").replace("X", "big") + european("small", "1"));
    Outcome outcome = risk(portfolio, "--max-work", "1e9", "--threads", "64", "--measures", "value,delta");
    assertThat(outcome.status()).isEqualTo(3);
    assertThat(directory.resolve("out/results.csv")).content()
        .contains("big,,,,,,0,failed,", "MiB of memory (1000000 steps, ", "64 threads", "small,value,,100.0,");
  }

  @Test
  void memoryThatRunsOutAndAStackThatDoesCostTheirTrade() throws IOException {
    Path portfolio = Files.writeString(directory.resolve("p.jsonl"), european("heap", "1").replace("100", "1")
        + european("stack", "1").replace("100", "2") + european("good", "1"));
    Outcome outcome = CommandLineRunner.run(FakeEngine.factory(product -> {
      if (FakeEngine.strike(product) == 1) {
        throw new OutOfMemoryError("Java heap space");
      } else if (FakeEngine.strike(product) == 2) {
        throw new StackOverflowError();
      }
    }), "risk", "--portfolio", portfolio.toString(), "--market", directory.resolve("m.json").toString(), "--out",
        directory.resolve("out").toString(), "--measures", "value");
    assertThat(outcome.status()).isEqualTo(3);
    assertThat(directory.resolve("out/results.csv")).content().contains(
        "heap,,,,,,0,failed," + portfolio + ":1:1: it needs more memory than there is",
        "stack,,,,,,0,failed," + portfolio + ":2:1: it is nested too deeply for the stack",
        "good,value,,100.0,0.5,exact,1024,ok,");
  }

  @Test
  void whatIsNotFiniteIsNeverOkAndTotalsLeaveItOut() throws IOException {
    Path portfolio = Files.writeString(directory.resolve("p.jsonl"), european("good", "1")
        + european("huge", "1,\"quantity\":1e307").replace("100", "1000")
        + european("large", "1,\"quantity\":1e200"));
    assertThat(risk(portfolio).status()).isEqualTo(3);
    assertThat(directory.resolve("out/results.csv")).content().contains("good,value,,100.0,0.5,",
        "huge,value,,,,,0,failed,\"overflows: 1000.0 ± 0.5 for one unit, times the quantity 1.0E307\"",
        "large,value,,1.0E202,5.0E199,exact,1024,ok,");
    assertThat(Files.readString(directory.resolve("out/summary.json")).replaceAll("\\s", ""))
        .contains("\"value\":100.0", "\"trades\":1,\"failed\":2").doesNotContain("Infinity", "NaN");
  }

  @Test
  void aByteOrderMarkIsPartOfNoFile() throws IOException {
    for (String name : List.of("p.jsonl", "p.csv", "s.jsonl", "f.csv", "c.json")) {
      Files.writeString(directory.resolve(name), "\uFEFF" + switch (name) {
        case "p.jsonl" -> european("E", "1");
        case "p.csv" -> HEADER + "E,european,AAPL,call,100,1\n";
        case "s.jsonl" -> "{\"id\":\"up\",\"shifts\":[{\"type\":\"spot\",\"relative\":0.01}]}\n";
        case "f.csv" -> "asset,date,price\nAAPL,2026-11-01,99\n";
        default -> "{\"seed\":2}";
      });
    }
    Path market = directory.resolve("m.json");
    Files.writeString(market, "\uFEFF" + Files.readString(market));
    for (String portfolio : List.of("p.jsonl", "p.csv")) {
      Outcome outcome = risk(directory.resolve(portfolio), "--scenarios", directory.resolve("s.jsonl").toString(),
          "--fixings", directory.resolve("f.csv").toString(), "--config", directory.resolve("c.json").toString());
      assertThat(outcome.status()).as(outcome.err()).isZero();
    }
  }

  @Test
  void aDryRunRefusesThePlacesThatARunRefuses() throws IOException {
    Path portfolio = Files.writeString(directory.resolve("p.jsonl"), european("E", "1"));
    Path file = Files.writeString(directory.resolve("file"), "something else");
    Path taken = Files.createDirectories(directory.resolve("taken"));
    Files.createDirectories(taken.resolve("results.csv"));
    Files.createDirectories(taken.resolve("results.parquet"));
    Path out = directory.resolve("out");
    List<List<String>> places = List.of(List.of("--out", file.toString()),
        List.of("--out", file.resolve("below").toString()), List.of("--out", taken.toString()),
        List.of("--metrics", directory.toString()), List.of("--metrics", out.resolve("results.csv").toString()),
        List.of("--metrics", portfolio.toString()), List.of("--metrics", directory.resolve("no/m").toString()),
        List.of("--cache", file.toString()), List.of("--cache", file.resolve("below").toString()),
        List.of("--cache", directory.toString()), List.of("--cache", out.resolve("summary.json").toString()));
    for (List<String> place : places) {
      Outcome run = risk(portfolio, place.toArray(String[]::new));
      List<String> dryPlace = new ArrayList<>(place);
      dryPlace.add("--dry-run");
      Outcome dry = risk(portfolio, dryPlace.toArray(String[]::new));
      assertThat(run.status()).as(place + run.err()).isIn(2, 4);
      assertThat(dry).as(place.toString()).isEqualTo(run);
    }
    assertThat(file).hasContent("something else");
  }

  @Test
  void priceRefusesWhatARunRefuses() {
    List<String> call = List.of("price", "asian", "--asset", "AAPL", "--option", "call", "--average", "arithmetic",
        "--strike", "100", "--market", directory.resolve("m.json").toString(), "--expiry");
    Outcome date = price(call, "-999999999-01-01", "--fixings", "12");
    assertThat(date.status()).isEqualTo(2);
    assertThat(date.err()).contains("--expiry: expiry is '-999999999-01-01', must be a date from 0001-01-01");
    Outcome work = price(call, "1", "--fixings", "1000000");
    assertThat(work.status()).isEqualTo(3);
    assertThat(work.err()).contains("the trade would take about ", "--max-work allows 5");
    Outcome limit = price(call, "1", "--fixings", "12", "--max-work", "0");
    assertThat(limit.status()).isEqualTo(2);
    assertThat(limit.err()).contains("must be a number of minutes above 0");
  }

  private static Outcome price(List<String> call, String... more) {
    return CommandLineRunner.run(FakeEngine.factory(),
        Stream.concat(call.stream(), Stream.of(more)).toArray(String[]::new));
  }
}
