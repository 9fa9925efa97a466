package io.pathwise.engine.optimise;

import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * SVRG (Johnson and Zhang 2013): a pass over the finite set gives the gradient ḡ at a snapshot θ̃; steps then follow
 * g_i(θ) − g_i(θ̃) + ḡ. The gradient at the snapshot is a control variate whose mean over the set is known: it explains
 * the more of g_i(θ) the nearer θ is to θ̃. The g_i(θ̃) are kept from the pass, so that a step takes one sample. A
 * round that has made the mean over the set worse is taken back, and the next one makes smaller steps.
 */
final class Svrg extends Search {

  private static final double LEAST_STEP = 1e-6;
  private static final double LEAST_DAMPING = 1e-7;
  private static final double MOST_DAMPING = 10;

  private final SplittableRandom order;
  private double[] snapshot;
  private double[] table = {};
  private @Nullable BatchGradient seen;

  Svrg(ShareObjective objective, SearchSettings settings, double[] start) {
    super(objective, settings, start);
    this.order = new SplittableRandom(settings.seed());
    this.snapshot = start.clone();
  }

  @Override
  BatchGradient look(Predicate<BatchGradient> enough) {
    double[] here = wholeTable();
    BatchGradient now = BatchGradient.of(here, point.length);
    BatchGradient before = seen;
    if (before != null && !(now.isFinite() && now.value() <= before.value())) {
      point = snapshot.clone();
      step *= 0.5;
      damping = Math.min(MOST_DAMPING, 10 * damping);
      return before;
    }
    if (before != null) {
      step = Math.min(settings.firstStep(), 1.5 * step);
      damping = Math.max(LEAST_DAMPING, damping / 4);
      rescale();
    }
    snapshot = point.clone();
    table = here;
    seen = now;
    return now;
  }

  @Override
  boolean isStuck() {
    return step < LEAST_STEP;
  }

  @Override
  void round() {
    BatchGradient full = Objects.requireNonNull(seen, "a round follows a look");
    int width = 1 + point.length;
    for (int n = 0; n < size(); n++) {
      int i = order.nextInt(size());
      double[] sample = objective.table(point, i, 1);
      double[] direction = new double[point.length];
      for (int k = 0; k < direction.length; k++) {
        direction[k] = sample[1 + k] - table[i * width + 1 + k] + full.gradient()[k];
      }
      descend(direction, step);
    }
  }
}
