package io.pathwise.batch.command;

/**
 * A time.
 *
 * @param value
 *          in minutes, more than 0
 */
record Minutes(double value) {

  /** A time written as {@code 5} or {@code 0.5}. */
  static Minutes of(String text) {
    try {
      double value = Double.parseDouble(text);
      if (value > 0 && Double.isFinite(value)) {
        return new Minutes(value);
      }
    } catch (NumberFormatException notANumber) {
      throw new IllegalArgumentException(problem(text), notANumber);
    }
    throw new IllegalArgumentException(problem(text));
  }

  private static String problem(String text) {
    return "'" + text + "' must be a number of minutes above 0, such as 5 or 0.5";
  }
}
