package io.pathwise.batch.input;

import io.pathwise.batch.log.Excerpt;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads a table in CSV (RFC 4180, without line breaks in cells) with a line of column names: each row becomes the JSON
 * object whose fields are its cells, each at the place file, line, column name. An empty cell is a field that is
 * missing. A row that cannot be used is handed out as such. Start at {@link #next}.
 */
final class CsvTable {
  /** What stands between the elements of a list in one cell. */
  static final String SEPARATOR = ";";

  private final String source;
  private final Map<String, FieldKind> kinds;
  private final LineReader lines;
  private final List<String> columns;

  /**
   * Reads the names of the columns.
   *
   * @param source
   *          how messages name the table
   * @param in
   *          what to read; stays open
   * @param kinds
   *          the columns that are allowed, and what they hold
   * @throws InvalidInputException
   *           when there are none, or one that is not allowed or comes twice
   */
  CsvTable(String source, InputStream in, Map<String, FieldKind> kinds) throws IOException {
    this.source = source;
    this.kinds = kinds;
    lines = new LineReader(in, LineReader.Ends.EITHER, LineReader.MOST_BYTES);
    LineReader.Line header = lines.nextFilled();
    if (header == null) {
      throw new InvalidInputException(Location.whole(source), "is empty, a line of column names is needed: " + names());
    }
    int line = header.number();
    columns = CsvLine.cells(new Location(source, line, 1), header.checkedText(source)).stream().map(String::strip)
        .toList();
    Set<String> seen = new HashSet<>();
    for (String column : columns) {
      Location at = new Location(source, line, Excerpt.of(column));
      if (!kinds.containsKey(column)) {
        throw new InvalidInputException(at, "unknown column " + Excerpt.quoted(column) + ", allowed: " + names());
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

  /** How many bytes have been read. */
  long bytesRead() {
    return lines.bytesRead();
  }

  private String names() {
    return String.join(", ", kinds.keySet());
  }

  /**
   * A row that has not been looked at yet.
   *
   * @param line
   *          where it stands, counted from 1
   * @param cells
   *          gives those that are not empty, or throws an {@link InvalidInputException} when the row cannot be used
   */
  record Row(int line, Supplier<Json.Struct> cells) {

    /** The cells as fields, unless the row cannot be used. */
    Fields fields(String what, List<String> allowed) {
      return Fields.of(cells.get(), what, "", allowed);
    }
  }

  /** The next row; null at the end. */
  @Nullable
  Row next() throws IOException {
    LineReader.Line line = lines.nextFilled();
    return line == null ? null : new Row(line.number(), () -> cells(line));
  }

  private Json.Struct cells(LineReader.Line line) {
    Location at = new Location(source, line.number(), 1);
    List<String> texts = CsvLine.cells(at, line.checkedText(source));
    if (texts.size() != columns.size()) {
      throw new InvalidInputException(at,
          "the row has " + texts.size() + " cells, but there are " + columns.size() + " columns");
    }
    SequencedMap<String, Json> cells = new LinkedHashMap<>();
    for (int i = 0; i < columns.size(); i++) {
      String column = columns.get(i);
      String text = texts.get(i).strip();
      if (!text.isEmpty()) {
        cells.put(column, kind(column).json(new Location(source, line.number(), column), text, SEPARATOR));
      }
    }
    return new Json.Struct(at, cells);
  }

  private FieldKind kind(String column) {
    return Objects.requireNonNull(kinds.get(column));
  }
}
