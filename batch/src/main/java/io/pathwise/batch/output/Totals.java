package io.pathwise.batch.output;

import io.pathwise.greeks.Greek;
import io.pathwise.greeks.Greeks;
import io.pathwise.greeks.Measure;
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
  private final Map<Key, Sum> sums = new TreeMap<>(Comparator.comparing(Key::measure).thenComparing(Key::factor)
      .thenComparing(Key::currency));

  private record Key(Measure measure, String factor, String currency) {}

  private record Sum(double value, double standardErrorBound, long trades, long failed) {
    static final Sum ZERO = new Sum(0, 0, 0, 0);

    Sum plus(double moreValue, double moreError) {
      return new Sum(value + moreValue, standardErrorBound + moreError, trades + 1, failed);
    }

    Sum plusFailed() {
      return new Sum(value, standardErrorBound, trades, failed + 1);
    }
  }

  /**
   * One sum.
   *
   * @param measure
   *          what was summed
   * @param factor
   *          the risk factors, as in results
   * @param currency
   *          the id of the curve in whose currency the numbers are
   * @param value
   *          Σ quantity · value
   * @param standardErrorBound
   *          Σ |quantity| · standard error: the standard error of the sum is at most this; what it is depends on how
   *          the trades' errors hang together, which trades on the same noise do
   * @param trades
   *          how many numbers were summed
   * @param failed
   *          how many are missing because they failed
   */
  public record Total(Measure measure, String factor, String currency, double value, double standardErrorBound,
      long trades, long failed) {}

  /** Adds the numbers of a trade. */
  public void add(Trade trade, String currency, Greeks greeks) {
    for (Greek greek : greeks.numbers()) {
      Key key = new Key(greek.measure(), greek.factorText(), currency);
      Sum before = sums.getOrDefault(key, Sum.ZERO);
      switch (greek.status()) {
        case OK, MAXIMUM_PATHS ->
          sums.put(key, before.plus(Position.value(trade, greek), Position.standardError(trade, greek)));
        case FAILED -> sums.put(key, before.plusFailed());
        case NOT_APPLICABLE -> {
        }
      }
    }
  }

  /** All sums, by measure, factor and currency. */
  public List<Total> list() {
    List<Total> list = new ArrayList<>();
    sums.forEach((key, sum) -> list.add(new Total(key.measure(), key.factor(), key.currency(), sum.value(),
        sum.standardErrorBound(), sum.trades(), sum.failed())));
    return list;
  }
}
