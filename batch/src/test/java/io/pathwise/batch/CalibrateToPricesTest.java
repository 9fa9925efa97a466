package io.pathwise.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.pathwise.batch.command.PathwiseCommand;
import io.pathwise.batch.evaluation.Evaluator;
import io.pathwise.batch.input.MarketReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** {@code pathwise calibrate --to} from files to files. */
class CalibrateToPricesTest {

  private static final String CALL = """
      {"id": "C", "type": "european", "asset": "A", "option": "call", "strike": 100, "expiry": 1, "price": 9.9}
      """;

  @TempDir
  private Path directory;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void writeMarket() throws IOException {
    Files.writeString(directory.resolve("m.json"), """
        {"valuationDate": "2026-11-20", "curves": [{"id": "USD", "zero": 0.02}],
         "assets": [{"id": "A", "curve": "USD", "spot": 100, "model": {"type": "black-scholes", "vol": 0.35}}]}
        """);
  }

  private int calibrate(String prices, String... options) throws IOException {
    return calibrateTo("p.jsonl", prices, options);
  }

  private int calibrateTo(String file, String prices, String... options) throws IOException {
    Files.writeString(directory.resolve(file), prices);
    CommandLine command = PathwiseCommand.commandLine(Evaluator::open).setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err));
    List<String> arguments = new ArrayList<>(List.of("calibrate", "--market", directory.resolve("m.json").toString(),
        "--to", directory.resolve(file).toString(), "--out", directory.resolve("fit.json").toString(),
        "--backend", "cpu", "--paths", "16384"));
    arguments.addAll(List.of(options));
    return command.execute(arguments.toArray(String[]::new));
  }

  /** Black's formula gives 9.9 for a volatility of 0.2247. */
  @Test
  void writesTheMarketAndAPage() throws IOException {
    assertThat(calibrate(CALL, "--report", directory.resolve("fit.html").toString())).isZero();
    assertThat(out.toString()).contains("A.vol[1]", "converged: ", "svrg, ");
    double vol = MarketReader.readDocument(directory.resolve("fit.json")).market().asset("A").model().blackVols()
        .orElseThrow().vols().getFirst();
    assertThat(vol).isBetween(0.217, 0.233);
    assertThat(directory.resolve("fit.html")).content().contains("Calibration to prices of 2026-11-20");
  }

  @Test
  void aTableGivesWhatLinesGive() throws IOException {
    assertThat(calibrate(CALL)).isZero();
    String market = Files.readString(directory.resolve("fit.json"));
    Files.delete(directory.resolve("fit.json"));
    String table = "id,type,asset,option,strike,expiry,price\nC,european,A,call,100,1,9.9\n";
    assertThat(calibrateTo("p.csv", table)).isZero();
    assertThat(directory.resolve("fit.json")).hasContent(market);
    assertThat(calibrateTo("p.csv", table.replace("9.9", "x"))).isEqualTo(4);
    assertThat(calibrateTo("p.csv", table.replace("price", "prise"))).isEqualTo(4);
    assertThat(err.toString()).contains("p.csv:2:price: price is 'x', must be a number",
        "p.csv:1:prise: unknown column 'prise', allowed: ");
  }

  @Test
  void saysThatItHasNotConvergedAndWritesNoMarket() throws IOException {
    assertThat(calibrate(CALL, "--optimiser", "sgd", "--max-paths", "1000", "--step", "0.001")).isEqualTo(3);
    assertThat(out.toString()).contains("NOT CONVERGED: ").doesNotContain("\nconverged");
    assertThat(err.toString()).contains("the search has not converged");
    assertThat(directory.resolve("fit.json")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      "price": 9.9               | "price": "x"             | p.jsonl:1:102: price is 'x', must be a number
      , "price": 9.9             | ''                       | p.jsonl:1:1: price is missing
      "price": 9.9               | "price": 9, "error": 0   | p.jsonl:1:114: error is 0, must be
      "price": 9.9               | "price": 9, "weight": -1 | p.jsonl:1:115: weight is -1, must be
      "price": 9.9               | "prise": 9               | unknown field 'prise'
      "strike": 100              | "strike": "a"            | p.jsonl:1:75: strike is 'a', must be a number
      """)
  void namesFileLineAndField(String what, String by, String message) throws IOException {
    assertThat(calibrate(CALL.replace(what, by))).isEqualTo(4);
    assertThat(err.toString()).contains(message).contains("1 of 1 lines cannot be used");
  }

  @Test
  void refusesWhatDoesNotFitTogether() throws IOException {
    assertThat(calibrate(CALL, "--model", "heston")).isEqualTo(2);
    assertThat(calibrate(CALL, "--optimiser", "newton")).isEqualTo(2);
    assertThat(calibrate(CALL, "--quotes", "q.csv")).isEqualTo(2);
    assertThat(calibrate(CALL, "--parameters", "A.kappa")).isEqualTo(4);
    assertThat(err.toString()).contains("--model, --allow-arbitrage and --repair go with --quotes",
        "unknown optimiser 'newton'", "give either --quotes", "unknown parameter 'A.kappa', allowed: [A.vol[1]]");
  }
}
