package io.pathwise.engine.optimise;

import java.util.SplittableRandom;
import java.util.function.Predicate;

/**
 * SAGA (Defazio, Bach and Lacoste-Julien 2014): a table holds for every sample of the finite set its gradient where it
 * was last looked at; a step follows g_i(θ) − table_i + mean of the table, then table_i becomes g_i(θ). The entry is a
 * control variate with a known mean, as of SVRG, but never older than its last visit, and no pass over the set is
 * needed before the end: only what the table says of the gradient is then made sure of. A round that has made the
 * gradient of the table much larger is taken back, and the next one makes smaller steps.
 */
final class Saga extends Search {

  private static final double LEAST_STEP = 1e-6;
  private static final double MUCH_LARGER = 4;
  private static final double MOST_DAMPING = 10;

  private final SplittableRandom order;
  private double[] before;
  private double lengthBefore = Double.POSITIVE_INFINITY;
  private double[] table;
  private boolean isFresh = true;

  Saga(ShareObjective objective, SearchSettings settings, double[] start) {
    super(objective, settings, start);
    this.order = new SplittableRandom(settings.seed());
    this.before = start.clone();
    this.table = wholeTable();
  }

  @Override
  BatchGradient look(Predicate<BatchGradient> enough) {
    BatchGradient told = BatchGradient.of(table, point.length);
    double length = decrement(told);
    if (!(length <= MUCH_LARGER * lengthBefore)) {
      point = before.clone();
      step *= 0.5;
      damping = Math.min(MOST_DAMPING, 10 * damping);
      refresh();
      BatchGradient back = BatchGradient.of(table, point.length);
      lengthBefore = decrement(back);
      return back;
    }
    if (!isFresh && enough.test(told)) {
      refresh();
      told = BatchGradient.of(table, point.length);
      length = decrement(told);
    }
    before = point.clone();
    lengthBefore = length;
    return told;
  }

  private double decrement(BatchGradient gradient) {
    double[] scaled = curvature().solve(gradient.gradient(), GradientTest.free(gradient.gradient(), point), damping);
    double sum = 0;
    for (int k = 0; k < scaled.length; k++) {
      sum += scaled[k] * gradient.gradient()[k];
    }
    return sum;
  }

  private void refresh() {
    table = wholeTable();
    isFresh = true;
  }

  @Override
  boolean isStuck() {
    return step < LEAST_STEP;
  }

  @Override
  void round() {
    rescale();
    isFresh = false;
    int width = 1 + point.length;
    double[] mean = BatchGradient.of(table, point.length).gradient();
    for (int n = 0; n < size(); n++) {
      int i = order.nextInt(size());
      double[] sample = objective.table(point, i, 1);
      double[] direction = new double[point.length];
      for (int k = 0; k < direction.length; k++) {
        double change = sample[1 + k] - table[i * width + 1 + k];
        direction[k] = change + mean[k];
        mean[k] += change / size();
      }
      System.arraycopy(sample, 0, table, i * width, width);
      descend(direction, step);
    }
  }
}
