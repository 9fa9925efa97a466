package io.pathwise.engine.optimise;

import java.util.List;

/**
 * The gradient of Σ_j w_j (E[V_j] − q_j)² from all pairs of different samples of every expectation, a U-statistic
 * (Hoeffding 1948): 2 Σ_j w_j ((V̄_j − q_j) ∇V̄_j − cov(V_j, ∇V_j)/M). It has no bias, as disjoint pairs have none, and
 * less variance where errors are products of noise. Its covariance is that of its projection, the mean of ψ_a = 2 Σ_j
 * w_j ((V_ja − V̄_j) ∇V̄_j + (V̄_j − q_j)(∇V_ja − ∇V̄_j)). Start at {@link #gradient}.
 */
final class AllPairs {

  private final List<SquaredErrors.Term> terms;
  private final int dimension;
  private final int samples;
  /** By term, as {@link Objective#compute} leaves them. */
  private final double[][] means;

  AllPairs(List<SquaredErrors.Term> terms, int dimension, double[][] means) {
    this.terms = terms;
    this.dimension = dimension;
    this.samples = means[0].length / (1 + dimension);
    this.means = means;
  }

  /**
   * The gradient.
   *
   * @param without
   *          the number of a group of samples that is left out, below the groups; −1 for none
   * @param groups
   *          how many groups there are: sample a is in group a mod groups
   */
  double[] gradient(int without, int groups) {
    double[] gradient = new double[dimension];
    for (int j = 0; j < means.length; j++) {
      double[] mean = mean(j, without, groups);
      double[] products = new double[dimension];
      int count = 0;
      for (int a = 0; a < samples; a++) {
        if (a % groups != without) {
          count++;
          for (int k = 0; k < dimension; k++) {
            products[k] += (entry(j, a, 0) - mean[0]) * (entry(j, a, 1 + k) - mean[1 + k]);
          }
        }
      }
      double error = mean[0] - terms.get(j).quote();
      for (int k = 0; k < dimension; k++) {
        gradient[k] += 2 * terms.get(j).weight() * (error * mean[1 + k] - products[k] / (count - 1.0) / count);
      }
    }
    return gradient;
  }

  /** The covariance of the gradient. */
  double[][] covariance() {
    double[][] projections = new double[samples][dimension];
    for (int j = 0; j < means.length; j++) {
      double[] mean = mean(j, -1, 1);
      double error = mean[0] - terms.get(j).quote();
      for (int a = 0; a < samples; a++) {
        for (int k = 0; k < dimension; k++) {
          projections[a][k] += 2 * terms.get(j).weight() * ((entry(j, a, 0) - mean[0]) * mean[1 + k]
              + error * (entry(j, a, 1 + k) - mean[1 + k]));
        }
      }
    }
    double[][] covariance = new double[dimension][dimension];
    for (double[] projection : projections) {
      for (int k = 0; k < dimension; k++) {
        for (int l = 0; l < dimension; l++) {
          covariance[k][l] += projection[k] * projection[l] / Math.max(1, samples - dimension) / samples;
        }
      }
    }
    return covariance;
  }

  private double[] mean(int j, int without, int groups) {
    double[] mean = new double[1 + dimension];
    int count = 0;
    for (int a = 0; a < samples; a++) {
      if (a % groups != without) {
        count++;
        for (int k = 0; k < mean.length; k++) {
          mean[k] += entry(j, a, k);
        }
      }
    }
    for (int k = 0; k < mean.length; k++) {
      mean[k] /= count;
    }
    return mean;
  }

  private double entry(int j, int sample, int k) {
    return means[j][sample * (1 + dimension) + k];
  }
}
