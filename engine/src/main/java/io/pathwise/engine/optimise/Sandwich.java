package io.pathwise.engine.optimise;

import io.pathwise.engine.optimise.Minimum.Known;
import io.pathwise.engine.optimise.Minimum.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.TDistribution;

/**
 * How far the minimum is known: the covariance H⁻¹ (Σ/n + D) H⁻¹ of an M-estimator (Huber 1967; White 1982; of sample
 * averages Shapiro, Dentcheva and Ruszczyński 2009, section 5.1.3), with the Hessian H of the objective, the covariance
 * Σ of a sample's gradient and the covariance D of the gradient due to errors of data. The point is first moved by −H⁻¹
 * ḡ, which makes an estimator as good as the minimum over the samples of any point that is near (van der Vaart 1998,
 * section 5.7), so that the interval holds for methods that never come to rest, too. Start at {@link #of}.
 */
final class Sandwich {

  private static final double UPPER = 0.975;
  /** The last correction is small; a long one is none. */
  private static final double LONGEST_CORRECTION = 0.05;

  private Sandwich() {}

  /**
   * The parameters with their intervals.
   *
   * @param seen
   *          the gradient at the point, over the set
   * @param free
   *          which parameters are not at a limit
   * @return empty if the Hessian is not certain to be positive definite
   */
  static Optional<List<Parameter>> of(ShareObjective objective, double[] shares, BatchGradient seen, boolean[] free) {
    int n = seen.samples();
    int[] rows = IntStream.range(0, free.length).filter(k -> free[k]).toArray();
    return objective.hessian(shares, n).inverse(rows)
        .map(inverse -> parameters(objective, shares, seen, free, inverse));
  }

  private static List<Parameter> parameters(ShareObjective objective, double[] shares, BatchGradient seen,
      boolean[] free, double[][] inverse) {
    int d = shares.length;
    int n = seen.samples();
    double[][] data = objective.dataCovariance(shares, 0, n);
    double freedom = Math.max(1, n - d);
    double[][] middle = new double[d][d];
    for (int k = 0; k < d; k++) {
      for (int l = 0; l < d; l++) {
        middle[k][l] = seen.covariance()[k][l] * (n - 1) / freedom / n + data[k][l];
      }
    }
    double quantile = new TDistribution(freedom).inverseCumulativeProbability(UPPER);
    double[] correction = product(inverse, seen.gradient());
    List<Parameter> parameters = new ArrayList<>();
    for (int k = 0; k < d; k++) {
      Interval interval = objective.interval(k);
      if (!free[k]) {
        parameters.add(new Parameter(interval.at(shares[k]), true, Optional.empty()));
        continue;
      }
      double share = Math.clamp(shares[k] - Math.clamp(correction[k], -LONGEST_CORRECTION, LONGEST_CORRECTION), 0, 1);
      double error = Math.sqrt(product(inverse[k], product(middle, inverse[k])));
      parameters.add(new Parameter(interval.at(share), false, Optional.of(new Known(error * interval.slope(share),
          interval.at(Math.max(0, share - quantile * error)), interval.at(Math.min(1, share + quantile * error))))));
    }
    return parameters;
  }

  private static double[] product(double[][] matrix, double[] vector) {
    double[] product = new double[vector.length];
    for (int k = 0; k < vector.length; k++) {
      product[k] = product(matrix[k], vector);
    }
    return product;
  }

  private static double product(double[] a, double[] b) {
    double sum = 0;
    for (int k = 0; k < a.length; k++) {
      sum += a[k] * b[k];
    }
    return sum;
  }
}
