package io.pathwise.batch.plan;

import io.pathwise.batch.output.TextTable;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The result of a dry run: what a run would do.
 *
 * @param trades
 *          lines of the portfolio
 * @param unusable
 *          how many of them cannot be evaluated
 * @param estimates
 *          by kind, in the order in which kinds come in the portfolio
 * @param estimators
 *          estimators with their measures, and the number of trades
 * @param scenarios
 *          how many there are
 * @param heapBytes
 *          what the run will hold in memory
 * @param calibrationSeconds
 *          what finding this out took
 */
public record Plan(long trades, long unusable, List<Estimate> estimates, Map<String, Long> estimators, int scenarios,
    long heapBytes, double calibrationSeconds) {

  /** Copies the lists. */
  public Plan {
    estimates = List.copyOf(estimates);
    estimators = Collections.unmodifiableMap(new LinkedHashMap<>(estimators));
  }

  /** For people. */
  public String text() {
    TextTable table = new TextTable("type", ">assets", "models", ">steps from", ">trades", ">simulations",
        ">operations per path", ">paths");
    for (Estimate estimate : estimates) {
      table.row(estimate.kind().type(), Integer.toString(estimate.kind().assets()), estimate.kind().models(),
          Integer.toString(estimate.kind().steps()), Long.toString(estimate.trades()),
          String.format(Locale.ROOT, "%.0f", estimate.trades() * estimate.simulations()),
          String.format(Locale.ROOT, "%.0f", estimate.operationsPerPath()),
          String.format(Locale.ROOT, "%.0f", estimate.paths()));
    }
    Map<String, String> uses = new LinkedHashMap<>();
    estimators.forEach((name, count) -> uses.merge(name.substring(0, name.indexOf(' ')),
        name.substring(name.indexOf(' ') + 1) + " " + count, (a, b) -> a + ", " + b));
    TextTable lines = new TextTable("estimator", "measures and trades");
    uses.forEach(lines::row);
    return String.format(Locale.ROOT, "%s%n%s%n%d trades, %d unusable, %d scenarios%n"
        + "estimated: %d MiB of live heap (found in %.1f s)%n", table, lines,
        trades, unusable, scenarios, heapBytes >> 20, calibrationSeconds);
  }
}
