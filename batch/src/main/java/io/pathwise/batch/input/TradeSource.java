package io.pathwise.batch.input;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Where trades, or the quotes of a fit, come from, one after the other. Start at {@link #of}. */
interface TradeSource extends Closeable {

  /**
   * A trade or a quote that has not been read yet.
   *
   * @param line
   *          where it begins, counted from 1
   * @param json
   *          gives its fields, or throws an {@link InvalidInputException}
   */
  record Item(int line, Supplier<? extends Json> json) {}

  /**
   * The next one; null at the end.
   *
   * @throws InvalidInputException
   *           when it cannot be read on
   */
  @Nullable
  Item next() throws IOException;

  /** About how many bytes have been read. */
  long bytesRead();

  /** The trades of a file: a table in CSV if its name says so, otherwise JSON objects, one a line. */
  static TradeSource of(String source, InputStream in) throws IOException {
    return of(source, in, TradeColumns.KINDS);
  }

  /** What a file holds: a table in CSV with some columns if its name says so, otherwise JSON objects, one a line. */
  static TradeSource of(String source, InputStream in, Map<String, FieldKind> columns) throws IOException {
    return CsvTable.isNamed(source) ? table(source, in, columns) : lines(source, in);
  }

  private static TradeSource lines(String source, InputStream in) {
    LineReader lines = new LineReader(in, LineReader.Ends.LINE_FEED, LineReader.MOST_BYTES);
    return new TradeSource() {
      @Override
      public @Nullable Item next() throws IOException {
        LineReader.Line line = lines.nextFilled();
        return line == null
            ? null
            : new Item(line.number(),
                () -> JsonText.parse(source, line.number() - 1, line.checkedText(source)));
      }

      @Override
      public long bytesRead() {
        return lines.bytesRead();
      }

      @Override
      public void close() throws IOException {
        in.close();
      }
    };
  }

  private static TradeSource table(String source, InputStream in, Map<String, FieldKind> columns) throws IOException {
    CsvTable table = new CsvTable(source, in, columns);
    return new TradeSource() {
      @Override
      public @Nullable Item next() throws IOException {
        CsvTable.Row row = table.next();
        return row == null ? null : new Item(row.line(), row.cells());
      }

      @Override
      public long bytesRead() {
        return table.bytesRead();
      }

      @Override
      public void close() throws IOException {
        in.close();
      }
    };
  }
}
