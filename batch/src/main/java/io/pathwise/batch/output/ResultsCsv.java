package io.pathwise.batch.output;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.pathwise.greeks.Greek;
import io.pathwise.greeks.Greeks;
import io.pathwise.pricing.product.Trade;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Comparator;
import java.util.List;

/**
 * Writes {@code results.csv}: one row for each number of each trade, in the order of the portfolio and of
 * {@link io.pathwise.greeks.Measure}. Nothing in it depends on where or when it was computed. Start at {@link #trade}.
 */
public final class ResultsCsv {
  /** The names of the columns. */
  public static final List<String> COLUMNS = List.of("tradeId", "measure", "factor", "value", "standardError",
      "estimator", "paths", "status", "message");

  private final CsvWriter csv;

  /** Writes the header; the stream is not closed, call {@link #flush} at the end. */
  public ResultsCsv(OutputStream out) {
    csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(out);
    csv.writeRecord(COLUMNS);
  }

  /** Writes the rows of a trade; values and standard errors times the quantity. */
  public void trade(Trade trade, Greeks greeks) {
    List<Greek> sorted = greeks.numbers().stream().sorted(Comparator.comparing(Greek::measure)).toList();
    for (Greek greek : sorted) {
      boolean hasNumber = Position.hasNumber(greek);
      csv.writeRecord(trade.id(), greek.measure().label(), greek.factorText(),
          hasNumber ? text(Position.value(trade, greek)) : "",
          hasNumber ? text(Position.standardError(trade, greek)) : "", greek.estimator(), Long.toString(greek.paths()),
          status(greek.status()), oneLine(greek.message()));
    }
  }

  /** Writes the one row of a trade for which there is no number at all. */
  public void failed(String tradeId, String message) {
    csv.writeRecord(tradeId, "", "", "", "", "", "0", status(Greek.Status.FAILED), oneLine(message));
  }

  /** Hands everything to the stream. */
  public void flush() throws IOException {
    csv.flush();
  }

  private static String status(Greek.Status status) {
    return switch (status) {
      case OK -> "ok";
      case MAXIMUM_PATHS -> "maximum-paths";
      case NOT_APPLICABLE -> "not-applicable";
      case FAILED -> "failed";
    };
  }

  private static String text(double number) {
    return Double.toString(number);
  }

  private static String oneLine(String message) {
    return message.lines().map(String::strip).reduce((a, b) -> a + " " + b).orElse("");
  }
}
