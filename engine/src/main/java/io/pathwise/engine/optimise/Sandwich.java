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
 * ḡ, twice, which makes an estimator as good as the minimum over the samples of any point that is near (van der Vaart
 * 1998, section 5.7), so that the interval holds for methods that never come to rest, too. Start at {@link #of}.
 */
final class Sandwich {

  private static final double UPPER = 0.975;
  /** The last correction is small; a long one is none. */
  private static final double LONGEST_CORRECTION = 0.05;

  private Sandwich() {}

  /**
   * The parameters with their intervals.
   *
   * @param samples
   *          n
   * @param free
   *          which parameters are not at a limit
   * @return empty if the Hessian is not certain to be positive definite
   */
  static Optional<List<Parameter>> of(ShareObjective objective, double[] shares, int samples, boolean[] free) {
    int[] rows = IntStream.range(0, free.length).filter(k -> free[k]).toArray();
    Ending first = objective.ending(shares, samples);
    return first.inverse(rows).flatMap(roughly -> {
      double[] near = corrected(shares, product(roughly, first.gradient()));
      Ending last = objective.ending(near, samples);
      return last.inverse(rows).map(inverse -> parameters(objective,
          corrected(near, product(inverse, last.gradient())), last, samples, free, inverse));
    });
  }

  private static double[] corrected(double[] shares, double[] correction) {
    double[] corrected = new double[shares.length];
    for (int k = 0; k < shares.length; k++) {
      corrected[k] = Math.clamp(
          shares[k] - Math.clamp(correction[k], -LONGEST_CORRECTION, LONGEST_CORRECTION), 0, 1);
    }
    return corrected;
  }

  private static List<Parameter> parameters(ShareObjective objective, double[] shares, Ending ending, int samples,
      boolean[] free, double[][] inverse) {
    int d = shares.length;
    double[][] middle = objective.dataCovariance(shares, 0, samples);
    for (int k = 0; k < d; k++) {
      for (int l = 0; l < d; l++) {
        middle[k][l] += ending.covariance()[k][l];
      }
    }
    double quantile = new TDistribution(Math.max(1, samples - d)).inverseCumulativeProbability(UPPER);
    List<Parameter> parameters = new ArrayList<>();
    for (int k = 0; k < d; k++) {
      Interval interval = objective.interval(k);
      double value = interval.at(shares[k]);
      if (free[k]) {
        double error = Math.sqrt(product(inverse[k], product(middle, inverse[k])));
        parameters.add(new Parameter(value, false, Optional.of(new Known(error * interval.slope(shares[k]),
            interval.at(Math.max(0, shares[k] - quantile * error)),
            interval.at(Math.min(1, shares[k] + quantile * error))))));
      } else {
        parameters.add(new Parameter(value, true, Optional.empty()));
      }
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
