package io.pathwise.batch.output;

import io.pathwise.engine.statistics.TotalError;
import io.pathwise.greeks.measure.Greek;
import io.pathwise.greeks.measure.Greeks;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.pricing.market.RiskFactor;
import io.pathwise.pricing.product.Trade;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Sums over a portfolio, by measure, factor and currency; memory grows with the number of factors, not of trades. Start
 * at {@link #add}.
 */
public final class Totals {
  /** Beyond it squares overflow, and with them the errors of sums. */
  private static final double LARGEST = 1e150;

  private final Map<Key, Sum> sums = new TreeMap<>(Comparator.comparing(Key::measure).thenComparing(Key::factor)
      .thenComparing(Key::currency));

  private record Key(Measure measure, String factor, String currency) {}

  private static final class Sum {
    private final List<RiskFactor> factors;
    private final TotalError error = new TotalError();
    private double value;
    private long trades;
    private long failed;
    private long doubtful;

    Sum(List<RiskFactor> factors) {
      this.factors = factors;
    }

    void add(Trade trade, Greek greek) {
      double more = Position.value(trade, greek);
      if (!canBeAdded(more, Position.standardError(trade, greek))) {
        failed++;
        return;
      }
      value += more;
      error.add(trade.quantity(), greek.standardError(), greek.errors());
      trades++;
    }
  }

  /**
   * One sum.
   *
   * @param measure
   *          what was summed
   * @param factors
   *          what it is differentiated by; none for the value
   * @param currency
   *          the id of the curve in whose currency the numbers are
   * @param value
   *          Σ quantity · value
   * @param standardError
   *          of the sum; all trades share their noise, so their errors depend on each other, see {@link TotalError}
   * @param standardErrorBound
   *          Σ |quantity| · standard error: the standard error of the sum is at most this, however errors depend on
   *          each other
   * @param trades
   *          how many numbers were summed
   * @param failed
   *          how many are missing because they failed, or are beyond 1e150
   * @param doubtful
   *          how many of those summed rest on few paths, so that their errors say little
   */
  public record Total(Measure measure, List<RiskFactor> factors, String currency, double value, double standardError,
      double standardErrorBound, long trades, long failed, long doubtful) {

    /** The risk factors as in results. */
    public String factor() {
      return Greek.factorText(factors);
    }
  }

  /** Whether a number and its error are small enough for sums; an error may be unknown. */
  public static boolean canBeAdded(double value, double standardError) {
    return Math.abs(value) <= LARGEST && !(standardError > LARGEST);
  }

  /** Adds the numbers of a trade. */
  public void add(Trade trade, String currency, Greeks greeks) {
    for (Greek greek : greeks.numbers().stream().filter(number -> number.measure().isAmount()).toList()) {
      switch (greek.status()) {
        case OK, MAXIMUM_PATHS -> sum(greek, currency).add(trade, greek);
        case FEW_HITS, NO_HITS -> {
          sum(greek, currency).add(trade, greek);
          sum(greek, currency).doubtful++;
        }
        case FAILED -> sum(greek, currency).failed++;
        case NOT_APPLICABLE -> {
        }
      }
    }
  }

  private Sum sum(Greek greek, String currency) {
    return sums.computeIfAbsent(new Key(greek.measure(), greek.factorText(), currency),
        missing -> new Sum(greek.factors()));
  }

  /** All sums, by measure, factor and currency. */
  public List<Total> list() {
    List<Total> list = new ArrayList<>();
    sums.forEach((key, sum) -> list.add(new Total(key.measure(), sum.factors, key.currency(), sum.value,
        sum.error.standardError(), sum.error.bound(), sum.trades, sum.failed, sum.doubtful)));
    return list;
  }
}
