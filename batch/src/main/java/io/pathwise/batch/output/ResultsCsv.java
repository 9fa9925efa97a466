package io.pathwise.batch.output;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.pathwise.greeks.measure.Greeks;
import io.pathwise.pricing.product.Trade;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.function.Consumer;

/**
 * Writes {@code results.csv}: one row for each number of each trade, in the order of the portfolio and of
 * {@link io.pathwise.greeks.measure.Measure}. Nothing in it depends on where or when it was computed. Start at
 * {@link #trade}.
 */
public final class ResultsCsv {
  /** The names of the columns. */
  public static final List<String> COLUMNS = List.of("tradeId", "measure", "factor", "value", "standardError",
      "estimator", "paths", "status", "message");

  private final CsvWriter csv;
  private final Consumer<ResultRow> companion;

  /** Writes the header; the stream is not closed, call {@link #flush} at the end. */
  public ResultsCsv(OutputStream out) {
    this(out, row -> {
    });
  }

  /**
   * Writes the header; the stream is not closed, call {@link #flush} at the end.
   *
   * @param companion
   *          is given every row, too
   */
  public ResultsCsv(OutputStream out, Consumer<ResultRow> companion) {
    this.companion = companion;
    csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(out);
    csv.writeRecord(COLUMNS);
  }

  /** Writes the rows of a trade; values and standard errors times the quantity. */
  public void trade(Trade trade, Greeks greeks) {
    ResultRow.of(trade, greeks).forEach(this::row);
  }

  /** Writes the one row of a trade for which there is no number at all. */
  public void failed(String tradeId, String message) {
    row(ResultRow.failed(tradeId, message));
  }

  private void row(ResultRow row) {
    csv.writeRecord(row.tradeId(), row.measure(), row.factor(), row.hasNumber() ? Double.toString(row.value()) : "",
        row.hasError() ? Double.toString(row.standardError()) : "", row.estimator(), Long.toString(row.paths()),
        row.status(), row.message());
    companion.accept(row);
  }

  /** Hands everything to the stream. */
  public void flush() throws IOException {
    csv.flush();
  }
}
