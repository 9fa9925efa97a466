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

  /**
   * Differences of gradients over whole sets, and what each of some groups of samples has to do with them: the
   * pseudo-values of the jackknife (Tukey 1958).
   *
   * @param gradients
   *          the gradient without a group, or of all for −1, by the parameter that is moved and up or down
   * @param groups
   *          how many groups there are, at least 2
   */
  static Differences jackknifed(Gradients gradients, double[] steps, int groups) {
    double[][] whole = quotients(gradients, -1, steps);
    double[][][] each = new double[groups][][];
    for (int group = 0; group < groups; group++) {
      double[][] rest = quotients(gradients, group, steps);
      for (int k = 0; k < steps.length; k++) {
        for (int l = 0; l < steps.length; l++) {
          rest[k][l] = groups * whole[k][l] - (groups - 1) * rest[k][l];
        }
      }
      each[group] = rest;
    }
    return new Differences(whole, each);
  }

  /** Gradients at places beside a point. */
  interface Gradients {
    double[] at(int parameter, boolean up, int withoutGroup);
  }

  private static double[][] quotients(Gradients gradients, int withoutGroup, double[] steps) {
    double[][] quotients = new double[steps.length][steps.length];
    for (int k = 0; k < steps.length; k++) {
      double[] up = gradients.at(k, true, withoutGroup);
      double[] down = gradients.at(k, false, withoutGroup);
      for (int l = 0; l < steps.length; l++) {
        double half = 0.5 * (up[l] - down[l]) / (2 * steps[k]);
        quotients[k][l] += half;
        quotients[l][k] += half;
      }
    }
    return quotients;
  }

  /** The same by other parameters, of which these are functions with some slopes. */
  Differences scaled(double[] slopes) {
    double[][][] others = new double[each.length][][];
    for (int i = 0; i < each.length; i++) {
      others[i] = scaled(each[i], slopes);
    }
    return new Differences(scaled(mean, slopes), others);
  }

  /** A matrix with rows and columns times some slopes. */
  static double[][] scaled(double[][] matrix, double[] slopes) {
    double[][] scaled = new double[slopes.length][slopes.length];
    for (int k = 0; k < slopes.length; k++) {
      for (int l = 0; l < slopes.length; l++) {
        scaled[k][l] = matrix[k][l] * slopes[k] * slopes[l];
      }
    }
    return scaled;
  }

  static double[] moved(double[] parameters, int k, double step) {
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
