package io.pathwise.benchmarks;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.pathwise.batch.input.MarketReader;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.RiskFactor;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.commons.math3.random.Well19937c;

/**
 * Writes made-up daily moves of a market, as a history that {@code pathwise var} reads: spots have one factor in
 * common, which moves volatilities the other way, and curves move in parallel. Equal arguments write equal files.
 *
 * <pre>
 * java -cp ... io.pathwise.benchmarks.HistoryGenerator DAYS MARKET FILE
 * </pre>
 */
public final class HistoryGenerator {
  private static final int SEED = 11;
  private static final double DAILY_VOL = 0.012;
  private static final double DAILY_VOL_OF_VOL = 0.006;
  private static final double DAILY_RATE_MOVE = 0.0005;

  private HistoryGenerator() {}

  /** Writes the file. */
  public static void main(String[] arguments) throws IOException {
    int days = Integer.parseInt(arguments[0]);
    MarketData market = MarketReader.read(Path.of(arguments[1]));
    List<RiskFactor> factors = market.factors().stream().filter(factor -> factor instanceof RiskFactor.Spot
        || factor instanceof RiskFactor.Vol || factor instanceof RiskFactor.Zero).toList();
    Well19937c random = new Well19937c(SEED);
    LocalDate day = market.valuationDate().minusDays(2L * days);
    try (CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(Path.of(arguments[2]))) {
      List<String> header = new ArrayList<>(List.of("date"));
      factors.forEach(factor -> header.add(factor.toString()));
      csv.writeRecord(header);
      for (int i = 0; i < days; i++) {
        day = nextWorkingDay(day);
        List<String> row = new ArrayList<>(List.of(day.toString()));
        double common = random.nextGaussian();
        for (RiskFactor factor : factors) {
          row.add(String.format(Locale.ROOT, "%.6f", move(factor, common, random)));
        }
        csv.writeRecord(row);
      }
    }
  }

  private static double move(RiskFactor factor, double common, Well19937c random) {
    double own = random.nextGaussian();
    if (factor instanceof RiskFactor.Spot) {
      return DAILY_VOL * (0.6 * common + 0.8 * own);
    }
    return factor instanceof RiskFactor.Vol
        ? DAILY_VOL_OF_VOL * (-0.6 * common + 0.8 * own)
        : DAILY_RATE_MOVE * own;
  }

  private static LocalDate nextWorkingDay(LocalDate day) {
    LocalDate next = day.plusDays(1);
    while (next.getDayOfWeek() == DayOfWeek.SATURDAY || next.getDayOfWeek() == DayOfWeek.SUNDAY) {
      next = next.plusDays(1);
    }
    return next;
  }
}
