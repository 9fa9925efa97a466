package io.pathwise.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** Quotes that are hardly meant are used and warned of, on the command line and in files. */
@Isolated
class UnlikelyQuotesTest {

  private static final String MARKET = """
      { "valuationDate": "2026-11-20",
        "curves": [ {"id": "USD", "times": [1, 2], "zeros": [0.03, 3]} ],
        "assets": [ {"id": "B", "curve": "USD", "spot": 100, "dividendYield": -0.5,
                     "model": {"type": "black-scholes", "times": [1, 2], "vols": [0.2, 20]}},
                    {"id": "M", "curve": "USD", "spot": 100,
                     "model": {"type": "merton", "vol": 4, "jumpIntensity": 1, "jumpMean": -5, "jumpVol": 0.1}},
                    {"id": "H", "curve": "USD", "spot": 100,
                     "model": {"type": "heston", "v0": 20, "kappa": 1, "theta": 0.04, "xi": 0.5, "rho": 0}},
                    {"id": "V", "curve": "USD", "spot": 100,
                     "model": {"type": "variance-gamma", "vol": 3.5, "drift": -6, "nu": 0.1}} ] }
      """;

  @TempDir
  private Path directory;

  private final List<String> warnings = new ArrayList<>();
  private final Handler handler = new Handler() {
    @Override
    public void publish(LogRecord record) {
      if (record.getLevel().intValue() >= Level.WARNING.intValue()) {
        warnings.add(String.valueOf(record.getParameters()[0]));
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  };

  @BeforeEach
  void listen() {
    Logger.getLogger("").addHandler(handler);
  }

  @AfterEach
  void stopListening() {
    Logger.getLogger("").removeHandler(handler);
  }

  private void price(String... market) {
    List<String> call = new ArrayList<>(
        List.of("price", "european", "--option", "call", "--strike", "105", "--expiry", "1"));
    call.addAll(List.of(market));
    assertThat(CommandLineRunner.run(FakeEngine.factory(), call.toArray(String[]::new)).status()).isZero();
  }

  @Test
  void numbersOnTheCommandLine() {
    price("--spot", "100", "--vol", "20", "--rate", "3", "--dividend", "-0.55");
    assertThat(warnings).containsExactly("--rate is 3, which is 300 % a year; 3 % would be 0.03",
        "--vol is 20, which is 2000 % a year; 20 % would be 0.2",
        "--dividend is -0.55, which is -55 % a year; -0.55 % would be -0.0055");
  }

  @Test
  void usualNumbersAreNotWarnedOf() {
    price("--spot", "100", "--vol", "2.9", "--rate", "0.45", "--dividend", "-0.4");
    price("--market", "../examples/market.json", "--asset", "AAPL");
    price("--market", "../examples/models-market.json", "--asset", "BOTH");
    assertThat(warnings).isEmpty();
  }

  @Test
  void quotesOfAMarketFile() throws IOException {
    Path file = Files.writeString(directory.resolve("m.json"), MARKET);
    price("--market", file.toString(), "--asset", "B");
    String start = file + ": ";
    assertThat(warnings).containsExactly(start + "zero of curve USD is 3, which is 300 % a year; 3 % would be 0.03",
        start + "dividendYield of asset B is -0.5, which is -50 % a year; -0.5 % would be -0.005",
        start + "vol of asset B is 20, which is 2000 % a year; 20 % would be 0.2",
        start + "vol of asset M is 4, which is 400 % a year; 4 % would be 0.04",
        start
            + "jumpMean of asset M is -5, so that a jump changes the price by a factor of 6.7e-03; -5 % would be -0.05",
        start + "v0 of asset H is 20, which is the variance of a volatility of 447 % a year",
        start + "vol of asset V is 3.5, which is 350 % a year; 3.5 % would be 0.035");
  }
}
