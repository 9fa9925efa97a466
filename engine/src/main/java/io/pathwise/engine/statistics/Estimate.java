package io.pathwise.engine.statistics;

import java.util.List;
import org.apache.commons.math3.distribution.TDistribution;

/**
 * A Monte Carlo estimate: a mean with its standard error. Both are formed from exact sums and rounded once (the
 * standard error is the correctly rounded root of the unbiased variance of the means of independent samples over their
 * number; the samples are blocks, or the randomisations of a point set).
 *
 * @param mean
 *          mean over all paths
 * @param standardError
 *          standard deviation of the mean; NaN if it cannot be estimated (fewer than two blocks, or an infinite or NaN
 *          value among the paths)
 * @param blocks
 *          number of blocks
 * @param pathsPerBlock
 *          number of paths in each
 * @param degreesOfFreedom
 *          of the standard error: independent samples less what was estimated from them; not positive if there is none
 */
public record Estimate(double mean, double standardError, long blocks, int pathsPerBlock, long degreesOfFreedom) {

  /** An estimate from independent blocks. */
  public Estimate(double mean, double standardError, long blocks, int pathsPerBlock) {
    this(mean, standardError, blocks, pathsPerBlock, blocks - 1);
  }

  /** Number of paths. */
  public long paths() {
    return blocks * pathsPerBlock;
  }

  /**
   * The estimate from independent samples taken one by one: for a single block, its values per path (whose mean is then
   * the exact sum's, not the {@link BlockTree}'s). Values that depend on each other, such as antithetic pairs, are to
   * be averaged first, each average being one sample.
   */
  public static Estimate ofSamples(double[] values, int offset, int count) {
    BlockMoments moments = new BlockMoments(new MomentLayout(1, 1, List.of()));
    for (int i = 0; i < count; i++) {
      moments.add(values, offset + i);
    }
    return moments.estimate(0);
  }

  /** Another mean with the same standard error. */
  public Estimate withMean(double other) {
    return new Estimate(other, standardError, blocks, pathsPerBlock, degreesOfFreedom);
  }

  /** The same mean with another standard error. */
  public Estimate withStandardError(double other) {
    return new Estimate(mean, other, blocks, pathsPerBlock, degreesOfFreedom);
  }

  /**
   * Half the width of the confidence interval around the mean, by Student's t law: with 32 randomisations the 95 %
   * interval is 2.04 standard errors to each side. NaN without degrees of freedom.
   *
   * @param confidence
   *          the probability with which such intervals cover, between 0 and 1
   */
  public double halfWidth(double confidence) {
    if (!(confidence > 0 && confidence < 1)) {
      throw new IllegalArgumentException("the confidence is " + confidence + ", must be between 0 and 1");
    }
    return degreesOfFreedom < 1
        ? Double.NaN
        : new TDistribution(null, degreesOfFreedom).inverseCumulativeProbability(0.5 + 0.5 * confidence)
            * standardError;
  }
}
