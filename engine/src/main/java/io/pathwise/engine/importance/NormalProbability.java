package io.pathwise.engine.importance;

/**
 * The standard normal distribution function in plain doubles, within 1e-15, and in the lower tail to 8 digits:
 * algorithm 5666 of Hart et al., Computer Approximations (1968), as in West, Better approximations to cumulative normal
 * functions, Wilmott Magazine (2005), with a longer continued fraction behind 5 √2. Start at {@link #of}.
 */
final class NormalProbability {
  private static final double[] NUMERATOR = {3.52624965998911E-02, 0.700383064443688, 6.37396220353165,
      33.912866078383, 112.079291497871, 221.213596169931, 220.206867912376};
  private static final double[] DENOMINATOR = {8.83883476483184E-02, 1.75566716318264, 16.064177579207,
      86.7807322029461, 296.564248779674, 637.333633378831, 793.826512519948, 440.413735824752};
  private static final double FRACTION_FROM = 7.07106781186547;
  private static final int FRACTION_TERMS = 12;
  private static final double NOTHING_FROM = 38.5;

  private NormalProbability() {}

  /** Φ(x). */
  static double of(double x) {
    double a = Math.abs(x);
    double tail = a >= NOTHING_FROM
        ? 0
        : StrictMath.exp(-0.5 * a * a) * (a < FRACTION_FROM
            ? polynomial(NUMERATOR, a) / polynomial(DENOMINATOR, a)
            : 1 / (Math.sqrt(2 * Math.PI) * fraction(a)));
    return x > 0 ? 1 - tail : tail;
  }

  private static double polynomial(double[] coefficients, double x) {
    double sum = 0;
    for (double coefficient : coefficients) {
      sum = sum * x + coefficient;
    }
    return sum;
  }

  private static double fraction(double x) {
    double rest = x + 0.65;
    for (int k = FRACTION_TERMS; k >= 1; k--) {
      rest = x + k / rest;
    }
    return rest;
  }
}
