package io.pathwise.engine.statistics;

/**
 * The deviation of the law of a mean from normal, estimated from its samples: skewness, excess kurtosis, and the
 * effective number of observations. Where few paths carry a number both are large, and neither the mean nor its
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
 *          the standard error of the skewness where samples are normal and batches of equal size: √(6 Σw³). It is √(15
 *          Σw³ − 9 (Σw²)²), up to 16 % more, with the sizes of {@link BatchSums}
 * @param kurtosisError
 *          the standard error of the excess kurtosis in the same case: √(24 Σw⁴). It is √(96 Σw⁴ − 144 Σw² Σw³ + 72
 *          (Σw²)³), up to 24 % more
 */
record SampleShape(double skewness, double excessKurtosis, double skewnessError, double kurtosisError) {

  /** Heavy tails to both sides only make the studentised mean cautious, so that fewer observations are enough there. */
  private static final double KURTOSIS_OF_ONE = 3.75;
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
   * Whether the mean rests on enough observations for Student's law: of n the skewness is at most 1/√n and the excess
   * kurtosis at most 3.75/n, beyond what noise would do to normal samples (one and three standard errors). These are n
   * effective observations for the skewness, n_e,γ = (Σd²)³ / (Σd³)², and n/3.75 for the variance, n_e,σ = (Σd²)² / Σd⁴
   * less what normal samples have (Owen, "Monte Carlo theory, methods and examples", 2013, section 9.3).
   *
   * @param fewestObservations
   *          n
   */
  boolean isNearNormal(int fewestObservations) {
    return Math.abs(skewness) <= 1 / Math.sqrt(fewestObservations) + SKEWNESS_ALLOWANCE * skewnessError
        && excessKurtosis <= KURTOSIS_OF_ONE / fewestObservations + KURTOSIS_ALLOWANCE * kurtosisError;
  }

  /** The number of observations by that measure. */
  double effectiveObservations() {
    return 1 / Math.max(skewness * skewness, Math.max(excessKurtosis, 0) / KURTOSIS_OF_ONE);
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
