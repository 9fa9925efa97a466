package io.pathwise.batch.command;

import io.pathwise.greeks.measure.Accuracy;

/**
 * A standard error to be reached by every number: the larger of an absolute and a relative part.
 *
 * @param absolute
 *          in the unit of each number
 * @param relative
 *          share of each number
 */
record TargetError(double absolute, double relative) {

  /** A target written as {@code 0.01} (absolute), {@code 1%} (relative) or both, {@code 1%,0.001}. */
  static TargetError of(String text) {
    double absolute = 0;
    double relative = 0;
    for (String part : text.split(",", -1)) {
      boolean isRelative = part.endsWith("%");
      double value = positive(text, isRelative ? part.substring(0, part.length() - 1) : part);
      if (isRelative ? relative > 0 : absolute > 0) {
        throw problem(text);
      }
      if (isRelative) {
        relative = value / 100;
      } else {
        absolute = value;
      }
    }
    return new TargetError(absolute, relative);
  }

  Accuracy accuracy(long maximumPaths) {
    return new Accuracy.TargetError(relative, absolute, maximumPaths);
  }

  private static double positive(String text, String part) {
    try {
      double value = Double.parseDouble(part);
      if (value > 0 && Double.isFinite(value)) {
        return value;
      }
    } catch (NumberFormatException notANumber) {
      throw problem(text);
    }
    throw problem(text);
  }

  private static IllegalArgumentException problem(String text) {
    return new IllegalArgumentException("'" + text
        + "' must be a positive number such as 0.01 (absolute), a share such as 1% (of each number), or both, 1%,0.001 "
        + "(the larger counts)");
  }
}
