package io.pathwise.batch.input;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a table in CSV (RFC 4180) with a line of column names: each row becomes the JSON object whose fields are its
 * cells, each at the place file, line, column name. An empty cell is a field that is missing. Start at {@link #next}.
 */
final class CsvTable implements Closeable {
  /** What stands between the elements of a list in one cell. */
  static final String SEPARATOR = ";";

  private static final int MAXIMUM_CELL_CHARACTERS = 1 << 24;
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private final String source;
  private final Map<String, FieldKind> kinds;
  private final CountingStream bytes;
  private final CloseableIterator<CsvRecord> records;
  private final List<String> columns;

  /**
   * Reads the names of the columns.
   *
   * @param source
   *          how messages name the table
   * @param in
   *          what to read, closed by {@link #close}
   * @param kinds
   *          the columns that are allowed, and what they hold
   * @throws InvalidInputException
   *           when there are none, or one that is not allowed or comes twice
   */
  CsvTable(String source, InputStream in, Map<String, FieldKind> kinds) {
    this.source = source;
    this.kinds = kinds;
    bytes = new CountingStream(in);
    records = CsvReader.builder().extraFieldStrategy(FieldMismatchStrategy.IGNORE)
        .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
        .maxBufferSize(MAXIMUM_CELL_CHARACTERS)
        .ofCsvRecord(new InputStreamReader(bytes, StandardCharsets.UTF_8.newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT).onUnmappableCharacter(CodingErrorAction.REPORT)))
        .iterator();
    CsvRecord header = record();
    if (header == null) {
      throw new InvalidInputException(Location.whole(source), "is empty, a line of column names is needed: " + names());
    }
    columns = header.getFields().stream().map(name -> name.replace(BYTE_ORDER_MARK, "").strip()).toList();
    Set<String> seen = new HashSet<>();
    for (String column : columns) {
      Location at = new Location(source, (int) header.getStartingLineNumber(), column);
      if (!kinds.containsKey(column)) {
        throw new InvalidInputException(at, "unknown column '" + column + "', allowed: " + names());
      }
      if (!seen.add(column)) {
        throw new InvalidInputException(at, "column '" + column + "' is given twice");
      }
    }
  }

  /** Whether a file's name says that it is a table in CSV. */
  static boolean isNamed(String source) {
    return source.toLowerCase(Locale.ROOT).endsWith(".csv");
  }

  /** How many bytes have been read, those in buffers included. */
  long bytesRead() {
    return bytes.count;
  }

  /** Counts what is read from it. */
  private static final class CountingStream extends FilterInputStream {
    private long count;

    CountingStream(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int read = super.read();
      count += read < 0 ? 0 : 1;
      return read;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int read = super.read(buffer, offset, length);
      count += Math.max(read, 0);
      return read;
    }
  }

  private String names() {
    return String.join(", ", kinds.keySet());
  }

  /**
   * A row.
   *
   * @param line
   *          where it begins, counted from 1
   * @param cells
   *          those that are not empty
   * @param problem
   *          why the row cannot be used; empty when it can
   */
  record Row(int line, Json.Struct cells, String problem) {

    /** The cells, unless the row cannot be used. */
    Json.Struct checkedCells() {
      if (!problem.isEmpty()) {
        throw new InvalidInputException(cells.location(), problem);
      }
      return cells;
    }

    /** The cells as fields, unless the row cannot be used. */
    Fields fields(String what, List<String> allowed) {
      return Fields.of(checkedCells(), what, "", allowed);
    }
  }

  /**
   * The next row; null at the end.
   *
   * @throws InvalidInputException
   *           when the table cannot be read on
   */
  @Nullable
  Row next() {
    CsvRecord row = record();
    if (row == null) {
      return null;
    }
    int line = (int) row.getStartingLineNumber();
    SequencedMap<String, Json> cells = new LinkedHashMap<>();
    for (int i = 0; i < Math.min(columns.size(), row.getFieldCount()); i++) {
      String column = columns.get(i);
      String text = row.getField(i).strip();
      if (!text.isEmpty()) {
        cells.put(column, kind(column).json(new Location(source, line, column), text, SEPARATOR));
      }
    }
    String problem = row.getFieldCount() == columns.size()
        ? ""
        : "the row has " + row.getFieldCount() + " cells, but there are " + columns.size() + " columns";
    return new Row(line, new Json.Struct(new Location(source, line, 1), cells), problem);
  }

  private FieldKind kind(String column) {
    return Objects.requireNonNull(kinds.get(column));
  }

  private @Nullable CsvRecord record() {
    try {
      return records.hasNext() ? records.next() : null;
    } catch (UncheckedIOException e) {
      throw new InvalidInputException(Location.whole(source), e.getCause() instanceof CharacterCodingException
          ? "not UTF-8 text"
          : "cannot be read: " + Objects.requireNonNull(e.getCause()).getMessage(), e);
    } catch (CsvParseException e) {
      throw new InvalidInputException(Location.whole(source), "not valid CSV: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() throws IOException {
    records.close();
  }
}
