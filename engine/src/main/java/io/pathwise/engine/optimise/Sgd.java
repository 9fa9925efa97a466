package io.pathwise.engine.optimise;

import java.util.function.Predicate;

/**
 * Stochastic gradient descent (Robbins and Monro 1951) with Newton's scaling: θ ← θ − η_k C⁻¹ g_k with a new sample for
 * every k and η_k = η/(1 + η k), which tends to 1/k.
 */
final class Sgd extends Search {

  Sgd(ShareObjective objective, SearchSettings settings, double[] start) {
    super(objective, settings, start);
  }

  @Override
  void round() {
    rescale();
    for (int i = 0; i < size(); i++) {
      descend(streamGradient(), step / (1 + step * iterations));
    }
  }

  /** On the set, whose samples no step has seen. */
  @Override
  BatchGradient look(Predicate<BatchGradient> enough) {
    return BatchGradient.of(wholeTable(), point.length);
  }
}
