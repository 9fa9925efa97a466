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

/** A dry run looks at everything, says what is wrong, and leaves nothing behind. */
class DryRunTest {
  private static final Path MARKET = Path.of("../examples/market.json");

  @TempDir
  private Path directory;

  @BeforeEach
  void writePortfolio() throws IOException {
    StringBuilder trades = new StringBuilder();
    for (int i = 0; i < 10; i++) {
      trades.append("{\"id\":\"E" + i + "\",\"type\":\"european\",\"asset\":\"AAPL\",\"option\":\"call\",\"strike\":100"
          + ",\"expiry\":1}\n");
    }
    trades.append(
        "{\"id\":\"K\",\"type\":\"basket\",\"assets\":[\"AAPL\",\"MSFT\"],\"weights\":[1,1],\"aggregate\":\"best-of\","
            + "\"option\":\"call\",\"strike\":10,\"expiry\":1,\"fixings\":5}\n");
    Files.writeString(directory.resolve("p.jsonl"), trades);
  }

  private Outcome dryRun(Path out, String... more) {
    List<String> call = new ArrayList<>(List.of("risk", "--dry-run", "--portfolio",
        directory.resolve("p.jsonl").toString(), "--market", MARKET.toString(), "--out", out.toString(), "--measures",
        "value,delta"));
    call.addAll(List.of(more));
    return CommandLineRunner.run(FakeEngine.factory(), call.toArray(String[]::new));
  }

  @Test
  void thePlanIsToldAndNothingIsWritten() throws IOException {
    Path out = directory.resolve("out");
    Path cache = directory.resolve("sub/cache");
    Path scenarios = Files.writeString(directory.resolve("s.jsonl"),
        "{\"id\":\"up\",\"shifts\":[{\"type\":\"spot\",\"relative\":0.1}]}\n");
    Outcome outcome = dryRun(out, "--cache", cache.toString(), "--cache-size", "1", "--scenarios", scenarios.toString(),
        "--parquet", "--metrics", directory.resolve("m.prom").toString());
    assertThat(outcome.status()).as(outcome.err()).isZero();
    assertThat(outcome.out()).containsPattern("european +1 +black-scholes +1 +10 +20 +12 +100096\n")
        .containsPattern("basket +2 +black-scholes +4 +1 +2 +12 +100096\n")
        .containsPattern("exact +delta 11, value 11\n")
        .contains("11 trades, 0 unusable, 1 scenarios\n", "MiB of live heap").doesNotContain("seconds");
    assertThat(out).doesNotExist();
    assertThat(cache.getParent()).doesNotExist();
    assertThat(directory.resolve("m.prom")).doesNotExist();
  }

  @Test
  void pathsFollowFromTheErrorsOfAShortSimulation() {
    // Standard errors are 0.5 whatever the number of paths: (0.5 / 0.1)² · 32 blocks are less than 1024 blocks.
    assertThat(dryRun(directory.resolve("out"), "--target-error", "0.1").out())
        .containsPattern("european .* 262144\n");
    assertThat(dryRun(directory.resolve("out"), "--target-error", "0.1", "--max-paths", "50000").out())
        .containsPattern("european .* 50000\n");
    assertThat(dryRun(directory.resolve("out"), "--target-error", "10").out()).containsPattern("european .* 16384\n");
  }

  @Test
  void whatARunWouldStumbleOverIsSaid() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "text");
    assertThat(dryRun(file.resolve("below")).status()).isEqualTo(2);
    assertThat(dryRun(file).err()).contains("is not a directory");
    assertThat(dryRun(directory.resolve("out"), "--cache", file.toString()).status()).isEqualTo(4);
    assertThat(dryRun(directory.resolve("out"), "--cache", file.toString()).err()).contains("another kind of file");
    assertThat(dryRun(directory.resolve("out"), "--cache", directory.resolve("c").toString(), "--cache-size",
        "1000000000").err()).contains("MiB are free");
    assertThat(dryRun(directory.resolve("out"), "--backend", "cuda").status()).isEqualTo(5);
    Files.writeString(directory.resolve("p.jsonl"), "{\"id\":\"X\"}\n");
    Outcome bad = dryRun(directory.resolve("out"));
    assertThat(bad.status()).isEqualTo(3);
    assertThat(bad.out()).contains("1 trades, 1 unusable");
    assertThat(file).hasContent("text");
  }
}
