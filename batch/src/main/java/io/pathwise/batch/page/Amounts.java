package io.pathwise.batch.page;

import io.pathwise.batch.output.Rounded;

/** Amounts with a standard error, for people: the digits that the error leaves a meaning, in groups of three. */
public final class Amounts {
  private static final double SMALLEST = 1e-5;
  private static final char NARROW_SPACE = '\u202f';
  private static final int GROUP = 3;
  private static final char POWER = '·';

  private Amounts() {}

  /** A number to the digits that its standard error leaves a meaning. */
  public static String text(double number, double standardError) {
    boolean tiny = (number != 0 && Math.abs(number) < SMALLEST) || (standardError > 0 && standardError < SMALLEST);
    return tiny || !Double.isFinite(number)
        ? Numbers.text(number)
        : grouped(standardError > 0 ? Rounded.text(number, standardError) : Numbers.precise(number));
  }

  /** A standard error to two digits. */
  public static String error(double standardError) {
    return text(standardError, standardError);
  }

  /** A whole number. */
  public static String count(long number) {
    return grouped(Long.toString(number));
  }

  private static String grouped(String plain) {
    if (plain.indexOf(POWER) >= 0) {
      return plain;
    }
    int point = plain.indexOf('.');
    StringBuilder text = new StringBuilder(plain);
    int first = Character.isDigit(plain.charAt(0)) ? 0 : 1;
    for (int i = (point < 0 ? plain.length() : point) - GROUP; i > first; i -= GROUP) {
      text.insert(i, NARROW_SPACE);
    }
    return text.toString().replace('-', '−');
  }
}
