package io.pathwise.batch.profit;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.pathwise.batch.output.ResultRow;
import io.pathwise.greeks.measure.Greek;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;

/**
 * Writes {@code pnl.csv}: for each trade the actual profit, a row for each term and what is unexplained, for the whole
 * trade in its own currency. Trades that are left out come last, with their reasons. Start at {@link #write}.
 */
final class ExplainedProfitCsv {
  private static final List<String> COLUMNS = List.of("tradeId", "currency", "term", "factor", "amount",
      "standardError", "status", "message");

  private final CsvWriter csv;

  /** Writes the header; the stream is not closed, call {@link #flush} at the end. */
  ExplainedProfitCsv(OutputStream out) {
    csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(out);
    csv.writeRecord(COLUMNS);
  }

  /** Writes the rows of a trade. */
  void write(ExplainedProfit profit, String currency) {
    row(profit, currency, "actual", "", profit.actual().value(), profit.actual().standardError(),
        profit.actual().status(), profit.message());
    profit.terms().forEach(term -> row(profit, currency, term.name(), term.factor(), term.amount(),
        term.standardError(), term.status(), term.message()));
    row(profit, currency, "unexplained", "", profit.unexplained(), profit.unexplainedError(),
        profit.unexplainedStatus(), "");
  }

  private void row(ExplainedProfit profit, String currency, String term, String factor, double amount, double error,
      Greek.Status status, String message) {
    double quantity = profit.trade().quantity();
    csv.writeRecord(profit.trade().id(), currency, term, factor, Double.toString(quantity * amount + 0.0),
        Double.isNaN(error) ? "" : Double.toString(Math.abs(quantity) * error), ResultRow.status(status),
        ResultRow.oneLine(message));
  }

  /** Writes a row for each trade that is left out. */
  void failed(Map<String, String> reasons) {
    reasons.forEach((id, reason) -> csv.writeRecord(id, "", "", "", "", "", "failed", ResultRow.oneLine(reason)));
  }

  /** Hands everything to the stream. */
  void flush() throws IOException {
    csv.flush();
  }
}
