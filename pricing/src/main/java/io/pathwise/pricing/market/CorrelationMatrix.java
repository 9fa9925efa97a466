package io.pathwise.pricing.market;

import io.pathwise.pricing.Require;
import java.util.List;
import java.util.function.ToDoubleBiFunction;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.NonPositiveDefiniteMatrixException;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;

/**
 * A symmetric matrix with ones on its diagonal, and the names of its rows. Start at
 * {@link #requirePositiveSemidefinite}.
 */
final class CorrelationMatrix {

  /** Eigenvalues down to −(this × number of rows) count as the zeros of a singular matrix blurred by rounding. */
  private static final double EIGENVALUE_TOLERANCE = 1e-12;

  private static final double SYMMETRY_TOLERANCE = 1e-15;

  /** An eigenvector's component is worth naming in a message from this share of the largest one. */
  private static final double NOTABLE_SHARE = 0.1;

  private final List<?> names;
  private final double[][] entries;

  private CorrelationMatrix(List<?> names, double[][] entries) {
    this.names = names;
    this.entries = entries;
  }

  /** The matrix of a correlation for each pair of names. */
  static <T> CorrelationMatrix of(List<T> names, ToDoubleBiFunction<T, T> correlation) {
    double[][] entries = new double[names.size()][names.size()];
    for (int i = 0; i < entries.length; i++) {
      entries[i][i] = 1;
      for (int j = 0; j < i; j++) {
        entries[i][j] = correlation.applyAsDouble(names.get(i), names.get(j));
        entries[j][i] = entries[i][j];
      }
    }
    return new CorrelationMatrix(names, entries);
  }

  double[][] entries() {
    return entries;
  }

  /** Whether it has no inverse, up to rounding. */
  boolean isSingular() {
    return !isPositiveDefinite();
  }

  /**
   * Checks that it is positive semidefinite; singular matrices pass. The message of a failure gives the smallest
   * eigenvalue and the names that weigh most in its eigenvector.
   */
  void requirePositiveSemidefinite() {
    if (names.isEmpty() || isPositiveDefinite()) {
      return;
    }
    EigenDecomposition eigen = new EigenDecomposition(matrix());
    double[] eigenvalues = eigen.getRealEigenvalues();
    int smallest = IntStream.range(0, eigenvalues.length).reduce((i, j) -> eigenvalues[i] <= eigenvalues[j] ? i : j)
        .orElseThrow();
    Require.that(eigenvalues[smallest] >= -tolerance(),
        "the correlations of %s contradict each other: their matrix is not positive semidefinite (smallest eigenvalue "
            + "%s, must be >= 0); change one of them, or ask for the nearest correlation matrix",
        notable(eigen.getEigenvector(smallest)), "%.6g".formatted(eigenvalues[smallest]));
  }

  private RealMatrix matrix() {
    return new Array2DRowRealMatrix(entries, false);
  }

  private double tolerance() {
    return EIGENVALUE_TOLERANCE * entries.length;
  }

  private boolean isPositiveDefinite() {
    try {
      new CholeskyDecomposition(matrix(), SYMMETRY_TOLERANCE, tolerance());
      return true;
    } catch (NonPositiveDefiniteMatrixException e) {
      return false;
    }
  }

  private List<?> notable(RealVector eigenvector) {
    double largest = eigenvector.getLInfNorm();
    return IntStream.range(0, names.size())
        .filter(i -> Math.abs(eigenvector.getEntry(i)) >= NOTABLE_SHARE * largest).mapToObj(names::get).toList();
  }
}
