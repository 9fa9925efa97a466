package io.pathwise.batch.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blue.strategic.parquet.ParquetReader;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Parquet file as a stream: groups of rows of bounded size, and streams that fail. */
class ResultsParquetTest {
  private static final int GROUP_BYTES = 1 << 16;

  @TempDir
  private Path directory;

  private static ResultRow row(int number) {
    return new ResultRow("trade-" + number, "value", "", true, number / 7.0, 0.5, "exact", 1024, "ok", "");
  }

  @Test
  void rowsLeaveMemoryInGroups() throws IOException {
    Path file = directory.resolve("r.parquet");
    int rows = 10_000;
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      ResultsParquet parquet = new ResultsParquet(out, GROUP_BYTES);
      for (int i = 0; i < rows; i++) {
        parquet.row(row(i));
      }
      parquet.finish();
    }
    var groups = ParquetReader.readMetadata(file.toFile()).getBlocks();
    assertThat(groups).hasSizeGreaterThan(3).allMatch(group -> group.getTotalByteSize() < 2 * GROUP_BYTES);
    assertThat(groups.stream().mapToLong(group -> group.getRowCount()).sum()).isEqualTo(rows);
  }

  @Test
  void aStreamThatFailsIsSaidSo() throws IOException {
    OutputStream full = new OutputStream() {
      private int left = GROUP_BYTES;

      @Override
      public void write(int b) throws IOException {
        if (left-- == 0) {
          throw new IOException("No space left on device");
        }
      }
    };
    ResultsParquet parquet = new ResultsParquet(full, GROUP_BYTES);
    assertThatThrownBy(() -> {
      for (int i = 0; i < 10_000; i++) {
        parquet.row(row(i));
      }
    }).isInstanceOf(UncheckedIOException.class).hasMessageContaining("No space left on device");
  }
}
