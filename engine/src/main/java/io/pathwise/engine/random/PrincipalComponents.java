package io.pathwise.engine.random;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;

/**
 * The principal components of a Brownian motion B at the ends of steps. With B = A z for the normalised increments z,
 * that is A_ij = √w_j for j ≤ i and steps of lengths w, the covariance A Aᵀ has the eigenvectors that A maps those of
 * AᵀA to; so z = Q y with the orthonormal eigenvectors Q of (AᵀA)_ij = √(w_i w_j) · (n − max(i, j)), in order of
 * decreasing eigenvalue. A component is turned so that it moves the end of the path upwards.
 */
public final class PrincipalComponents {

  /** With more steps the matrix costs more than it gains; the bridge costs one rotation a step. */
  public static final int MOST_STEPS = 512;

  private PrincipalComponents() {}

  /**
   * The components for steps of the given lengths.
   *
   * @throws IllegalArgumentException
   *           if more than {@link #MOST_STEPS} have a length, or naming a length that is negative or not finite
   */
  public static Reordering of(double[] stepLengths) {
    ActiveSteps steps = ActiveSteps.of(stepLengths);
    int count = steps.count();
    if (count > MOST_STEPS) {
      throw new IllegalArgumentException("the ordering by principal components takes at most " + MOST_STEPS
          + " steps, not " + count + "; use the bridge");
    }
    int[] slots = steps.slots(IntStream.range(0, count).toArray());
    if (count == 0) {
      return new Reordering.Matrix(slots, 0, new double[0]);
    }
    double longest = Arrays.stream(steps.lengths()).max().orElseThrow();
    double[] roots = Arrays.stream(steps.lengths()).map(length -> Math.sqrt(length / longest)).toArray();
    double[][] gram = new double[count][count];
    for (int i = 0; i < count; i++) {
      for (int j = 0; j < count; j++) {
        gram[i][j] = roots[i] * roots[j] * (count - Math.max(i, j));
      }
    }
    EigenDecomposition eigen = new EigenDecomposition(new Array2DRowRealMatrix(gram, false));
    double[] entries = new double[count * count];
    for (int component = 0; component < count; component++) {
      double[] vector = eigen.getEigenvector(component).toArray();
      double end = 0;
      for (int step = 0; step < count; step++) {
        end += roots[step] * vector[step];
      }
      for (int step = 0; step < count; step++) {
        entries[step * count + component] = end < 0 ? -vector[step] : vector[step];
      }
    }
    return new Reordering.Matrix(slots, count, entries);
  }
}
