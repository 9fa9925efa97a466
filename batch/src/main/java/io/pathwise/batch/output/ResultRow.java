package io.pathwise.batch.output;

import io.pathwise.batch.log.Excerpt;
import io.pathwise.greeks.measure.Greek;
import io.pathwise.greeks.measure.Greeks;
import io.pathwise.pricing.product.Trade;
import java.util.Comparator;
import java.util.List;

/**
 * A row of the results, whatever file it goes to; docs/formats.md describes the columns. Start at {@link #of}.
 *
 * @param tradeId
 *          the trade, or a name for the line that should have been one
 * @param measure
 *          what the number is; empty for a trade without any
 * @param factor
 *          the risk factors
 * @param hasNumber
 *          whether there is a value
 * @param value
 *          for the whole trade
 * @param standardError
 *          of the value; NaN where it is not known
 * @param estimator
 *          which gave the number
 * @param paths
 *          how many paths it rests on
 * @param status
 *          what became of it
 * @param message
 *          for people, on one line: what is to be said of the number, or else of its trade
 */
public record ResultRow(String tradeId, String measure, String factor, boolean hasNumber, double value,
    double standardError, String estimator, long paths, String status, String message) {

  /** The rows of a trade, in the order of {@link io.pathwise.greeks.measure.Measure}; numbers times the quantity. */
  public static List<ResultRow> of(Trade trade, Greeks greeks) {
    return greeks.numbers().stream().sorted(Comparator.comparing(Greek::measure)).map(greek -> of(trade, greek))
        .toList();
  }

  /** Whether something is known of the error. */
  public boolean hasError() {
    return hasNumber && !Double.isNaN(standardError);
  }

  private static ResultRow of(Trade trade, Greek greek) {
    return new ResultRow(trade.id(), greek.measure().label(), greek.factorText(), Position.hasNumber(greek),
        Position.value(trade, greek), Position.standardError(trade, greek), greek.estimator(), greek.paths(),
        status(greek.status()), message(trade, greek));
  }

  /** What is to be said of a number, or else of its trade, on one line. */
  public static String message(Trade trade, Greek greek) {
    return oneLine(greek.message().isEmpty() ? trade.remark() : greek.message());
  }

  /** The one row of a trade for which there is no number at all. */
  public static ResultRow failed(String tradeId, String message) {
    return new ResultRow(tradeId, "", "", false, Double.NaN, Double.NaN, "", 0, status(Greek.Status.FAILED),
        oneLine(message));
  }

  /** The spelling in files. */
  public static String status(Greek.Status status) {
    return switch (status) {
      case OK -> "ok";
      case MAXIMUM_PATHS -> "maximum-paths";
      case FEW_HITS -> "few-hits";
      case NO_HITS -> "no-hits";
      case NOT_APPLICABLE -> "not-applicable";
      case FAILED -> "failed";
    };
  }

  /** A message on one line, cut where it would fill a page. */
  public static String oneLine(String message) {
    return Excerpt.ofMessage(message.lines().map(String::strip).reduce((a, b) -> a + " " + b).orElse(""));
  }
}
