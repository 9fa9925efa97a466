package io.pathwise.batch.hedging;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.pathwise.greeks.hedging.Hedge;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** Writes {@code hedges.csv}, a row for each instrument of each trade. Start at {@link #write}. */
final class HedgesCsv {
  private static final List<String> COLUMNS = List.of("tradeId", "instrument", "ratio", "standardError", "price",
      "priceError", "currency", "status", "message");
  private static final String NOT_APPLICABLE = "not-applicable";

  private HedgesCsv() {}

  /** Writes all rows; the stream stays open. */
  static void write(OutputStream out, List<HedgeEntry> entries) throws IOException {
    CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(out);
    csv.writeRecord(COLUMNS);
    for (HedgeEntry entry : entries) {
      entry.hedge().ifPresentOrElse(hedge -> hedge.legs().forEach(leg -> leg(csv, entry, hedge, leg)),
          () -> csv.writeRecord(entry.trade(), "", "", "", "", "", entry.currency(), NOT_APPLICABLE, entry.reason()));
      entry.leftOut().forEach((instrument, reason) -> csv.writeRecord(entry.trade(), instrument.id(), "", "", "", "",
          entry.currency(), NOT_APPLICABLE, reason));
    }
    csv.flush();
  }

  private static void leg(CsvWriter csv, HedgeEntry entry, Hedge hedge, Hedge.Leg leg) {
    csv.writeRecord(entry.trade(), leg.instrument().id(), Double.toString(leg.ratio().value()),
        Double.toString(leg.ratio().standardError()), Double.toString(leg.price().value()),
        Double.toString(leg.price().standardError()), entry.currency(), hedge.status(leg),
        entry.reason());
  }
}
