package io.pathwise.engine.optimise;

import java.util.function.Predicate;

/** A search for a minimum: where it is, and how it goes on. Start at {@link #of}. */
abstract class Search {

  /** The most that a parameter moves in a step, as a share of its interval. */
  private static final double LONGEST_STEP = 0.05;
  private static final double FIRST_DAMPING = 1e-3;
  /** What part of the samples scales steps. */
  private static final int SCALING_SHARE = 8;
  private static final int FEWEST_SCALING_SAMPLES = 8;

  final ShareObjective objective;
  final SearchSettings settings;
  double[] point;
  double step;
  double damping = FIRST_DAMPING;
  long iterations;
  private Curvature curvature;

  Search(ShareObjective objective, SearchSettings settings, double[] start) {
    this.objective = objective;
    this.settings = settings;
    this.point = start.clone();
    this.step = settings.firstStep();
    this.curvature = scaling();
  }

  /** The search of a method. */
  static Search of(ShareObjective objective, SearchSettings settings, double[] start) {
    return switch (settings.method()) {
      case SGD -> new Sgd(objective, settings, start);
      case ADAM -> new Adam(objective, settings, start);
      case SVRG -> new Svrg(objective, settings, start);
      case SAGA -> new Saga(objective, settings, start);
    };
  }

  /** As many steps as the set has samples. */
  abstract void round();

  /**
   * The gradient at the point, by which it is judged; may put the point back where a round has made it worse.
   *
   * @param enough
   *          whether a gradient would end the search: what is known of it anyway is made sure of first
   */
  abstract BatchGradient look(Predicate<BatchGradient> enough);

  /** Whether no step, however small, leads on. */
  boolean isStuck() {
    return false;
  }

  Curvature curvature() {
    return curvature;
  }

  final int size() {
    return settings.samples();
  }

  /** Scales steps by what a few samples say of the curvature here. */
  final void rescale() {
    curvature = scaling();
  }

  private Curvature scaling() {
    return new Curvature(objective.curvature(point,
        Math.min(size(), Math.max(FEWEST_SCALING_SAMPLES, size() / SCALING_SHARE))));
  }

  /** A share of Newton's step against a direction, within the limits. */
  final void descend(double[] direction, double share) {
    double[] scaled = curvature.solve(direction, GradientTest.free(direction, point), damping);
    move(scaled, share);
  }

  /** A step against a direction, none longer than a share of the intervals, within the limits. */
  final void move(double[] direction, double factor) {
    double longest = 0;
    for (double entry : direction) {
      longest = Math.max(longest, Math.abs(factor * entry));
    }
    double size = longest > LONGEST_STEP ? factor * LONGEST_STEP / longest : factor;
    for (int k = 0; k < point.length; k++) {
      point[k] = Math.clamp(point[k] - size * direction[k], 0, 1);
    }
    iterations++;
  }

  /** Of one new sample: no other step or look has it. */
  final double[] streamGradient() {
    double[] table = objective.table(point, size() + iterations, 1);
    double[] gradient = new double[point.length];
    System.arraycopy(table, 1, gradient, 0, gradient.length);
    return gradient;
  }

  /** Over the set, at the point. */
  final double[] wholeTable() {
    return objective.table(point, 0, size());
  }
}
