package io.pathwise.engine.optimise;

/**
 * What is minimised: F(θ) = E[f(ω; θ)], seen through samples i = 0, 1, 2, ... Sample i has noise of its own, which is
 * addressed by i and the same at every θ, so that f_i is a function; its gradient g_i is an unbiased estimate of ∇F.
 * Thread-safe. Start at {@link #compute}.
 */
public interface Objective {

  /** How many parameters there are, at least 1. */
  int dimension();

  /** How many paths a sample takes. */
  long pathsPerSample();

  /**
   * Computes samples.
   *
   * @param parameters
   *          where
   * @param firstSample
   *          number of the first, at least 0
   * @param samples
   *          how many
   * @param results
   *          receives for each sample f_i and then g_i: entry (i − firstSample) · (1 + dimension)
   */
  void compute(double[] parameters, long firstSample, int samples, double[] results);

  /**
   * The Hessian of F, or a positive semidefinite matrix near it close to the minimum: it only scales steps and what is
   * expected of them, so that nothing is biased by it. From differences of gradients unless there is something cheaper.
   *
   * @param steps
   *          for each parameter how far differences reach to either side
   */
  default double[][] curvature(double[] parameters, double[] steps, long firstSample, int samples) {
    return Differences.of(this, parameters, steps, firstSample, samples).mean();
  }

  /** How many passes over its samples {@link #curvature} takes. */
  default int curvaturePasses() {
    return 2 * dimension();
  }

  /** What the interval of the minimum is made of, by {@link #endingPasses} passes over the samples. */
  default Ending ending(double[] parameters, double[] steps, long firstSample, int samples) {
    return Ending.of(this, parameters, steps, firstSample, samples);
  }

  /** How many passes over its samples {@link #ending} takes. */
  default int endingPasses() {
    return 1 + 2 * dimension();
  }

  /**
   * The covariance of ∇F due to errors of the numbers that F is made of, such as quotes, which no paths lessen; zeros
   * by default.
   */
  default double[][] dataCovariance(double[] parameters, long firstSample, int samples) {
    return new double[dimension()][dimension()];
  }
}
