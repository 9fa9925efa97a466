package io.pathwise.engine.optimise;

import java.util.stream.IntStream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.RealMatrix;

/**
 * A symmetric matrix, some of whose rows and columns count: those of the parameters that are free to move. Start at
 * {@link #solve}.
 */
final class Curvature {

  /** Eigenvalues below this share of the largest tell nothing. */
  private static final double SINGULAR = 1e-10;

  private final double[][] matrix;

  Curvature(double[][] matrix) {
    this.matrix = matrix;
  }

  /**
   * The vector x of (|M| + damping · |M|₂ I) x = b, where |M| has the absolute eigenvalues, so that −x leads down even
   * where M is not positive (Dauphin et al. 2014); 0 for parameters that are not free.
   */
  double[] solve(double[] vector, boolean[] free, double damping) {
    int[] rows = rows(free);
    double[] solution = new double[vector.length];
    if (rows.length == 0) {
      return solution;
    }
    EigenDecomposition eigen = new EigenDecomposition(part(rows));
    double largest = largest(eigen);
    double floor = largest * Math.max(damping, SINGULAR);
    for (int e = 0; e < rows.length; e++) {
      double product = 0;
      for (int k = 0; k < rows.length; k++) {
        product += eigen.getV().getEntry(k, e) * vector[rows[k]];
      }
      double divisor = Math.abs(eigen.getRealEigenvalue(e)) + floor;
      for (int k = 0; k < rows.length && divisor > 0; k++) {
        solution[rows[k]] += eigen.getV().getEntry(k, e) * product / divisor;
      }
    }
    return solution;
  }

  private static int[] rows(boolean[] free) {
    return IntStream.range(0, free.length).filter(k -> free[k]).toArray();
  }

  private RealMatrix part(int[] rows) {
    return new Array2DRowRealMatrix(matrix).getSubMatrix(rows, rows);
  }

  private static double largest(EigenDecomposition eigen) {
    double largest = 0;
    for (double value : eigen.getRealEigenvalues()) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }
}
