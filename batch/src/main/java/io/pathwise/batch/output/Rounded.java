package io.pathwise.batch.output;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Numbers for people: as many digits as the standard error leaves a meaning, which is two digits of its own. */
public final class Rounded {
  private static final int ERROR_DIGITS = 2;
  private static final int EXACT_DIGITS = 10;

  private Rounded() {}

  /** A number rounded to the digits that a standard error leaves a meaning. */
  public static String text(double number, double standardError) {
    if (!Double.isFinite(number)) {
      return Double.toString(number);
    }
    BigDecimal exact = new BigDecimal(number);
    if (!(standardError > 0) || !Double.isFinite(standardError)) {
      int digitsBefore = exact.precision() - exact.scale();
      return plain(exact, exact.signum() == 0 ? 0 : EXACT_DIGITS - digitsBefore);
    }
    BigDecimal error = new BigDecimal(standardError);
    return plain(exact, ERROR_DIGITS - (error.precision() - error.scale()));
  }

  private static String plain(BigDecimal number, int decimals) {
    return number.setScale(Math.max(0, decimals), RoundingMode.HALF_EVEN).toPlainString();
  }
}
