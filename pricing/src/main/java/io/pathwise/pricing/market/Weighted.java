package io.pathwise.pricing.market;

import java.util.List;

/** The weighted sum of quotes that every interpolation here ends in; its one method is the whole file. */
final class Weighted {
  private Weighted() {}

  static double sum(double[] weights, List<Double> quotes) {
    double sum = 0;
    for (int j = 0; j < weights.length; j++) {
      sum += weights[j] * quotes.get(j);
    }
    return sum;
  }
}
