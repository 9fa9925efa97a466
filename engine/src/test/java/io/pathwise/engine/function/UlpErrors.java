package io.pathwise.engine.function;

import java.math.BigDecimal;
import java.math.MathContext;

/** Collects errors in units in the last place of the exact result rounded to a double. */
final class UlpErrors {

  private double max;
  private double argumentOfMax;
  private double sumOfSquares;
  private int count;

  void add(double argument, double result, BigDecimal exact) {
    BigDecimal difference = new BigDecimal(result).subtract(exact);
    add(argument,
        difference.divide(new BigDecimal(Math.ulp(exact.doubleValue())), MathContext.DECIMAL64).doubleValue());
  }

  void add(double argument, double errorInUlp) {
    double size = Math.abs(errorInUlp);
    if (!(size <= max)) {
      max = size;
      argumentOfMax = argument;
    }
    sumOfSquares += size * size;
    count++;
  }

  double max() {
    return max;
  }

  double rms() {
    return Math.sqrt(sumOfSquares / count);
  }

  /** Where the largest error was, and how large; for failure messages. */
  String worst() {
    return max + " ulp at " + argumentOfMax + " (" + Double.toHexString(argumentOfMax) + "), " + count + " arguments";
  }
}
