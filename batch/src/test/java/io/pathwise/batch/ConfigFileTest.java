package io.pathwise.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.pathwise.batch.CommandLineRunner.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Options from a file: all kinds of values, the command line before the file, and what is wrong where. */
class ConfigFileTest {
  private static final String FILES = "\"portfolio\":\"portfolio.jsonl\",\"market\":\"in/market.json\",\"out\":\"out\"";

  @TempDir
  private Path directory;

  private Path config;

  @BeforeEach
  void writeInputs() throws IOException {
    Files.createDirectory(directory.resolve("in"));
    Files.writeString(directory.resolve("in/market.json"), """
        {"valuationDate": "2026-11-20", "curves": [{"id": "USD", "zero": 0.03}],
         "assets": [{"id": "AAPL", "curve": "USD", "spot": 100, "model": {"type": "black-scholes", "vol": 0.2}}]}
        """);
    Files.writeString(directory.resolve("portfolio.jsonl"), """
        {"id":"E1","type":"european","asset":"AAPL","option":"call","strike":105,"expiry":1}
        """);
    config = directory.resolve("night.json");
  }

  private Outcome risk(String more, String... options) throws IOException {
    Files.writeString(config, "{" + FILES + more + "}");
    List<String> call = new ArrayList<>(List.of("risk", "--config", config.toString()));
    call.addAll(List.of(options));
    return CommandLineRunner.run(FakeEngine.factory(), call.toArray(String[]::new));
  }

  private String summary() throws IOException {
    return Files.readString(directory.resolve("out/summary.json")).replace(" ", "").replace("\n", "");
  }

  @Test
  void everyKindOfValueIsReadAndPathsAreRelativeToTheFile() throws IOException {
    Outcome outcome = risk("""
        ,"measures":["value","delta"],"paths":5e3,"seed":7,"antithetic":true,"stratified":false,
        "estimator":{"delta":"bump","vega":"score-first"},"policy":"structural","cache":"none","units":"desk"
        """);
    assertThat(outcome.status()).as(outcome.err()).isZero();
    assertThat(summary()).contains("\"measures\":[\"value\",\"delta\"]", "\"paths\":5000", "\"seed\":7",
        "\"antithetic\":true", "\"stratified\":false", "\"delta\":\"bump\",\"vega\":\"score-first\"",
        "\"policy\":\"structural\"", "\"units\":\"desk\"");
    assertThat(directory.resolve("none")).doesNotExist();
  }

  @Test
  void theCommandLineWins() throws IOException {
    String file = ",\"seed\":7,\"target-error\":\"1%\",\"max-paths\":9000,\"antithetic\":true,\"measures\":[\"value\"]";
    Path elsewhere = directory.resolve("elsewhere");
    assertThat(risk(file).status()).isZero();
    assertThat(summary()).contains("\"seed\":7", "\"relativeError\":0.01", "\"maximumPaths\":9000",
        "\"antithetic\":true");
    Outcome outcome = risk(file, "--seed=8", "--paths", "512", "--antithetic=false", "--measures", "value,delta");
    assertThat(outcome.status()).as(outcome.err()).isZero();
    assertThat(summary()).contains("\"seed\":8", "\"paths\":512", "\"antithetic\":false",
        "\"measures\":[\"value\",\"delta\"]").doesNotContain("relativeError");
    assertThat(risk(file, "--out", elsewhere.toString()).status()).isZero();
    assertThat(elsewhere.resolve("results.csv")).exists();
  }

  @Test
  void aCacheLiesBesideTheFileThatNamesIt() throws IOException {
    Outcome outcome = risk(",\"cache\":\"kept/night.cache\",\"cache-size\":1");
    assertThat(outcome.err()).doesNotContain("cannot be used");
    assertThat(directory.resolve("kept/night.cache")).exists();
  }

  @Test
  void aRunNeedsNothingButTheFile() throws IOException {
    Files.writeString(config, "{" + FILES + "}");
    assertThat(CommandLineRunner.run(FakeEngine.factory(), "risk", "--config=" + config).status()).isEqualTo(3);
    assertThat(directory.resolve("out/results.csv")).exists();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
      ",'target-eror':5         | :1:84: unknown field 'target-eror' (did you mean 'target-error'?), allowed: market, scenarios,",
      ",'help':true             | unknown field 'help', allowed",
      ",'paths':0               | :1:78: Invalid value for option '--paths': '0' must be a whole number of at least 1",
      ",'paths':5,'paths':6     | :1:80: field 'paths' is given twice",
      ",'paths':[[5]]           | :1:79: paths is an array, must be a string, a number, true, false,",
      ",'measures':null         | :1:81: measures is null, must be",
      ",'antithetic':'yes'      | :1:83: antithetic is 'yes', must be true or false",
      ",'estimator':{'ultima':'bump'} | :1:82: Invalid value for option '--estimator' (MEASURE=NAME): unknown measure 'ultima', allowed: value,",
      ",'backend':'abacus'      | :1:80: Invalid value for option '--backend': backend is 'abacus', allowed: auto, llvm,",
      ",'sampler':'dice'        | --sampler is 'dice', allowed: philox, sobol",
      ",,                       | not valid JSON"})
  void whatIsWrongIsSaidWithItsPlace(String more, String message) throws IOException {
    Outcome outcome = risk(more.replace('\'', '"'));
    assertThat(outcome.err()).contains(message);
    assertThat(outcome.status()).isEqualTo(2);
    assertThat(directory.resolve("out")).doesNotExist();
  }

  @Test
  void aMissingFileIsWrongUse() {
    Path missing = directory.resolve("missing.json");
    Outcome outcome = CommandLineRunner.run(FakeEngine.factory(), "risk", "--config", missing.toString());
    assertThat(outcome.err()).startsWith("pathwise risk: " + missing + ": no such file\n");
    assertThat(outcome.status()).isEqualTo(2);
    assertThat(CommandLineRunner.run(FakeEngine.factory(), "risk", "--config").err())
        .contains("Missing required parameter for option '--config' (FILE)");
  }
}
