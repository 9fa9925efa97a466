package io.pathwise.engine.optimise;

import java.util.Optional;

/**
 * What the interval of a minimum is made of, at a point near it: the gradient of the objective over a set of samples,
 * the covariance of that mean, and how it changes from place to place. Start at {@link #of}.
 */
public final class Ending {

  private final double[] gradient;
  private final double[][] covariance;
  private final Differences differences;

  Ending(double[] gradient, double[][] covariance, Differences differences) {
    this.gradient = gradient;
    this.covariance = covariance;
    this.differences = differences;
  }

  /** Of the means of an objective's samples. */
  static Ending of(Objective objective, double[] parameters, double[] steps, long firstSample, int samples) {
    int d = objective.dimension();
    double[] results = new double[samples * (1 + d)];
    objective.compute(parameters, firstSample, samples, results);
    BatchGradient seen = BatchGradient.of(results, d);
    double[][] covariance = seen.covariance();
    for (double[] row : covariance) {
      for (int l = 0; l < d; l++) {
        row[l] *= (samples - 1.0) / Math.max(1, samples - d) / samples;
      }
    }
    return new Ending(seen.gradient(), covariance,
        Differences.of(objective, parameters, steps, firstSample, samples));
  }

  /** The same by other parameters, of which these are functions with some slopes. */
  Ending scaled(double[] slopes) {
    double[] scaled = gradient.clone();
    for (int k = 0; k < scaled.length; k++) {
      scaled[k] *= slopes[k];
    }
    return new Ending(scaled, Differences.scaled(covariance, slopes), differences.scaled(slopes));
  }

  double[] gradient() {
    return gradient;
  }

  double[][] covariance() {
    return covariance;
  }

  /** The inverse of the Hessian; see {@link Differences#inverse}. */
  Optional<double[][]> inverse(int[] rows) {
    return differences.inverse(rows);
  }
}
