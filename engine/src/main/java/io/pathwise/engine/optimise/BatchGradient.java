package io.pathwise.engine.optimise;

/** What some independent samples say of an objective at one point. Start at {@link #of}. */
final class BatchGradient {

  private final double value;
  private final double[] gradient;
  private final double[][] covariance;
  private final int samples;

  private BatchGradient(double value, double[] gradient, double[][] covariance, int samples) {
    this.value = value;
    this.gradient = gradient;
    this.covariance = covariance;
    this.samples = samples;
  }

  /**
   * Of samples as {@link Objective#compute} leaves them.
   *
   * @param results
   *          of at least one sample
   */
  static BatchGradient of(double[] results, int dimension) {
    int width = 1 + dimension;
    int samples = results.length / width;
    double[] mean = new double[width];
    for (int i = 0; i < samples; i++) {
      for (int k = 0; k < width; k++) {
        mean[k] += results[i * width + k] / samples;
      }
    }
    double[][] covariance = new double[dimension][dimension];
    for (int i = 0; i < samples; i++) {
      for (int k = 0; k < dimension; k++) {
        double deviation = results[i * width + 1 + k] - mean[1 + k];
        for (int l = 0; l < dimension; l++) {
          covariance[k][l] += deviation * (results[i * width + 1 + l] - mean[1 + l]) / Math.max(1, samples - 1);
        }
      }
    }
    double[] gradient = new double[dimension];
    System.arraycopy(mean, 1, gradient, 0, dimension);
    return new BatchGradient(mean[0], gradient, covariance, samples);
  }

  /** The mean of f_i. */
  double value() {
    return value;
  }

  /** The mean of g_i. */
  double[] gradient() {
    return gradient;
  }

  /** The covariance of a single g_i. */
  double[][] covariance() {
    return covariance;
  }

  /** How many samples. */
  int samples() {
    return samples;
  }

  /** Whether all of it is finite. */
  boolean isFinite() {
    double sum = value;
    for (double entry : gradient) {
      sum += entry;
    }
    return Double.isFinite(sum);
  }
}
