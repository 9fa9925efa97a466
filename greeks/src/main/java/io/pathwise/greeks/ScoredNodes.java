package io.pathwise.greeks;

import io.pathwise.engine.program.Inputs;
import io.pathwise.pricing.model.PricingProgram;

/** Which sample nodes of a program are scored, by step. Steps of no length have nothing to score. */
enum ScoredNodes {
  /** Those of the first step. */
  FIRST,
  /** Those of the last step. */
  LAST,
  /** Those of every step. */
  ALL;

  /** The name of the per-step value that marks the scored steps. */
  String mask() {
    return "scored " + name().toLowerCase(java.util.Locale.ROOT);
  }

  /** The data with the mask. */
  Inputs mark(Inputs inputs) {
    double[] lengths = inputs.stepValue(PricingProgram.STEP_LENGTH);
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
      java.util.Arrays.fill(mask, 0.0);
      int only = this == FIRST ? first : last;
      if (only >= 0) {
        mask[only] = 1.0;
      }
    }
    return inputs.withStepValue(mask(), mask);
  }
}
