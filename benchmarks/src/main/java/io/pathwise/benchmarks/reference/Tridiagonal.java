package io.pathwise.benchmarks.reference;

/** Linear equations whose matrix has three diagonals (Thomas's elimination). Start at {@link #solve}. */
final class Tridiagonal {

  private final double[] ratio;

  Tridiagonal(int size) {
    ratio = new double[size];
  }

  /**
   * Solves (1 − share · A) x = right, x taking the place of the right side.
   *
   * @param lower
   *          what A has left of its diagonal
   * @param middle
   *          its diagonal
   * @param upper
   *          what it has right of it
   */
  void solve(double share, double[] lower, double[] middle, double[] upper, double[] right) {
    int size = right.length;
    double pivot = 1 - share * middle[0];
    right[0] /= pivot;
    for (int i = 1; i < size; i++) {
      ratio[i] = -share * upper[i - 1] / pivot;
      double below = -share * lower[i];
      pivot = 1 - share * middle[i] - below * ratio[i];
      right[i] = (right[i] - below * right[i - 1]) / pivot;
    }
    for (int i = size - 2; i >= 0; i--) {
      right[i] -= ratio[i + 1] * right[i + 1];
    }
  }
}
