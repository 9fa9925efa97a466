package io.pathwise.engine.statistics;

import java.util.List;

/**
 * A Monte Carlo estimate: a mean with its standard error. Both are formed from exact sums and rounded once (the
 * standard error is the correctly rounded root of the unbiased variance of the block means over the number of blocks).
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
 */
public record Estimate(double mean, double standardError, long blocks, int pathsPerBlock) {
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
    return new Estimate(other, standardError, blocks, pathsPerBlock);
  }

  /** The same mean with another standard error. */
  public Estimate withStandardError(double other) {
    return new Estimate(mean, other, blocks, pathsPerBlock);
  }
}
