package io.pathwise.engine.optimise;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * An objective whose parameters are shares of their {@link Interval}s, which counts the paths it takes. Start at
 * {@link #compute}.
 */
final class ShareObjective implements Objective {

  /** The share of an interval that differences reach to either side. */
  static final double DIFFERENCE = 2e-3;

  private final Objective objective;
  private final List<Interval> box;
  private final AtomicLong paths = new AtomicLong();

  ShareObjective(Objective objective, List<Interval> box) {
    if (box.size() != objective.dimension()) {
      throw new IllegalArgumentException(box.size() + " intervals for " + objective.dimension() + " parameters");
    }
    this.objective = objective;
    this.box = List.copyOf(box);
  }

  /** How many paths have been simulated. */
  long paths() {
    return paths.get();
  }

  @Override
  public int dimension() {
    return box.size();
  }

  @Override
  public long pathsPerSample() {
    return objective.pathsPerSample();
  }

  double[] parameters(double[] shares) {
    double[] parameters = new double[shares.length];
    for (int k = 0; k < shares.length; k++) {
      parameters[k] = box.get(k).at(shares[k]);
    }
    return parameters;
  }

  double slope(int k, double[] shares) {
    return box.get(k).slope(shares[k]);
  }

  Interval interval(int k) {
    return box.get(k);
  }

  @Override
  public void compute(double[] shares, long firstSample, int samples, double[] results) {
    objective.compute(parameters(shares), firstSample, samples, results);
    paths.addAndGet(samples * pathsPerSample());
    int width = 1 + dimension();
    for (int k = 0; k < dimension(); k++) {
      double slope = slope(k, shares);
      for (int i = 0; i < samples; i++) {
        results[i * width + 1 + k] *= slope;
      }
    }
  }

  /** The samples as {@link #compute} leaves them. */
  double[] table(double[] shares, long firstSample, int samples) {
    double[] results = new double[samples * (1 + dimension())];
    compute(shares, firstSample, samples, results);
    return results;
  }

  /** Of a few samples, for steps; what bends in the scale of an interval is left aside. */
  double[][] curvature(double[] shares, int samples) {
    double[] inner = inner(shares);
    paths.addAndGet(pathsPerSample() * samples * objective.curvaturePasses());
    return Differences.scaled(objective.curvature(parameters(inner), steps(inner), 0, samples), slopes(inner));
  }

  /** By the shares. */
  Ending ending(double[] shares, int samples) {
    double[] inner = inner(shares);
    paths.addAndGet(pathsPerSample() * samples * objective.endingPasses());
    return objective.ending(parameters(inner), steps(inner), 0, samples).scaled(slopes(inner));
  }

  private double[] steps(double[] shares) {
    double[] steps = slopes(shares);
    for (int k = 0; k < steps.length; k++) {
      steps[k] *= DIFFERENCE;
    }
    return steps;
  }

  private double[] slopes(double[] shares) {
    double[] slopes = new double[dimension()];
    for (int k = 0; k < slopes.length; k++) {
      slopes[k] = slope(k, shares);
    }
    return slopes;
  }

  @Override
  public double[][] dataCovariance(double[] shares, long firstSample, int samples) {
    paths.addAndGet(samples * pathsPerSample());
    return Differences.scaled(objective.dataCovariance(parameters(shares), firstSample, samples), slopes(shares));
  }

  /** Differences stay within the limits. */
  private static double[] inner(double[] shares) {
    double[] inner = new double[shares.length];
    for (int k = 0; k < shares.length; k++) {
      inner[k] = Math.clamp(shares[k], DIFFERENCE, 1 - DIFFERENCE);
    }
    return inner;
  }
}
