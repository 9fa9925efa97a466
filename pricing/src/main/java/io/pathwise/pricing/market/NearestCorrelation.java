package io.pathwise.pricing.market;

import io.pathwise.pricing.Require;
import org.apache.commons.math3.exception.MaxCountExceededException;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.RealMatrix;

/**
 * The nearest correlation matrix in the Frobenius norm: alternating projections onto the positive semidefinite matrices
 * and onto the symmetric ones with unit diagonal, with Dykstra's correction for the former.
 *
 * <p>
 * Source: N. J. Higham, "Computing the nearest correlation matrix—a problem from finance", IMA Journal of Numerical
 * Analysis 22 (2002), Algorithm 3.3 with all weights 1. Start at {@link #of}.
 */
public final class NearestCorrelation {
  private static final double CONVERGED = 1e-13;
  private static final int MAX_ITERATIONS = 10_000;

  private NearestCorrelation() {}

  /**
   * The nearest correlation matrix to a symmetric matrix with unit diagonal. Its eigenvalues are not negative up to the
   * change of the last iteration, below 1e-13 relative to the matrix.
   *
   * @throws MaxCountExceededException
   *           if the projections have not converged after 10 000 rounds
   */
  public static double[][] of(double[][] symmetric) {
    RealMatrix unitDiagonal = new Array2DRowRealMatrix(Require.given("symmetric", symmetric));
    RealMatrix correction = new Array2DRowRealMatrix(symmetric.length, symmetric.length);
    for (int iteration = 0; iteration < MAX_ITERATIONS; iteration++) {
      RealMatrix corrected = unitDiagonal.subtract(correction);
      RealMatrix semidefinite = projectOnSemidefinite(corrected);
      correction = semidefinite.subtract(corrected);
      RealMatrix next = projectOnUnitDiagonal(semidefinite);
      double change = next.subtract(unitDiagonal).getFrobeniusNorm();
      double gap = next.subtract(semidefinite).getFrobeniusNorm();
      unitDiagonal = next;
      if (Math.max(change, gap) <= CONVERGED * next.getFrobeniusNorm()) {
        return unitDiagonal.getData();
      }
    }
    throw new MaxCountExceededException(MAX_ITERATIONS);
  }

  private static RealMatrix projectOnSemidefinite(RealMatrix matrix) {
    EigenDecomposition eigen = new EigenDecomposition(matrix);
    RealMatrix values = eigen.getD();
    for (int i = 0; i < values.getRowDimension(); i++) {
      values.setEntry(i, i, Math.max(values.getEntry(i, i), 0));
    }
    RealMatrix projected = eigen.getV().multiply(values).multiply(eigen.getVT());
    return projected.add(projected.transpose()).scalarMultiply(0.5);
  }

  private static RealMatrix projectOnUnitDiagonal(RealMatrix matrix) {
    RealMatrix projected = matrix.copy();
    for (int i = 0; i < projected.getRowDimension(); i++) {
      projected.setEntry(i, i, 1);
      for (int j = 0; j < i; j++) {
        double value = Math.clamp(projected.getEntry(i, j), -1, 1);
        projected.setEntry(i, j, value);
        projected.setEntry(j, i, value);
      }
    }
    return projected;
  }
}
