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

/** Trades with collateral, and curves that are interpolated in another way, through the command line. */
class CollateralCommandTest {
  private static final String FORWARD = "\"type\":\"european\",\"asset\":\"A\",\"option\":\"call\",\"strike\":0,"
      + "\"expiry\":1.5,\"discountCurve\":\"%s\"}";
  private static final double GROWTH = Math.exp(0.04 * 1.5);

  @TempDir
  private Path directory;

  private Path market() throws IOException {
    return Files.writeString(directory.resolve("market.json"), """
        { "valuationDate": "2026-11-20",
          "curves": [ {"id": "USD", "zero": 0.04},
                      {"id": "USD-SOFR", "times": [1, 2], "zeros": [0.03, 0.05], "interpolation": "linear-zero"} ],
          "assets": [ {"id": "A", "curve": "USD", "spot": 100, "model": {"type": "black-scholes", "vol": 0.2}} ] }
        """);
  }

  private Outcome risk(List<String> trades, String... more) throws IOException {
    Path portfolio = Files.write(directory.resolve("portfolio.jsonl"), trades);
    return CommandLineRunner.run(Stream.concat(
        Stream.of("risk", "--portfolio", portfolio.toString(), "--market", market().toString(), "--out",
            directory.resolve("out").toString(), "--paths", "1024", "--measures", "value,rho,bucketedRho"),
        Stream.of(more)).toArray(String[]::new));
  }

  private double cell(String file, String start, int column) throws IOException {
    return Files.readAllLines(directory.resolve("out").resolve(file)).stream().filter(line -> line.startsWith(start))
        .mapToDouble(line -> Double.parseDouble(line.split(",", -1)[column])).findFirst().orElseThrow();
  }

  @Test
  void numbersAndScenariosAreByEitherCurve() throws IOException {
    Path scenarios = Files.writeString(directory.resolve("scenarios.jsonl"),
        "{\"id\":\"up\",\"shifts\":[{\"type\":\"rate\",\"curve\":\"USD-SOFR\",\"pillar\":2,\"absolute\":0.01}]}\n");
    Outcome outcome = risk(List.of("{\"id\":\"S\"," + FORWARD.formatted("USD-SOFR")), "--scenarios",
        scenarios.toString());
    assertThat(outcome.status()).as(outcome.err()).isZero();
    double value = 100 * GROWTH * Math.exp(-0.04 * 1.5);
    assertThat(cell("results.csv", "S,value", 3)).isCloseTo(value, within(1e-9));
    assertThat(cell("results.csv", "S,rho,USD.zero", 3)).isCloseTo(1.5 * value, within(1e-9));
    assertThat(cell("results.csv", "S,rho,USD-SOFR.zero", 3)).isCloseTo(-1.5 * value, within(1e-9));
    assertThat(cell("results.csv", "S,bucketedRho,USD-SOFR.zero[2]", 3)).isCloseTo(-0.75 * value, within(1e-9));
    assertThat(cell("scenarios.csv", "S,up", 3)).isCloseTo(value * Math.expm1(-0.005 * 1.5), within(1e-9));
    assertThat(cell("scenarios.csv", "S,up", 5)).isCloseTo(-0.0075 * value, within(1e-9));
  }

  @Test
  void anUnknownCurveIsNamedWithItsPlace() throws IOException {
    risk(List.of("{\"id\":\"a\"," + FORWARD.formatted("EONIA")));
    assertThat(Files.readString(directory.resolve("out/results.csv")))
        .contains("portfolio.jsonl:1:97: unknown curve EONIA, known curves: [USD, USD-SOFR]");
  }

  @Test
  void explainSaysWithWhatIsDiscounted() throws IOException {
    assertThat(CommandLineRunner.run("explain", "european", "--market", market().toString(), "--asset", "A",
        "--option", "call", "--strike", "100", "--expiry", "1", "--discount-curve", "USD-SOFR").out())
        .contains("Payments are discounted with the curve USD-SOFR.").contains("USD-SOFR.zero");
  }

  @Test
  void whatHasCollateralIsNotHedged() throws IOException {
    Path portfolio = Files.writeString(directory.resolve("p.jsonl"),
        "{\"id\":\"S\"," + FORWARD.formatted("USD-SOFR").replace("\"strike\":0", "\"strike\":90") + "\n");
    Path instruments = Files.writeString(directory.resolve("i.jsonl"),
        "{\"id\":\"I\"," + FORWARD.formatted("USD").replace("\"strike\":0", "\"strike\":100") + "\n");
    CommandLineRunner.run("hedge", "--portfolio", portfolio.toString(), "--market", market().toString(),
        "--instruments", instruments.toString(), "--out", directory.resolve("out").toString(), "--paths", "8192");
    assertThat(Files.readString(directory.resolve("out/hedges.csv")))
        .contains("its payments are discounted with another curve than that of their currency");
  }
}
