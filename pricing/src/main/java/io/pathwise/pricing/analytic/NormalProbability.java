package io.pathwise.pricing.analytic;

import org.apache.commons.math3.special.Erf;

/**
 * The standard normal density and cumulative distribution function, the latter from Commons Math's complementary error
 * function so that the lower tail keeps its relative accuracy.
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
}
