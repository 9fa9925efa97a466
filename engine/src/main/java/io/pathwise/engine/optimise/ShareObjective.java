package io.pathwise.engine.optimise;

import java.util.Arrays;
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
    double[] steps = new double[dimension()];
    for (int k = 0; k < steps.length; k++) {
      steps[k] = DIFFERENCE * slope(k, inner);
    }
    paths.addAndGet(pathsPerSample() * samples * objective.curvaturePasses());
    return inShares(objective.curvature(parameters(inner), steps, 0, samples), inner);
  }

  /** Of gradients by the shares. */
  Differences hessian(double[] shares, int samples) {
    double[] steps = new double[dimension()];
    Arrays.fill(steps, DIFFERENCE);
    return Differences.of(this, inner(shares), steps, 0, samples);
  }

  @Override
  public double[][] dataCovariance(double[] shares, long firstSample, int samples) {
    paths.addAndGet(samples * pathsPerSample());
    return inShares(objective.dataCovariance(parameters(shares), firstSample, samples), shares);
  }

  /** Differences stay within the limits. */
  private static double[] inner(double[] shares) {
    double[] inner = new double[shares.length];
    for (int k = 0; k < shares.length; k++) {
      inner[k] = Math.clamp(shares[k], DIFFERENCE, 1 - DIFFERENCE);
    }
    return inner;
  }

  private double[][] inShares(double[][] matrix, double[] shares) {
    double[][] scaled = new double[dimension()][dimension()];
    for (int k = 0; k < dimension(); k++) {
      for (int l = 0; l < dimension(); l++) {
        scaled[k][l] = matrix[k][l] * slope(k, shares) * slope(l, shares);
      }
    }
    return scaled;
  }
}
