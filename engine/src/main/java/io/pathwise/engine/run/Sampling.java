package io.pathwise.engine.run;

import io.pathwise.engine.random.Ordering;
import io.pathwise.engine.random.PointSet;
import io.pathwise.engine.statistics.Inference;

/**
 * A method of sampling: point set, ordering, antithetic pairs, strata. It does not change the law of a path, so it goes
 * with every program; it changes how evenly the paths are spread, and with it the variance.
 *
 * @param points
 *          where the random numbers come from
 * @param ordering
 *          which of them the normal noises are made of
 * @param antithetic
 *          whether the paths 2i and 2i + 1 are a pair whose noise is mirrored (normal z and −z, uniform u and 1 − u);
 *          of Sobol points a pair takes one
 * @param stratified
 *          whether draw 0, the widest direction after ordering, has one path of a block in every stretch of probability
 *          1/256; of independent points only
 */
public record Sampling(PointSet points, Ordering ordering, boolean antithetic, boolean stratified) {

  /** Independent paths. */
  public static final Sampling INDEPENDENT = new Sampling(PointSet.INDEPENDENT, Ordering.STEPS, false, false);

  /** Mirrored pairs. */
  public static final Sampling ANTITHETIC = INDEPENDENT.mirrored();

  /**
   * Checks the combination.
   *
   * @throws IllegalArgumentException
   *           if Sobol points are to be stratified
   */
  public Sampling {
    if (stratified && points instanceof PointSet.Sobol) {
      throw new IllegalArgumentException(
          "Sobol points are stratified in every coordinate already; strata are for independent points");
    }
  }

  /** Sobol points in this order of the noises. */
  public static Sampling sobol(int randomisations, Ordering ordering) {
    return new Sampling(new PointSet.Sobol(randomisations), ordering, false, false);
  }

  /** Independent points, stratified in the widest direction of this ordering. */
  public static Sampling stratified(Ordering ordering) {
    return new Sampling(PointSet.INDEPENDENT, ordering, false, true);
  }

  /** The same with antithetic pairs. */
  public Sampling mirrored() {
    return new Sampling(points, ordering, true, stratified);
  }

  /** How many randomisations are the independent samples; 0 if the blocks are. */
  public int randomisations() {
    return switch (points) {
      case PointSet.Independent independent -> 0;
      case PointSet.Sobol sobol -> sobol.randomisations();
    };
  }

  /**
   * The fewest blocks, at least so many, at which a simulation may stop: enough to tell how they are spread
   * ({@link Inference#FEWEST_SAMPLES}), and 2^k of every randomisation.
   */
  public long wholeBlocks(long blocks) {
    int randomisations = randomisations();
    if (randomisations == 0) {
      return Math.max(Inference.FEWEST_SAMPLES, blocks);
    }
    long each = Math.ceilDiv(Math.max(1, blocks), randomisations);
    return randomisations * Long.highestOneBit(2 * each - 1);
  }

  /**
   * How many of so many paths are independent of each other at least: of mirrored pairs half, of Sobol points one for
   * every randomisation.
   */
  public long independentPaths(long paths) {
    return randomisations() > 0 ? randomisations() : antithetic ? paths / 2 : paths;
  }

  /**
   * The most blocks, at most so many, at which a simulation may stop; what {@link #wholeBlocks} begins with if fewer.
   */
  public long mostBlocks(long blocks) {
    int randomisations = randomisations();
    return randomisations == 0
        ? Math.max(Inference.FEWEST_SAMPLES, blocks)
        : randomisations * Long.highestOneBit(Math.max(1, blocks / randomisations));
  }
}
