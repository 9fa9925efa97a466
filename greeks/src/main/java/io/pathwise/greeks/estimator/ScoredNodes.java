package io.pathwise.greeks.estimator;

import io.pathwise.engine.program.Inputs;
import io.pathwise.pricing.program.PricingProgram;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Which sample nodes of a program are scored, by step. Steps of no length have nothing to score. */
public enum ScoredNodes {
  /** Those of the first step. */
  FIRST,
  /** Those of the last step. */
  LAST,
  /** Those of every step. */
  ALL;

  /** The name of the per-step value that marks the scored steps. */
  String mask() {
    return "scored " + name().toLowerCase(Locale.ROOT);
  }

  /** The data with all masks. */
  static Inputs markAll(Inputs inputs) {
    double[] lengths = inputs.stepValue(PricingProgram.STEP_LENGTH);
    return inputs.withStepValues(
        Arrays.stream(values()).collect(Collectors.toMap(ScoredNodes::mask, nodes -> nodes.marks(lengths))));
  }

  private double[] marks(double[] lengths) {
    double[] mask = new double[lengths.length];
    int first = -1;
    int last = -1;
    for (int step = 0; step < lengths.length; step++) {
      if (lengths[step] > 0) {
        first = first < 0 ? step : first;
        last = step;
        mask[step] = 1.0;
      }
    }
    if (this != ALL) {
      Arrays.fill(mask, 0.0);
      int only = this == FIRST ? first : last;
      if (only >= 0) {
        mask[only] = 1.0;
      }
    }
    return mask;
  }
}
