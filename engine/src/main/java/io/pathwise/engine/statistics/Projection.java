package io.pathwise.engine.statistics;

import java.util.Arrays;
import java.util.BitSet;

/**
 * The projection of a random number Y on others X_1, …, X_n and a constant, from their covariances: the coefficients h
 * for which Var(Y − Σ h_j X_j) is least, that is, Cov(X, X) h = Cov(X, Y). Numbers are taken in one after the other by
 * sweeping the covariance matrix (J. H. Goodnight, "A tutorial on the SWEEP operator", The American Statistician 33,
 * 1979); one of which hardly a share is left after those before it is collinear and left out, with the coefficient 0.
 * {@link ControlRegression} is for means of blocks; this is for covariances of paths. Start at {@link #of}.
 *
 * @param coefficients
 *          h, 0 for what is left out
 * @param used
 *          the places of the X_j that are not left out
 * @param residualVariance
 *          what is left of Var(Y); 0 where that is no more than rounding
 */
@SuppressWarnings("ArrayRecordComponent") // a result of one computation, which nobody compares
public record Projection(double[] coefficients, BitSet used, double residualVariance) {

  /** What rounding leaves of a variance in sums of products. */
  private static final double MIN_RESIDUAL_SHARE = 1e-10;
  private static final double ROUNDING = 1e-13;

  /**
   * The projection, with as many X_j as are not collinear.
   *
   * @param covariances
   *          symmetric, of Y (row 0) and X_1, …, X_n
   */
  public static Projection of(double[][] covariances) {
    BitSet all = new BitSet();
    all.set(0, covariances.length - 1);
    return of(covariances, all);
  }

  /**
   * The projection on some of the X_j.
   *
   * @param covariances
   *          symmetric, of Y (row 0) and X_1, …, X_n
   * @param allowed
   *          the places of those, from 0
   */
  public static Projection of(double[][] covariances, BitSet allowed) {
    double[][] swept = Arrays.stream(covariances).map(double[]::clone).toArray(double[][]::new);
    int count = covariances.length - 1;
    BitSet used = new BitSet();
    for (int j = 0; j < count; j++) {
      int pivot = j + 1;
      if (allowed.get(j) && swept[pivot][pivot] > MIN_RESIDUAL_SHARE * covariances[pivot][pivot]) {
        sweep(swept, pivot);
        used.set(j);
      }
    }
    double[] coefficients = new double[count];
    used.stream().forEach(j -> coefficients[j] = swept[j + 1][0]);
    return new Projection(coefficients, used, swept[0][0] > ROUNDING * covariances[0][0] ? swept[0][0] : 0);
  }

  private static void sweep(double[][] matrix, int pivot) {
    double[] row = matrix[pivot].clone();
    double divisor = row[pivot];
    for (int i = 0; i < matrix.length; i++) {
      double factor = matrix[i][pivot] / divisor;
      for (int j = 0; j < matrix.length && i != pivot; j++) {
        matrix[i][j] -= factor * row[j];
      }
      matrix[i][pivot] = -factor;
    }
    for (int j = 0; j < matrix.length; j++) {
      matrix[pivot][j] = row[j] / divisor;
    }
    matrix[pivot][pivot] = 1 / divisor;
  }
}
