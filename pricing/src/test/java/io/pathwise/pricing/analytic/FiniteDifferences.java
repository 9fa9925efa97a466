package io.pathwise.pricing.analytic;

import java.util.function.DoubleUnaryOperator;

/**
 * Central differences with one Richardson step: error O(h⁴), (4 D(h/2) − D(h)) / 3. The check on derivatives that are
 * computed otherwise.
 */
final class FiniteDifferences {
  private FiniteDifferences() {}

  static double first(DoubleUnaryOperator function, double step) {
    return (4 * central(function, step / 2) - central(function, step)) / 3;
  }

  private static double central(DoubleUnaryOperator function, double step) {
    return (function.applyAsDouble(step) - function.applyAsDouble(-step)) / (2 * step);
  }
}
