package io.pathwise.batch.hedging;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.pathwise.greeks.hedging.Hedge;
import io.pathwise.greeks.hedging.RebalancedHedge;
import io.pathwise.greeks.hedging.RebalancedHedge.Ratio;
import io.pathwise.greeks.hedging.RebalancedHedge.Rebalancing;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** Writes {@code rebalancing.csv}, a row for each date and instrument of each trade. Start at {@link #write}. */
final class RebalancingCsv {
  private static final List<String> COLUMNS = List.of("tradeId", "time", "instrument", "meanRatio", "standardError",
      "deviation", "deviationError", "currency", "status");

  private RebalancingCsv() {}

  /** Writes all rows; the stream stays open. */
  static void write(OutputStream out, List<HedgeEntry> entries) throws IOException {
    CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(out);
    csv.writeRecord(COLUMNS);
    for (HedgeEntry entry : entries) {
      entry.hedge().ifPresent(
          hedge -> entry.rebalanced().ifPresent(rebalanced -> rows(csv, entry, hedge, rebalanced)));
    }
    csv.flush();
  }

  private static void rows(CsvWriter csv, HedgeEntry entry, Hedge hedge, RebalancedHedge rebalanced) {
    for (Rebalancing date : rebalanced.dates()) {
      for (int i = 0; i < date.ratios().size(); i++) {
        Ratio ratio = date.ratios().get(i);
        csv.writeRecord(entry.trade(), Double.toString(date.time()), hedge.legs().get(i).instrument().id(),
            Double.toString(ratio.mean().value()), Double.toString(ratio.mean().standardError()),
            Double.toString(ratio.deviation().value()), Double.toString(ratio.deviation().standardError()),
            entry.currency(), ratio.isTraded() ? hedge.status() : "expired");
      }
    }
  }
}
