package io.pathwise.pricing.analytic;

import org.apache.commons.math3.special.Erf;

/**
 * The standard normal density, cumulative distribution function and its inverse. They rest on Commons Math's
 * complementary error function, so that the lower tail keeps its relative accuracy.
 */
final class NormalProbability {
  private static final double DENSITY_AT_ZERO = 1 / Math.sqrt(2 * Math.PI);

  private NormalProbability() {}

  static double density(double x) {
    return DENSITY_AT_ZERO * StrictMath.exp(-0.5 * x * x);
  }

  static double cdf(double x) {
    return 0.5 * Erf.erfc(-x / Math.sqrt(2));
  }

  /**
   * The x at which {@link #cdf} is p, between 0 and 1. Up to ½ by Newton's method for log Φ, which is concave, so that
   * steps from the left of x stay there; Φ(−a) ≤ ½ e^{−a²/2} gives such a start.
   */
  static double inverse(double p) {
    if (p > 0.5) {
      return -inverse(1 - p);
    }
    double x = -Math.sqrt(-2 * Math.log(p));
    double next = x;
    do {
      x = next;
      double reached = cdf(x);
      next = x + (Math.log(p) - Math.log(reached)) * reached / density(x);
    } while (next > x);
    return x;
  }
}
