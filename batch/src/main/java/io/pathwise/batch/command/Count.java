package io.pathwise.batch.command;

import java.math.BigDecimal;

/**
 * A whole number of at least 1.
 *
 * @param value
 *          the number
 */
record Count(long value) {

  /** A count written as {@code 1000000} or {@code 1e6}. */
  static Count of(String text) {
    try {
      long value = new BigDecimal(text).longValueExact();
      if (value >= 1) {
        return new Count(value);
      }
    } catch (ArithmeticException | NumberFormatException notWhole) {
      throw new IllegalArgumentException(problem(text), notWhole);
    }
    throw new IllegalArgumentException(problem(text));
  }

  private static String problem(String text) {
    return "'" + text + "' must be a whole number of at least 1, such as 1000000 or 1e6";
  }
}
