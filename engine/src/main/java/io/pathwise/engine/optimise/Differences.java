package io.pathwise.engine.optimise;

import java.util.Optional;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;

/**
 * The Hessian of an {@link Objective} by central differences of gradients on the same samples (Glasserman 2003, section
 * 7.1). Pathwise gradients that only jump where f bends have derivatives on almost every path that miss the bends;
 * differences of a finite width count the paths that cross one, so that they are right for whatever gradient is
 * unbiased. Start at {@link #of} and {@link #inverse}.
 */
final class Differences {

  /** In a direction that is told apart the curvature is so many standard errors from zero. */
  private static final double CERTAIN = 3;

  private final double[][] mean;
  /** Of each sample. */
  private final double[][][] each;

  private Differences(double[][] mean, double[][][] each) {
    this.mean = mean;
    this.each = each;
  }

  /** The symmetric part of the matrices of differences. */
  static Differences of(Objective objective, double[] parameters, double[] steps, long firstSample, int samples) {
    int d = objective.dimension();
    double[][][] each = new double[samples][d][d];
    double[][] mean = new double[d][d];
    double[] up = new double[samples * (1 + d)];
    double[] down = new double[samples * (1 + d)];
    for (int k = 0; k < d; k++) {
      objective.compute(moved(parameters, k, steps[k]), firstSample, samples, up);
      objective.compute(moved(parameters, k, -steps[k]), firstSample, samples, down);
      for (int i = 0; i < samples; i++) {
        for (int l = 0; l < d; l++) {
          int at = i * (1 + d) + 1 + l;
          double half = 0.5 * (up[at] - down[at]) / (2 * steps[k]);
          each[i][k][l] += half;
          each[i][l][k] += half;
          mean[k][l] += half / samples;
          mean[l][k] += half / samples;
        }
      }
    }
    return new Differences(mean, each);
  }

  private static double[] moved(double[] parameters, int k, double step) {
    double[] moved = parameters.clone();
    moved[k] += step;
    return moved;
  }

  /** The mean over the samples. */
  double[][] mean() {
    return mean;
  }

  /**
   * The inverse over some rows and columns, zeros elsewhere; empty if the matrix is not certain to be positive definite
   * there: along each eigenvector the curvature is compared with its standard error over the samples.
   */
  Optional<double[][]> inverse(int[] rows) {
    double[][] inverse = new double[mean.length][mean.length];
    if (rows.length == 0) {
      return Optional.of(inverse);
    }
    Array2DRowRealMatrix whole = new Array2DRowRealMatrix(mean);
    if (!Double.isFinite(whole.getNorm())) {
      return Optional.empty();
    }
    EigenDecomposition eigen = new EigenDecomposition(whole.getSubMatrix(rows, rows));
    for (int e = 0; e < rows.length; e++) {
      double value = eigen.getRealEigenvalue(e);
      double[] direction = new double[mean.length];
      for (int k = 0; k < rows.length; k++) {
        direction[rows[k]] = eigen.getV().getEntry(k, e);
      }
      if (!(value > CERTAIN * standardError(direction, value))) {
        return Optional.empty();
      }
      for (int k : rows) {
        for (int l : rows) {
          inverse[k][l] += direction[k] * direction[l] / value;
        }
      }
    }
    return Optional.of(inverse);
  }

  private double standardError(double[] direction, double value) {
    double squares = 0;
    for (double[][] sample : each) {
      double curvature = 0;
      for (int k = 0; k < direction.length; k++) {
        for (int l = 0; l < direction.length; l++) {
          curvature += direction[k] * direction[l] * sample[k][l];
        }
      }
      squares += (curvature - value) * (curvature - value);
    }
    return Math.sqrt(squares / Math.max(1, each.length - 1) / each.length);
  }
}
