package io.pathwise.engine.statistics;

/**
 * How far the law of a mean is from normal, as its samples tell: its skewness and excess kurtosis, and how many
 * observations it effectively rests on. Where few paths carry a number both are large, and neither the mean nor its
 * standard error is to be believed. Start at {@link #of}; {@link #isNearNormal} is the rule.
 *
 * <p>
 * With d_i the deviations of the samples' sums, the skewness of the mean is Σd³ / (Σd²)^1.5 and its excess kurtosis Σd⁴
 * / (Σd²)² − 3 Σw², w_i the share of batch i in all samples: the cumulants of a sum are the sums of cumulants, so
 * neither depends on how samples are batched but for noise. Of K rare events of equal size they are 1/√K and 1/K.
 *
 * @param skewness
 *          of the mean
 * @param excessKurtosis
 *          of the mean
 * @param skewnessError
 *          the standard error of the skewness where samples are normal: √(6 Σw³)
 * @param kurtosisError
 *          the standard error of the excess kurtosis where samples are normal: √(24 Σw⁴)
 */
record SampleShape(double skewness, double excessKurtosis, double skewnessError, double kurtosisError) {

  /**
   * The fewest observations that a standard error may effectively rest on: with fewer, Student's law of the mean breaks
   * down (of K events the relative error is 1/√K, here 20 %, and the error of that error half as much).
   */
  static final int FEWEST_OBSERVATIONS = 25;

  private static final double LARGEST_SKEWNESS = 1 / Math.sqrt(FEWEST_OBSERVATIONS);
  /** Heavy tails to both sides only make the studentised mean cautious, so that few observations are enough there. */
  private static final double LARGEST_KURTOSIS = 0.15;
  /** How far beyond its bound noise alone may carry the skewness, in its standard errors. */
  private static final double SKEWNESS_ALLOWANCE = 1;
  /** The same of the kurtosis, whose own law is skewed. */
  private static final double KURTOSIS_ALLOWANCE = 3;
  /** A skewness within so many standard errors of 0 is taken for 0. */
  private static final double INSIGNIFICANT = 2;
  /** Where the quantile of a skewed law is met: five standard errors away. */
  private static final double QUANTILE = 5;

  /** The shape of samples in batches. */
  static SampleShape of(double[] deviations, double[] sizes) {
    double largest = 0;
    double samples = 0;
    for (int i = 0; i < deviations.length; i++) {
      largest = Math.max(largest, Math.abs(deviations[i]));
      samples += sizes[i];
    }
    double second = 0;
    double third = 0;
    double fourth = 0;
    double ofShares = 0;
    double cubes = 0;
    double fourths = 0;
    for (int i = 0; i < deviations.length; i++) {
      double d = deviations[i] / largest;
      second += d * d;
      third += d * d * d;
      fourth += d * d * d * d;
      double share = sizes[i] / samples;
      ofShares += share * share;
      cubes += share * share * share;
      fourths += share * share * share * share;
    }
    return new SampleShape(third / (second * Math.sqrt(second)), fourth / (second * second) - 3 * ofShares,
        Math.sqrt(6 * cubes), Math.sqrt(24 * fourths));
  }

  /**
   * Whether the mean rests on enough observations for Student's law: skewness at most 1/√25 and excess kurtosis at most
   * 0.15, beyond what noise would do to normal samples (one and three standard errors). These are 25 effective
   * observations for the skewness and 7 for the variance in the sense of Owen, "Monte Carlo theory, methods and
   * examples" (2013), section 9.3, n_e,γ = (Σd²)³ / (Σd³)² and n_e,σ = (Σd²)² / Σd⁴, the latter less what normal
   * samples have.
   */
  boolean isNearNormal() {
    return Math.abs(skewness) <= LARGEST_SKEWNESS + SKEWNESS_ALLOWANCE * skewnessError
        && excessKurtosis <= LARGEST_KURTOSIS + KURTOSIS_ALLOWANCE * kurtosisError;
  }

  /**
   * How many observations of equal weight the mean rests on: as many as would have its skewness; fewer if its kurtosis
   * comes closer to its bound than that.
   */
  double effectiveObservations() {
    double bySkewness = skewness * skewness * FEWEST_OBSERVATIONS;
    return FEWEST_OBSERVATIONS / Math.max(bySkewness, Math.max(excessKurtosis, 0) / LARGEST_KURTOSIS);
  }

  /**
   * By how much the skewness widens the error: 1 + |γ| (2 x² + 1) / (6 x) at x = 5, the studentised mean's quantile on
   * its heavier side (P. Hall, "On the removal of skewness by transformation", JRSS B 54, 1992, expansion 1.3), with
   * the part of γ² that noise may explain taken off.
   */
  double widening() {
    double noise = INSIGNIFICANT * skewnessError;
    double significant = Math.sqrt(Math.max(0, skewness * skewness - noise * noise));
    return 1 + significant * (2 * QUANTILE * QUANTILE + 1) / (6 * QUANTILE);
  }
}
