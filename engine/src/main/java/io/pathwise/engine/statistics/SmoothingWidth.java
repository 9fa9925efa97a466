package io.pathwise.engine.statistics;

import java.util.function.DoubleFunction;

/**
 * Chooses the width of a smoothing from pilot runs: the one with the smallest mean squared error bias² + variance /
 * paths for a planned number of paths. Start with {@link #choose}.
 *
 * <p>
 * Two widths w₀ and w₀/2 are tried. Symmetric kernels have a bias c w², so the difference of the two estimates is ¾ c
 * w₀²; the variance per path is taken for v w^−β, with both numbers from the two pilots.
 *
 * @param width
 *          the width chosen, at most the wider of the two pilots'
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

  /** A width this many times smaller than the wider pilot's is as far as the pilots are believed. */
  private static final double NARROWEST = 1.0 / 64;
  private static final double STEEPEST = 5.0;

  /**
   * The best width.
   *
   * @param pilot
   *          the estimate at a width, always on the same pilot noise, which results must not use again
   * @param widest
   *          the wider pilot's width: narrow enough for the bias to be about c w²
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
    Estimate wide = pilot.apply(widest);
    Estimate narrow = pilot.apply(0.5 * widest);
    double bias = 4.0 / 3.0 * (wide.mean() - narrow.mean());
    double biasError = 4.0 / 3.0 * Math.sqrt(wide.standardError() * wide.standardError()
        + narrow.standardError() * narrow.standardError());
    double variance = variancePerPath(wide);
    double steepness = steepness(variance, variancePerPath(narrow));
    double bound = Math.abs(bias) + biasError;
    // Where the derivative of bound² x⁴ + variance x^−β / paths is zero; x = width / widest.
    double best = StrictMath.pow(steepness * variance / (4 * bound * bound * paths), 1 / (4 + steepness));
    double share = Double.isNaN(best) ? 1.0 : Math.clamp(best, NARROWEST, 1.0);
    double square = share * share;
    double predicted = variance * StrictMath.pow(share, -steepness);
    return new SmoothingWidth(widest * share, bias * square, biasError * square, predicted,
        bound * square * bound * square + predicted / paths);
  }

  private static double variancePerPath(Estimate estimate) {
    return estimate.standardError() * estimate.standardError() * estimate.paths();
  }

  /** β, from variances at a width and at half of it. */
  private static double steepness(double wide, double narrow) {
    double ratio = StrictMath.log(narrow / wide) / StrictMath.log(2.0);
    return Double.isNaN(ratio) ? 0.0 : Math.clamp(ratio, 0.0, STEEPEST);
  }
}
