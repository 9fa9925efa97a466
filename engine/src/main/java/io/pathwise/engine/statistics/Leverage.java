package io.pathwise.engine.statistics;

import java.util.Arrays;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.DecompositionSolver;
import org.apache.commons.math3.linear.NonPositiveDefiniteMatrixException;

/**
 * The leverage of each batch of samples in a regression on controls: h_g = X_g' (Σ X X' / m)⁻¹ X_g / m_g, X_g the
 * deviations of the controls' sums over a batch of m_g samples. Without a batch (in the coefficients; the mean stays)
 * its residual e would be e / (1 − h): where one batch carries output and control alike, h is nearly 1, the regression
 * fits it perfectly, and the residual says nothing (the jackknife of J. G. MacKinnon, H. White, "Some
 * heteroskedasticity-consistent covariance matrix estimators with improved finite sample properties", Journal of
 * Econometrics 29, 1985, HC3). Start at {@link #residuals}.
 */
final class Leverage {
  /** A batch with more has its own residual in its hand (P. J. Huber, "Robust statistics", 1981, section 7.2.1). */
  private static final double LARGEST = 0.5;

  private Leverage() {}

  /**
   * What the residuals would be if each batch had been left out of the regression; NaN of a batch that has a leverage
   * of more than a half, and of all where the controls are collinear in the batches.
   *
   * @param residuals
   *          of the regression, one a batch
   * @param controls
   *          the numbers of the outputs in the regression
   */
  static double[] residuals(double[] residuals, Batches batches, int[] controls) {
    int count = controls.length;
    if (count == 0) {
      return residuals;
    }
    double[][] rows = new double[batches.count()][count];
    for (int i = 0; i < count; i++) {
      double[] coefficients = new double[batches.outputs()];
      coefficients[controls[i]] = 1;
      double[] deviations = batches.deviations(coefficients);
      double largest = Arrays.stream(deviations).map(Math::abs).max().orElseThrow();
      double squares = 0;
      for (int batch = 0; batch < rows.length; batch++) {
        rows[batch][i] = deviations[batch] / largest / Math.sqrt(batches.sizes()[batch]);
        squares += rows[batch][i] * rows[batch][i];
      }
      for (double[] row : rows) {
        row[i] /= Math.sqrt(squares);
      }
    }
    double[] adjusted = new double[residuals.length];
    try {
      Array2DRowRealMatrix x = new Array2DRowRealMatrix(rows, false);
      DecompositionSolver solver = new CholeskyDecomposition(x.transpose().multiply(x)).getSolver();
      for (int batch = 0; batch < adjusted.length; batch++) {
        ArrayRealVector row = new ArrayRealVector(rows[batch], false);
        double leverage = solver.solve(row).dotProduct(row);
        adjusted[batch] = leverage <= LARGEST ? residuals[batch] / (1 - leverage) : Double.NaN;
      }
    } catch (NonPositiveDefiniteMatrixException collinear) {
      Arrays.fill(adjusted, Double.NaN);
    }
    return adjusted;
  }
}
