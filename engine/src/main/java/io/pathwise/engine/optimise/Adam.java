package io.pathwise.engine.optimise;

import java.util.function.Predicate;

/**
 * Adam (Kingma and Ba 2015, algorithm 1): steps by running first and second moments m and v of the gradient, corrected
 * for their start, θ ← θ − α_t m̂/(√v̂ + ε) with α_t = α/√t as in their section 4. A new sample for every step.
 */
final class Adam extends Search {

  private static final double FIRST_DECAY = 0.9;
  private static final double SECOND_DECAY = 0.999;
  private static final double EPSILON = 1e-8;

  private final double[] first;
  private final double[] second;
  private double firstPower = 1;
  private double secondPower = 1;

  Adam(ShareObjective objective, SearchSettings settings, double[] start) {
    super(objective, settings, start);
    this.first = new double[start.length];
    this.second = new double[start.length];
  }

  @Override
  void round() {
    rescale();
    for (int i = 0; i < size(); i++) {
      double[] gradient = streamGradient();
      firstPower *= FIRST_DECAY;
      secondPower *= SECOND_DECAY;
      double[] direction = new double[point.length];
      for (int k = 0; k < direction.length; k++) {
        first[k] = FIRST_DECAY * first[k] + (1 - FIRST_DECAY) * gradient[k];
        second[k] = SECOND_DECAY * second[k] + (1 - SECOND_DECAY) * gradient[k] * gradient[k];
        direction[k] = first[k] / (1 - firstPower) / (Math.sqrt(second[k] / (1 - secondPower)) + EPSILON);
      }
      move(direction, step / Math.sqrt(1 + (double) iterations / size()));
    }
  }

  /** On the set, whose samples no step has seen. */
  @Override
  BatchGradient look(Predicate<BatchGradient> enough) {
    return BatchGradient.of(wholeTable(), point.length);
  }
}
