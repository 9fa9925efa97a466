package io.pathwise.engine.optimise;

import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.FDistribution;

/**
 * Whether a gradient ends a search: it cannot be told from zero at its standard error, and what following it would
 * bring is within the tolerance. The first is Hotelling's test (1931), n ḡᵀ Σ⁻¹ ḡ against F at 95 %. The second is the
 * decrement of Newton's method, ½ ḡᵀ C⁻¹ ḡ. Noise alone makes that ½ tr(C⁻¹ Σ)/n: so much is taken off where the
 * samples have not been used to find the point, and what is below that, or below a tenth of it where they have, is
 * within any tolerance, since the minimum is not known better. Parameters at a limit that the gradient pushes against
 * do not count. Start at {@link #of}.
 */
final class GradientTest {

  private static final double CONFIDENCE = 0.95;
  /** Of the gradient at the start: what rounding leaves where there is no noise. */
  private static final double ROUNDING = 1e-8;
  /** Of the largest eigenvalue: what keeps a direction that tells nothing from being followed. */
  private static final double DAMPING = 1e-8;

  /** Of what noise makes the decrement: too little to be looked for. */
  private static final double NEGLIGIBLE = 0.1;

  private final boolean isZero;
  private final double decrease;
  private final double hidden;
  private final double error;
  private final double standardError;
  private final boolean[] free;

  private GradientTest(boolean isZero, double decrease, double hidden, double error, double standardError,
      boolean[] free) {
    this.isZero = isZero;
    this.decrease = decrease;
    this.hidden = hidden;
    this.error = error;
    this.standardError = standardError;
    this.free = free;
  }

  /**
   * The test.
   *
   * @param seen
   *          the gradient by shares
   * @param shares
   *          where
   * @param scale
   *          the length of the gradient at the start
   * @param isIndependent
   *          whether the samples have not been used to find the point
   */
  static GradientTest of(BatchGradient seen, double[] shares, Curvature curvature, double scale,
      boolean isIndependent) {
    double[] gradient = seen.gradient();
    boolean[] free = free(gradient, shares);
    int n = seen.samples();
    int[] rows = IntStream.range(0, free.length).filter(k -> free[k]).toArray();
    double[][] covariance = new double[free.length][free.length];
    double spread = 0;
    double length = 0;
    for (int k : rows) {
      for (int l : rows) {
        covariance[k][l] = seen.covariance()[k][l] / n;
      }
      spread += covariance[k][k];
      covariance[k][k] += ROUNDING * ROUNDING * scale * scale;
      length += gradient[k] * gradient[k];
    }
    double squared = product(gradient, new Curvature(covariance).solve(gradient, free, 0));
    double decrease = 0.5 * product(gradient, curvature.solve(gradient, free, DAMPING));
    double noise = 0.5 * trace(curvature, covariance, free);
    double limit = rows.length == 0
        ? 0
        : (n - 1.0) * rows.length / (n - rows.length)
            * new FDistribution(rows.length, n - rows.length).inverseCumulativeProbability(CONFIDENCE);
    return new GradientTest(squared <= limit, isIndependent ? decrease - noise : decrease,
        isIndependent ? noise : NEGLIGIBLE * noise, Math.sqrt(length), Math.sqrt(spread), free);
  }

  /** What is expected of following the gradient. */
  double decrease() {
    return decrease;
  }

  /** The length of the gradient by shares of the intervals. */
  double error() {
    return error;
  }

  /** The root mean square error of that gradient. */
  double standardError() {
    return standardError;
  }

  /** Which parameters count. */
  boolean[] free() {
    return free;
  }

  /** Whether the search may end. */
  boolean isEnough(double tolerance) {
    return isZero && decrease <= Math.max(tolerance, hidden);
  }

  /** The parameters that a step against the gradient does not push over a limit. */
  static boolean[] free(double[] gradient, double[] shares) {
    boolean[] free = new boolean[shares.length];
    for (int k = 0; k < free.length; k++) {
      free[k] = !(shares[k] <= 0 && gradient[k] > 0) && !(shares[k] >= 1 && gradient[k] < 0);
    }
    return free;
  }

  private static double trace(Curvature curvature, double[][] covariance, boolean[] free) {
    double trace = 0;
    for (int k = 0; k < free.length; k++) {
      trace += free[k] ? curvature.solve(covariance[k], free, DAMPING)[k] : 0;
    }
    return trace;
  }

  private static double product(double[] a, double[] b) {
    double product = 0;
    for (int k = 0; k < a.length; k++) {
      product += a[k] * b[k];
    }
    return product;
  }
}
