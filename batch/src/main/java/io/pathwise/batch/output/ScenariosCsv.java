package io.pathwise.batch.output;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.pathwise.greeks.measure.Greek;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/**
 * Writes {@code scenarios.csv}: one row for each trade and scenario, in the order of the portfolio and of the
 * scenarios. Start at {@link #row}.
 */
public final class ScenariosCsv {
  /** The names of the columns. */
  public static final List<String> COLUMNS = List.of("tradeId", "scenario", "value", "profit", "standardError",
      "taylorProfit", "taylorOrder", "paths", "status", "message");

  private final CsvWriter csv;

  /**
   * A trade in a scenario, times its quantity.
   *
   * @param tradeId
   *          which trade
   * @param scenario
   *          which scenario
   * @param value
   *          the value in the scenario
   * @param profit
   *          the change of the value, and what was paid where time has passed
   * @param standardError
   *          of the change; NaN where it is not known
   * @param taylorProfit
   *          the change that the Greeks estimate; NaN when one is missing
   * @param taylorOrder
   *          1 or 2
   * @param paths
   *          how many paths the change rests on
   * @param status
   *          what became of the change
   * @param message
   *          for people, on one line, as in a row of the results
   */
  public record Row(String tradeId, String scenario, double value, double profit, double standardError,
      double taylorProfit, int taylorOrder, long paths, Greek.Status status, String message) {}

  /** Writes the header; the stream is not closed, call {@link #flush} at the end. */
  public ScenariosCsv(OutputStream out) {
    csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(out);
    csv.writeRecord(COLUMNS);
  }

  /** Writes a row. */
  public void row(Row row) {
    boolean taylor = Double.isFinite(row.taylorProfit());
    csv.writeRecord(row.tradeId(), row.scenario(), Double.toString(row.value()),
        Double.toString(row.profit()), Double.isNaN(row.standardError()) ? "" : Double.toString(row.standardError()),
        taylor ? Double.toString(row.taylorProfit()) : "", taylor ? Integer.toString(row.taylorOrder()) : "",
        Long.toString(row.paths()), ResultRow.status(row.status()), row.message());
  }

  /** Writes the row of a trade that has no number in a scenario. */
  public void failed(String tradeId, String scenario, String message) {
    csv.writeRecord(tradeId, scenario, "", "", "", "", "", "0",
        ResultRow.status(Greek.Status.FAILED), ResultRow.oneLine(message));
  }

  /** Hands everything to the stream. */
  public void flush() throws IOException {
    csv.flush();
  }
}
