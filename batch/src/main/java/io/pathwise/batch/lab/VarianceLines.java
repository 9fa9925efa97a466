package io.pathwise.batch.lab;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The lines of a plot of variances, one for each estimator. Start at {@link #add}. */
final class VarianceLines {
  private final Map<String, Series> lines = new LinkedHashMap<>();

  /** Adds a point to the line of every estimator that has a number. */
  void add(double x, List<Measurement> measurements) {
    for (Measurement measurement : measurements) {
      if (measurement.hasNumber()) {
        lines.computeIfAbsent(measurement.estimator(), Series::of).addVariance(x, measurement);
      }
    }
  }

  /** The lines, in order of first appearance. */
  List<Series> series() {
    return List.copyOf(lines.values());
  }
}
