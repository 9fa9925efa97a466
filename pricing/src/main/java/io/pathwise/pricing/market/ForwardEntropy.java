package io.pathwise.pricing.market;

import io.pathwise.pricing.Require;
import java.util.Locale;

/**
 * The distance of the paths that carry the forward price from those that a simulation draws: the relative entropy,
 * gained in a year, of the law that weighs every path with its price. A mean over N paths finds the forward price only
 * if N is at least about exp(entropy) (S. Chatterjee, P. Diaconis, "The sample size required in importance sampling",
 * Annals of Applied Probability 28 (2018), theorem 1.1); with far fewer it is too small and looks exact. A
 * Black–Scholes volatility has vol²/2. Start at {@link #require}.
 */
final class ForwardEntropy {

  /** That of a volatility of 500 %: beyond, not even a few months can be simulated. */
  private static final double MOST_A_YEAR = 12.5;

  private ForwardEntropy() {}

  /** Of a Brownian motion. */
  static double ofVol(double vol) {
    return 0.5 * vol * vol;
  }

  /**
   * Of jumps of the log price, N(mean, vol²) at a rate λ. Weighed with the price they come at the rate λ e^m, m = mean
   * + vol²/2, and are N(mean + vol², vol²); so the entropy is λ (e^m (m − 1 + vol²/2) + 1).
   */
  static double ofJumps(double intensity, double mean, double vol) {
    double halfVariance = 0.5 * vol * vol;
    double growth = mean + halfVariance;
    return intensity == 0 ? 0 : intensity * (Math.exp(growth) * (growth - 1 + halfVariance) + 1);
  }

  /**
   * Of a gamma time with variance ν a year that has 1/c of its scale when paths are weighed with the price: (log c +
   * 1/c − 1)/ν; the diffusion has 1/c of its entropy then, too.
   */
  static double ofGammaTime(double shrinkage, double nu) {
    return (Math.log(shrinkage) + 1 / shrinkage - 1) / nu;
  }

  /** What is allowed beside some entropy. */
  static double left(double entropy) {
    return MOST_A_YEAR - entropy;
  }

  /**
   * Refuses what no simulation can find.
   *
   * @param parameters
   *          names and values, for the message
   */
  static void require(double entropy, String parameters) {
    Require.that(entropy <= MOST_A_YEAR,
        "%s let the expected price rest on paths that are never drawn: relative entropy %s a year, must be at most %s, "
            + "as of a volatility of 500 %%",
        parameters, String.format(Locale.ROOT, "%.3g", entropy), MOST_A_YEAR);
  }
}
