package io.pathwise.batch;

import static org.assertj.core.api.Assertions.assertThat;

import blue.strategic.parquet.Hydrator;
import blue.strategic.parquet.ParquetReader;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.pathwise.batch.CommandLineRunner.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** results.parquet holds what results.csv holds, with the same bits. */
class ParquetTest {
  private static final Path EXAMPLES = Path.of("../examples");

  @TempDir
  private Path directory;

  private Outcome risk(Path portfolio, String... more) {
    String[] common = {"risk", "--portfolio", portfolio.toString(), "--market",
        EXAMPLES.resolve("market.json").toString(), "--out", directory.toString()};
    return CommandLineRunner.run(FakeEngine.factory(),
        Stream.concat(Stream.of(common), Stream.of(more)).toArray(String[]::new));
  }

  /** The rows of a Parquet file; an absent number is absent. */
  private static List<Map<String, Object>> table(Path file) throws IOException {
    Hydrator<Map<String, Object>, Map<String, Object>, String[]> rows = new Hydrator<>() {
      @Override
      public Map<String, Object> start() {
        return new LinkedHashMap<>();
      }

      @Override
      public Map<String, Object> add(Map<String, Object> row, String[] column, @Nullable Object value) {
        if (value != null) {
          row.put(column[0], value);
        }
        return row;
      }

      @Override
      public Map<String, Object> finish(Map<String, Object> row) {
        return row;
      }
    };
    try (Stream<Map<String, Object>> stream = ParquetReader.streamContent(file.toFile(), rows)) {
      return stream.toList();
    }
  }

  private static Map<String, Object> typed(NamedCsvRecord record) {
    Map<String, Object> row = new LinkedHashMap<>();
    record.getFieldsAsMap().forEach((name, text) -> {
      switch (name) {
        case "value", "standardError" -> {
          if (!text.isEmpty()) {
            row.put(name, Double.valueOf(text));
          }
        }
        case "paths" -> row.put(name, Long.valueOf(text));
        default -> row.put(name, text);
      }
    });
    return row;
  }

  private void assertSameRows() throws IOException {
    try (CsvReader<NamedCsvRecord> csv = CsvReader.builder().ofNamedCsvRecord(directory.resolve("results.csv"))) {
      List<Map<String, Object>> expected = csv.stream().map(ParquetTest::typed).toList();
      List<Map<String, Object>> table = table(directory.resolve("results.parquet"));
      assertThat(table).hasSameSizeAs(expected);
      for (int row = 0; row < expected.size(); row++) {
        assertThat(table.get(row)).as("row %d", row).isEqualTo(expected.get(row));
      }
    }
  }

  @Test
  void everyRowIsThatOfTheCsv() throws IOException {
    Path portfolio = directory.resolve("p.jsonl");
    Files.writeString(portfolio,
        """
            {"id":"E,1","type":"european","asset":"AAPL","option":"call","strike":0.1,"expiry":1,"quantity":-3}
            {"id":"ü","type":"european","asset":"AAPL","option":"call","strike":1e-300,"expiry":1,"quantity":0.7}
            {"id":"bad","type":"european","asset":"AAPL","option":"call","strike":-1,"expiry":1}
            {"id":"E4","type":"european","asset":"MSFT","option":"put","strike":1e15,"expiry":1,"quantity":0.3333333333333333}
            """);
    assertThat(risk(portfolio, "--parquet", "--measures", "value,delta,gamma").status()).isEqualTo(3);
    assertSameRows();
    ParquetMetadata metadata = ParquetReader.readMetadata(directory.resolve("results.parquet").toFile());
    assertThat(metadata.getFileMetaData().getSchema().getColumns().stream()
        .map(column -> column.getPath()[0] + " " + column.getPrimitiveType().getPrimitiveTypeName())).containsExactly(
            "tradeId BINARY", "measure BINARY", "factor BINARY", "value DOUBLE", "standardError DOUBLE",
            "estimator BINARY", "paths INT64", "status BINARY", "message BINARY");
    for (ColumnChunkMetaData column : metadata.getBlocks().getFirst().getColumns()) {
      assertThat(column.getCodec().name()).isEqualTo("UNCOMPRESSED");
      if (column.getPrimitiveType().getPrimitiveTypeName() == PrimitiveTypeName.BINARY) {
        assertThat(column.hasDictionaryPage()).as(column.toString()).isTrue();
      }
    }
  }

  @Test
  void itIsWrittenWhenAskedForOnlyAndTakesPartInAtomicity() throws IOException {
    Path portfolio = EXAMPLES.resolve("portfolio.jsonl");
    Path first = Files.writeString(directory.resolve("first.jsonl"), Files.readAllLines(portfolio).getFirst());
    assertThat(risk(first, "--measures", "value").status()).isZero();
    assertThat(directory.resolve("results.parquet")).doesNotExist();
    Files.createDirectory(directory.resolve("results.parquet"));
    byte[] before = Files.readAllBytes(directory.resolve("results.csv"));
    Outcome outcome = risk(first, "--measures", "value,delta", "--parquet");
    assertThat(outcome.err()).contains("results.parquet: cannot be written: it is a directory");
    assertThat(outcome.status()).isEqualTo(2);
    assertThat(directory.resolve("results.csv")).hasBinaryContent(before);
    Set<String> left = Stream.of(Objects.requireNonNull(directory.toFile().list())).collect(Collectors.toSet());
    assertThat(left).noneMatch(name -> name.endsWith(".part"));
  }
}
