package io.pathwise.batch.output;

import io.pathwise.greeks.measure.Greek;
import io.pathwise.greeks.measure.Greeks;
import io.pathwise.pricing.product.Trade;
import java.util.Locale;

/** Makes failures of numbers that are not finite for the whole trade. Start at {@link #of}. */
public final class FiniteNumbers {
  private FiniteNumbers() {}

  /** The numbers of one unit, with a failure in place of each that is infinite or none at all, times the quantity. */
  public static Greeks of(Trade trade, Greeks greeks) {
    return new Greeks(greeks.numbers().stream().map(number -> of(trade, number)).toList(), greeks.backend(),
        greeks.seconds());
  }

  /** The number of one unit, or a failure. */
  public static Greek of(Trade trade, Greek number) {
    return isFine(trade, number)
        ? number
        : new Greek(number.measure(), number.factors(), Double.NaN, Double.NaN, "", "", 0, Greek.Status.FAILED,
            problem(trade, number));
  }

  private static boolean isFine(Trade trade, Greek number) {
    return !Position.hasNumber(number) || (Double.isFinite(Position.value(trade, number))
        && hasFineError(number.status(), Position.standardError(trade, number)));
  }

  /** Nothing may be known of the error of a number that no path has hit. */
  private static boolean hasFineError(Greek.Status status, double error) {
    return status == Greek.Status.NO_HITS ? !Double.isInfinite(error) : Double.isFinite(error);
  }

  private static String problem(Trade trade, Greek number) {
    String unit = String.format(Locale.ROOT, "%s ± %s", number.value(), number.standardError());
    return Double.isFinite(number.value()) && Double.isFinite(number.standardError())
        ? "overflows: " + unit + " for one unit, times the quantity " + trade.quantity()
        : "is not finite: " + unit + " for one unit";
  }
}
