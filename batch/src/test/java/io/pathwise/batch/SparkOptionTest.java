package io.pathwise.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.pathwise.batch.CommandLineRunner.Outcome;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The option {@code --spark} where the module that it needs is not there, as here. */
class SparkOptionTest {

  @Test
  void theModuleThatIsMissingIsNamed(@TempDir Path directory) {
    Outcome outcome = CommandLineRunner.run("risk", "--portfolio", "../examples/portfolio.jsonl", "--market",
        "../examples/market.json", "--out", directory.toString(), "--spark", "local[2]");
    assertThat(outcome.status()).isEqualTo(5);
    assertThat(outcome.err()).startsWith("pathwise risk: --spark needs the module batch-spark").hasLineCount(1);
    assertThat(directory).isEmptyDirectory();
  }
}
