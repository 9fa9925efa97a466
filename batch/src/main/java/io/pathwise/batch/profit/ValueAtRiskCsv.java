package io.pathwise.batch.profit;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.pathwise.batch.input.Scenario;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Writes {@code var.csv}, a row for each scenario, and {@code contributions.csv}, a row for each trade. Start at
 * {@link #write}.
 */
final class ValueAtRiskCsv {
  private static final List<String> COLUMNS = List.of("scenario", "currency", "profit", "standardError", "unseen",
      "lossRank", "shortfallWeight", "weight");
  private static final List<String> CONTRIBUTION_COLUMNS = List.of("tradeId", "assets", "currency",
      "shortfallContribution");

  private ValueAtRiskCsv() {}

  /** Writes the profits of all scenarios, in their order; the stream stays open. */
  static void write(OutputStream out, ValueAtRisk result) throws IOException {
    CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(out);
    csv.writeRecord(COLUMNS);
    List<Scenario> scenarios = result.inputs().scenarios();
    for (ScenarioProfits profits : result.profits()) {
      LossTail tail = result.tail(profits);
      int[] ranks = ranks(tail.losses());
      for (int i = 0; i < scenarios.size(); i++) {
        csv.writeRecord(scenarios.get(i).id(), profits.currency(), Double.toString(profits.profit(i)),
            Double.toString(profits.standardError(i)), Double.toString(profits.unseen(i)), Integer.toString(ranks[i]),
            Double.toString(tail.weights()[i]), Double.toString(result.weights().values()[i] / scenarios.size()));
      }
    }
    csv.flush();
  }

  /** The rank of each loss, 1 for the largest; of equal ones the later is the larger, as in {@link LossTail}. */
  private static int[] ranks(double[] losses) {
    List<Integer> ascending = IntStream.range(0, losses.length).boxed()
        .sorted(Comparator.comparingDouble(i -> losses[i])).toList();
    int[] ranks = new int[losses.length];
    for (int i = 0; i < ranks.length; i++) {
      ranks[ascending.get(i)] = losses.length - i;
    }
    return ranks;
  }

  /** Writes what each trade adds to the expected shortfall; the stream stays open. */
  static void writeContributions(OutputStream out, ValueAtRisk result) throws IOException {
    CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(out);
    csv.writeRecord(CONTRIBUTION_COLUMNS);
    for (ScenarioProfits profits : result.profits()) {
      for (ScenarioProfits.Contribution of : profits.contributions(result.tail(profits))) {
        csv.writeRecord(of.name(), of.assets(), profits.currency(), Double.toString(of.amount()));
      }
    }
    csv.flush();
  }
}
