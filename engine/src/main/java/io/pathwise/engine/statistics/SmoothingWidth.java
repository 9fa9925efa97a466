package io.pathwise.engine.statistics;

import java.util.function.DoubleFunction;

/**
 * Chooses the width of a smoothing from pilot runs: the one with the smallest mean squared error bias² + variance /
 * paths for a planned number of paths. Start with {@link #choose}.
 *
 * <p>
 * Symmetric kernels have a bias c w², so estimates at two widths w₀ and w₀/2 differ by ¾ c w₀²; the variance per path
 * is taken for v w^−β, with both numbers from the same two pilots. Both laws hold for narrow widths only, so w₀ is
 * halved until the best width is w₀/2 or more, or the difference is lost in noise.
 *
 * @param width
 *          the width chosen, at most the widest pilot's
 * @param bias
 *          estimate of the bias at that width: c w²
 * @param biasError
 *          standard error of that estimate, as if the two pilots were independent, which is more than it is on the same
 *          noise
 * @param variancePerPath
 *          prediction at that width
 * @param meanSquaredError
 *          prediction for the planned number of paths, with the bias one standard error larger than estimated
 */
public record SmoothingWidth(double width, double bias, double biasError, double variancePerPath,
    double meanSquaredError) {

  /** A width this many times smaller than the last pilots' is as far as they are believed. */
  private static final double NARROWEST = 1.0 / 16;
  private static final double STEEPEST = 5.0;
  private static final int MOST_HALVINGS = 12;
  /** Standard errors that a difference of two pilots must exceed to be no noise. */
  private static final double SIGNIFICANT = 4.0;

  /**
   * The best width.
   *
   * @param pilot
   *          the estimate at a width, always on the same pilot noise, which results must not use again
   * @param widest
   *          the widest pilot's width
   * @param paths
   *          how many paths are planned
   * @throws IllegalArgumentException
   *           unless the width is positive and finite and the number of paths is positive
   */
  public static SmoothingWidth choose(DoubleFunction<Estimate> pilot, double widest, long paths) {
    if (!(widest > 0) || widest == Double.POSITIVE_INFINITY || paths <= 0) {
      throw new IllegalArgumentException(
          "the width must be positive and finite and paths be planned, not " + widest + " and " + paths);
    }
    double width = widest;
    Pair pair = new Pair(pilot.apply(width), pilot.apply(0.5 * width), paths);
    for (int k = 0; k < MOST_HALVINGS && pair.best() < 0.5 && pair.isSignificant(); k++) {
      width *= 0.5;
      pair = new Pair(pair.narrow(), pilot.apply(0.5 * width), paths);
    }
    double share = pair.best();
    double square = share * share;
    double bound = pair.bound() * square;
    double variance = pair.variance(share);
    return new SmoothingWidth(width * share, pair.bias() * square, pair.biasError() * square, variance,
        bound * bound + variance / paths);
  }

  /** Pilots at a width and at half of it; x is a width as a share of the wider one. */
  private record Pair(Estimate wide, Estimate narrow, long paths) {
    /** The bias at the wider width. */
    double bias() {
      return 4.0 / 3.0 * (wide.mean() - narrow.mean());
    }

    double biasError() {
      double sum = wide.standardError() * wide.standardError() + narrow.standardError() * narrow.standardError();
      return 4.0 / 3.0 * Math.sqrt(sum);
    }

    boolean isSignificant() {
      return Math.abs(bias()) > SIGNIFICANT * biasError();
    }

    double bound() {
      return Math.abs(bias()) + biasError();
    }

    /** Where bound² x⁴ + variance(x) / paths is least. */
    double best() {
      double power = steepness() * variancePerPath(wide) / (4 * bound() * bound() * paths);
      double x = StrictMath.pow(power, 1 / (4 + steepness()));
      return Double.isNaN(x) ? 1.0 : Math.clamp(x, NARROWEST, 1.0);
    }

    /** The variance per path, v x^−β. */
    double variance(double x) {
      return variancePerPath(wide) * StrictMath.pow(x, -steepness());
    }

    private double steepness() {
      double ratio = StrictMath.log(variancePerPath(narrow) / variancePerPath(wide)) / StrictMath.log(2.0);
      return Double.isNaN(ratio) ? 0.0 : Math.clamp(ratio, 0.0, STEEPEST);
    }
  }

  private static double variancePerPath(Estimate estimate) {
    return estimate.standardError() * estimate.standardError() * estimate.paths();
  }
}
