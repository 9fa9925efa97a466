package io.pathwise.batch.input;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Where a portfolio's trades come from, one after the other. Start at {@link #of}. */
interface TradeSource extends Closeable {

  /**
   * A trade that has not been read yet.
   *
   * @param line
   *          where it begins, counted from 1
   * @param json
   *          gives its fields, or throws an {@link InvalidInputException}
   */
  record Item(int line, Supplier<Json> json) {}

  /**
   * The next trade; null at the end.
   *
   * @throws InvalidInputException
   *           when it cannot be read on
   */
  @Nullable
  Item next() throws IOException;

  /** About how many bytes have been read. */
  long bytesRead();

  /** The trades of a file: a table in CSV if its name says so, otherwise JSON objects, one a line. */
  static TradeSource of(String source, InputStream in) {
    return CsvTable.isNamed(source) ? table(source, in) : lines(source, in);
  }

  private static TradeSource lines(String source, InputStream in) {
    LineReader lines = new LineReader(in, 1 << 24);
    return new TradeSource() {
      @Override
      public @Nullable Item next() throws IOException {
        LineReader.Line line = lines.next();
        while (line != null && line.problem().isEmpty() && line.text().isBlank()) {
          line = lines.next();
        }
        return line == null ? null : item(line);
      }

      private Item item(LineReader.Line line) {
        return new Item(line.number(), () -> {
          if (!line.problem().isEmpty()) {
            throw new InvalidInputException(new Location(source, line.number(), 1), line.problem());
          }
          return JsonText.parse(source, line.number() - 1, line.text());
        });
      }

      @Override
      public long bytesRead() {
        return lines.bytesRead();
      }

      @Override
      public void close() throws IOException {
        lines.close();
      }
    };
  }

  private static TradeSource table(String source, InputStream in) {
    CsvTable table = new CsvTable(source, in, TradeColumns.KINDS);
    return new TradeSource() {
      @Override
      public @Nullable Item next() {
        CsvTable.Row row = table.next();
        return row == null ? null : new Item(row.line(), row::checkedCells);
      }

      @Override
      public long bytesRead() {
        return table.bytesRead();
      }

      @Override
      public void close() throws IOException {
        table.close();
      }
    };
  }
}
