package io.pathwise.batch.input;

import java.util.regex.Pattern;

/** Reads decimal numbers. Start at {@link #value}. */
final class Numbers {
  /** More digits than these say nothing more of a double. */
  private static final int MOST_CHARACTERS = 1_000;
  private static final Pattern DECIMAL = Pattern.compile("[+-]?+(\\d++\\.?+\\d*+|\\.\\d++)([eE][+-]?+\\d++)?+");
  private static final Pattern ZERO = Pattern.compile("[+-]?+[0.]++([eE].*+)?+");

  private Numbers() {}

  /** Whether a text is a decimal number, such as JSON has, or with a plus sign or a point at either end. */
  static boolean isNumber(String text) {
    return text.length() <= MOST_CHARACTERS && DECIMAL.matcher(text).matches();
  }

  /**
   * The double that is nearest to a number.
   *
   * @param what
   *          how messages call the value
   * @throws InvalidInputException
   *           when the number is so large or so small that there is none near it
   */
  static double value(String what, Json.Numeral number) {
    double value = Double.parseDouble(number.text());
    if (Double.isInfinite(value)) {
      throw new InvalidInputException(number.location(), what + " is " + number.shown()
          + ", which overflows: numbers go up to 1.8e308");
    }
    if (value == 0 && !ZERO.matcher(number.text()).matches()) {
      throw new InvalidInputException(number.location(), what + " is " + number.shown()
          + ", which underflows to 0: the smallest number above 0 is 4.9e-324");
    }
    return value;
  }
}
