package io.pathwise.batch.page;

import java.math.BigDecimal;
import java.math.MathContext;

/** Numbers for people, with a power of ten where there would be many zeros. */
public final class Numbers {
  private static final MathContext FOUR = new MathContext(4);
  private static final MathContext NINE = new MathContext(9);
  private static final int LARGEST_EXPONENT = 5;
  private static final int SMALLEST_EXPONENT = -4;

  private Numbers() {}

  /** Four significant digits. */
  public static String text(double number) {
    return text(number, FOUR);
  }

  /** Nine significant digits. */
  public static String precise(double number) {
    return text(number, NINE);
  }

  private static String text(double number, MathContext digits) {
    if (Double.isNaN(number)) {
      return "–";
    }
    if (Double.isInfinite(number)) {
      return number > 0 ? "∞" : "−∞";
    }
    BigDecimal rounded = new BigDecimal(number).round(digits);
    if (rounded.signum() == 0) {
      return "0";
    }
    int exponent = rounded.precision() - rounded.scale() - 1;
    if (exponent >= SMALLEST_EXPONENT && exponent <= LARGEST_EXPONENT) {
      return sign(plain(rounded));
    }
    return sign(plain(rounded.scaleByPowerOfTen(-exponent))) + "·10" + superscript(exponent);
  }

  private static String plain(BigDecimal number) {
    return number.stripTrailingZeros().toPlainString();
  }

  private static String sign(String number) {
    return number.replace('-', '−');
  }

  private static String superscript(int exponent) {
    StringBuilder text = new StringBuilder();
    for (char c : Integer.toString(exponent).toCharArray()) {
      text.append(c == '-' ? '⁻' : "⁰¹²³⁴⁵⁶⁷⁸⁹".charAt(c - '0'));
    }
    return text.toString();
  }
}
