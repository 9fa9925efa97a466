package io.pathwise.engine.statistics;

import java.util.Arrays;
import java.util.function.Function;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.distribution.TDistribution;

/**
 * Standard errors of smooth functions of means, from G batches of equally many independent paths (the delete-a-group
 * jackknife: B. Efron, "The jackknife, the bootstrap and other resampling plans", SIAM 1982, chapter 3; J. Shao, D. Tu,
 * "The jackknife and bootstrap", Springer 1995, section 2.3). With θ_g the function of the means of all batches but g,
 * the variance of the function of all is (G − 1) / G · Σ (θ_g − mean θ)². The error is times the ratio of Student's
 * 97.5 % quantile with G − 1 degrees of freedom to the normal one, so that ±1.96 of it is the 95 % interval. Start at
 * {@link #standardErrors}.
 */
public final class Jackknife {

  private static final double QUANTILE = 0.975;
  private static final double NORMAL = new NormalDistribution().inverseCumulativeProbability(QUANTILE);

  private Jackknife() {}

  /** The means of all batches. */
  public static double[] mean(double[][] batches) {
    double[] mean = new double[batches[0].length];
    for (double[] batch : batches) {
      for (int i = 0; i < mean.length; i++) {
        mean[i] += batch[i] / batches.length;
      }
    }
    return mean;
  }

  /**
   * The standard error of every number that a function makes of the means.
   *
   * @param batches
   *          for each of at least two batches the means of its paths
   * @param statistics
   *          from means to numbers
   */
  public static double[] standardErrors(double[][] batches, Function<double[], double[]> statistics) {
    int count = batches.length;
    if (count < 2) {
      throw new IllegalArgumentException("an error needs at least 2 batches, not " + count);
    }
    double[] mean = mean(batches);
    double[][] without = Arrays.stream(batches).map(batch -> {
      double[] others = new double[mean.length];
      Arrays.setAll(others, i -> mean[i] + (mean[i] - batch[i]) / (count - 1));
      return statistics.apply(others);
    }).toArray(double[][]::new);
    double[] centre = mean(without);
    double[] errors = new double[centre.length];
    for (double[] one : without) {
      for (int i = 0; i < errors.length; i++) {
        double deviation = one[i] - centre[i];
        errors[i] += deviation * deviation;
      }
    }
    double student = new TDistribution(null, count - 1.0).inverseCumulativeProbability(QUANTILE) / NORMAL;
    return Arrays.stream(errors).map(sum -> student * Math.sqrt(sum * (count - 1) / count)).toArray();
  }
}
