package io.pathwise.engine.statistics;

import java.util.Arrays;

/**
 * The standard error of a weighted sum of estimates on the same noise, whose errors depend on each other. Its memory
 * grows with the number of batches, not of estimates. Start at {@link #add}.
 *
 * <p>
 * With d_i(k) for what batch k added to the deviation of estimate i ({@link ErrorProfile}), e_i for the standard error
 * and q_i for the weights it is
 *
 * <pre>
 * Σ |q_i| e_i · ‖Σ q_i d_i‖ / Σ |q_i| ‖d_i‖:
 * </pre>
 *
 * the largest that it could be, times the share that does not cancel in the batches. Batches are independent of each
 * other, and errors of different batches do not cancel for long. So the sum may have estimates from different numbers
 * of blocks; of one estimate it is that estimate's own error, and of a position and its opposite it is 0. Estimates
 * whose profile is not known are added at their largest.
 */
public final class TotalError {
  private double[] deviations = new double[0];
  private double sizes;
  private double profiled;
  private double unknown;

  /**
   * Adds an estimate.
   *
   * @param weight
   *          how often
   * @param standardError
   *          its own standard error; NaN where nothing is known of it, which adds nothing
   * @param profile
   *          how it came about
   */
  public void add(double weight, double standardError, ErrorProfile profile) {
    if (Double.isNaN(standardError)) {
      return;
    }
    double error = Math.abs(weight) * standardError;
    if (profile.isNone()) {
      unknown += error;
      return;
    }
    profiled += error;
    if (deviations.length < profile.batches()) {
      deviations = Arrays.copyOf(deviations, profile.batches());
    }
    double squares = 0;
    for (int batch = 0; batch < profile.batches(); batch++) {
      double deviation = weight * profile.deviation(batch);
      deviations[batch] += deviation;
      squares = Math.fma(deviation, deviation, squares);
    }
    sizes += Math.sqrt(squares);
  }

  /** The standard error of the sum. */
  public double standardError() {
    double share = sizes > 0 ? Math.min(1, ErrorProfile.norm(deviations) / sizes) : 1;
    return profiled * share + unknown;
  }

  /** How the error of the sum came about, as far as that is known: for sums of which it is a part. */
  public ErrorProfile profile() {
    return ErrorProfile.of(deviations);
  }

  /** The sum of all standard errors: what the standard error is at most, however errors depend on each other. */
  public double bound() {
    return profiled + unknown;
  }
}
