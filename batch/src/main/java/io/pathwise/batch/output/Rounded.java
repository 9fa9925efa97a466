package io.pathwise.batch.output;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;

/**
 * Numbers for people: as many digits as the standard error leaves a meaning, which is two digits of its own, but no
 * more than {@value #MOST_DIGITS}. Numbers that would begin with many zeros have an exponent.
 */
public final class Rounded {
  private static final int ERROR_DIGITS = 2;
  private static final int MOST_DIGITS = 10;
  private static final int MOST_DECIMALS = 12;

  private Rounded() {}

  /** A number rounded to the digits that a standard error leaves a meaning. */
  public static String text(double number, double standardError) {
    if (!Double.isFinite(number)) {
      return Double.toString(number);
    }
    BigDecimal exact = new BigDecimal(number);
    int mostDecimals = exact.signum() == 0 ? 0 : MOST_DIGITS - digitsBefore(exact);
    if (!(standardError > 0) || !Double.isFinite(standardError)) {
      return text(exact, mostDecimals);
    }
    int decimals = ERROR_DIGITS - digitsBefore(new BigDecimal(standardError));
    return text(exact, exact.signum() == 0 ? Math.min(decimals, MOST_DIGITS) : Math.min(decimals, mostDecimals));
  }

  /** Of the decimal point; negative for zeros behind it. */
  private static int digitsBefore(BigDecimal number) {
    return number.precision() - number.scale();
  }

  private static String text(BigDecimal number, int decimals) {
    BigDecimal rounded = number.setScale(Math.max(0, decimals), RoundingMode.HALF_EVEN);
    if (decimals <= MOST_DECIMALS || rounded.signum() == 0) {
      return rounded.setScale(Math.min(rounded.scale(), MOST_DECIMALS), RoundingMode.HALF_EVEN).toPlainString();
    }
    return String.format(Locale.ROOT, "%." + (rounded.precision() - 1) + "e", rounded);
  }
}
