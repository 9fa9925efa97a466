package io.pathwise.batch.report;

import io.pathwise.batch.output.Totals;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * The currencies of a run, those of the most trades first. There are no exchange rates, so that numbers in different
 * currencies are never compared or drawn beside each other. Start at {@link #of}.
 *
 * @param shown
 *          those that a page speaks of
 * @param others
 *          those that only the files tell of
 */
record Currencies(List<String> shown, List<String> others) {
  private static final int MOST = 4;

  /** The currencies of some totals. */
  static Currencies of(List<Totals.Total> totals) {
    Map<String, Long> trades = new TreeMap<>();
    totals.forEach(total -> trades.merge(total.currency(), total.trades(), Math::max));
    List<String> all = trades.keySet().stream()
        .sorted(Comparator.comparingLong((String currency) -> -Objects.requireNonNull(trades.get(currency)))).toList();
    int most = Math.min(MOST, all.size());
    return new Currencies(all.subList(0, most), all.subList(most, all.size()));
  }

  /** So many rows or bars for all of them together, but at least some for each. */
  int share(int together, int least) {
    return Math.max(least, together / Math.max(1, shown.size()));
  }
}
