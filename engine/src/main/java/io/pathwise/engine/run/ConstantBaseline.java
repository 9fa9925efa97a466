package io.pathwise.engine.run;

import java.util.List;

/**
 * Likelihood-ratio derivatives with a constant baseline: the value is taken relative to a number that is known before
 * the run, such as a pilot's mean. Since the scores have mean zero, any number keeps the expectation. The optimal one
 * is E[V S²]/E[S²] (where nothing is pathwise), which a regression on the scores estimates from the run itself, see
 * {@link io.pathwise.engine.statistics.ControlRegression}; {@link LeaveOneOut} needs neither.
 *
 * @param source
 *          yields the derivatives and scores
 * @param baselines
 *          which of its numbers get a baseline
 */
public record ConstantBaseline(BlockSource source, List<Baseline> baselines) implements DerivedBlocks {

  /**
   * A derivative and its baseline.
   *
   * @param derivative
   *          position of Σ (V̇ + V S)
   * @param score
   *          position of ΣS, a derivative of the likelihood
   * @param value
   *          what is subtracted from V
   */
  public record Baseline(int derivative, int score, double value) {}

  /** Copies the list. */
  public ConstantBaseline {
    baselines = List.copyOf(baselines);
  }

  @Override
  public void compute(long firstBlock, int blocks, double[] results) {
    source.compute(firstBlock, blocks, results);
    for (int block = 0; block < blocks; block++) {
      int offset = block * outputs();
      for (Baseline baseline : baselines) {
        int derivative = offset + baseline.derivative();
        results[derivative] = Math.fma(-baseline.value(), results[offset + baseline.score()], results[derivative]);
      }
    }
  }
}
