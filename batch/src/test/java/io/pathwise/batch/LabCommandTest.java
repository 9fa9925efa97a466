package io.pathwise.batch;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.pathwise.batch.CommandLineRunner.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code pathwise lab} from the command line to its files, with the quick cases. Start at {@link #writesEveryFile}. */
class LabCommandTest {
  /** What would load something from elsewhere. */
  private static final Pattern RESOURCE = Pattern.compile(
      "<(script|img|iframe|link|source|object|embed)[^>]*\\s(src|href|data)\\s*=|@import|url\\(\\s*['\"]?(https?:)?//");

  private static final Pattern SCRIPT = Pattern.compile("<script>.*?</script>", Pattern.DOTALL);

  @TempDir
  private Path directory = Path.of("");

  @Test
  void writesEveryFile() throws IOException {
    Outcome outcome = lab("--quick", "--case", "antithetic,identity");
    assertThat(outcome.err()).contains("statements hold").doesNotContain("does not hold");
    assertThat(outcome.status()).isZero();
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files.map(file -> file.getFileName().toString())).containsExactlyInAnyOrder("lab.html",
          "measurements.csv", "plots.csv", "statements.csv", "timings.csv");
    }
    String page = Files.readString(directory.resolve("lab.html"));
    assertThat(page).contains("The simplest function", "Antithetic pairs", "echarts.init", "</html>");
    String markup = SCRIPT.matcher(page).replaceAll("<script>");
    assertThat(RESOURCE.matcher(markup).results().map(MatchResult::group)).isEmpty();
    List<NamedCsvRecord> rows = rows("measurements.csv");
    assertThat(rows.getFirst().getHeader()).containsExactly("case", "table", "problem", "quantity", "estimator",
        "status", "value", "standardError", "confidenceLow", "confidenceHigh", "exact", "bias", "z", "paths",
        "variancePerPath", "varianceLow", "varianceHigh", "operationsPerPath", "efficiency", "message");
    assertThat(rows).allSatisfy(row -> {
      assertThat(row.getField("status")).isEqualTo("unbiased");
      assertThat(Math.abs(Double.parseDouble(row.getField("z")))).isLessThan(4.5);
    });
    assertThat(rows("statements.csv")).isNotEmpty()
        .allSatisfy(row -> assertThat(row.getField("holds")).isEqualTo("true"));
    assertThat(rows("plots.csv")).isNotEmpty();
    assertThat(rows("timings.csv")).hasSameSizeAs(rows);
  }

  @Test
  void equalSeedsGiveEqualBytesForAnyNumberOfThreads() throws IOException {
    lab("--quick", "--case", "antithetic", "--threads", "1");
    String first = Files.readString(directory.resolve("measurements.csv"));
    lab("--quick", "--case", "antithetic", "--threads", "3");
    assertThat(Files.readString(directory.resolve("measurements.csv"))).isEqualTo(first);
    lab("--quick", "--case", "antithetic", "--seed", "2");
    assertThat(Files.readString(directory.resolve("measurements.csv"))).isNotEqualTo(first);
  }

  @Test
  void wrongEstimatorsAreSeenToBeWrong() throws IOException {
    lab("--quick", "--case", "naive-pathwise");
    assertThat(rows("measurements.csv")).filteredOn(row -> row.getField("status").equals("biased")).hasSize(5)
        .allSatisfy(row -> assertThat(Math.abs(Double.parseDouble(row.getField("z")))).isGreaterThan(4.5));
  }

  @Test
  void unknownCaseIsAnErrorOfUse() {
    Outcome outcome = lab("--case", "identiy");
    assertThat(outcome.status()).isEqualTo(2);
    assertThat(outcome.err()).contains("unknown case 'identiy'", "identity");
  }

  private Outcome lab(String... options) {
    return CommandLineRunner.run(Stream.concat(Stream.of("lab", "--out", directory.toString()), Stream.of(options))
        .toArray(String[]::new));
  }

  private List<NamedCsvRecord> rows(String file) throws IOException {
    try (CsvReader<NamedCsvRecord> reader = CsvReader.builder().ofNamedCsvRecord(directory.resolve(file))) {
      return reader.stream().toList();
    }
  }
}
