package io.pathwise.engine.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;

/**
 * Least squares from sums of products: columns are scaled to length one, and directions in which they hardly differ are
 * left out (Golub and Van Loan 2013, section 5.5.3), so that basis functions which say the same share a coefficient.
 */
final class NormalEquations {

  /**
   * A direction is left out if its eigenvalue is no more than this share of the largest: products lose half the digits.
   */
  private static final double MIN_SHARE = 1e-11;

  /**
   * A solution.
   *
   * @param coefficients
   *          of the columns
   * @param leftOut
   *          how many directions are not told apart
   */
  record Solution(List<Double> coefficients, int leftOut) {}

  private NormalEquations() {}

  /**
   * Solves them.
   *
   * @param products
   *          of columns with columns, symmetric
   * @param responses
   *          products of columns with what they explain
   */
  static Solution solve(double[][] products, double[] responses) {
    int size = responses.length;
    double[] scales = new double[size];
    for (int i = 0; i < size; i++) {
      scales[i] = products[i][i] > 0 ? 1 / Math.sqrt(products[i][i]) : 0;
    }
    double[][] scaled = new double[size][size];
    double[] right = new double[size];
    for (int i = 0; i < size; i++) {
      right[i] = responses[i] * scales[i];
      for (int j = 0; j < size; j++) {
        scaled[i][j] = products[i][j] * scales[i] * scales[j];
      }
    }
    RealMatrix matrix = MatrixUtils.createRealMatrix(scaled);
    EigenDecomposition parts = new EigenDecomposition(matrix);
    double largest = Arrays.stream(parts.getRealEigenvalues()).max().orElse(0);
    RealVector solution = new ArrayRealVector(size);
    int leftOut = 0;
    for (int i = 0; i < size; i++) {
      double eigenvalue = parts.getRealEigenvalue(i);
      if (eigenvalue > MIN_SHARE * largest) {
        RealVector direction = parts.getEigenvector(i);
        solution = solution.add(direction.mapMultiply(direction.dotProduct(new ArrayRealVector(right)) / eigenvalue));
      } else {
        leftOut++;
      }
    }
    List<Double> coefficients = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      coefficients.add(solution.getEntry(i) * scales[i]);
    }
    return new Solution(List.copyOf(coefficients), leftOut);
  }
}
