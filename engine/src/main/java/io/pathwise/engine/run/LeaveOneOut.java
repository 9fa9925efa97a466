package io.pathwise.engine.run;

import java.util.List;

/**
 * Likelihood-ratio derivatives with the leave-one-out baseline: on every path the value is taken relative to the mean
 * over the n − 1 other paths of its block (Kool, van Hoof, Welling 2019, "Buy 4 REINFORCE samples, get a baseline for
 * free!"). Since the others are independent of the path's score, whose mean is zero, the expectation stays; unlike a
 * regression on the scores nothing is estimated, so there is no bias and no degree of freedom is lost however few
 * blocks there are.
 *
 * <p>
 * With values V and scores S the baseline's share of a block's sum is a function of the block's sums:
 *
 * <pre>
 * Σᵢ S_i · (mean of V over the others) = (ΣV ΣS − ΣVS) / (n − 1).
 * </pre>
 *
 * <p>
 * The paths of a block must be independent ({@link Sampling#INDEPENDENT}): antithetic pairs, strata and Sobol points
 * would make it biased.
 *
 * @param source
 *          yields all the sums
 * @param baselines
 *          which of its numbers get a baseline
 */
public record LeaveOneOut(BlockSource source, List<Baseline> baselines) implements DerivedBlocks {

  /**
   * A derivative of an output and the numbers that its baseline is made of, by their positions.
   *
   * @param derivative
   *          Σ (V̇ + V S)
   * @param value
   *          ΣV
   * @param score
   *          ΣS, a derivative of the likelihood
   * @param product
   *          ΣVS; the derivative itself where V̇ is zero
   */
  public record Baseline(int derivative, int value, int score, int product) {}

  /** Copies the list. */
  public LeaveOneOut {
    baselines = List.copyOf(baselines);
  }

  @Override
  public void compute(long firstBlock, int blocks, double[] results) {
    source.compute(firstBlock, blocks, results);
    double[] shares = new double[baselines.size()];
    for (int block = 0; block < blocks; block++) {
      int offset = block * outputs();
      for (int i = 0; i < shares.length; i++) {
        Baseline baseline = baselines.get(i);
        double product = results[offset + baseline.value()] * results[offset + baseline.score()];
        shares[i] = (product - results[offset + baseline.product()]) / (Backend.BLOCK - 1);
      }
      for (int i = 0; i < shares.length; i++) {
        results[offset + baselines.get(i).derivative()] -= shares[i];
      }
    }
  }
}
