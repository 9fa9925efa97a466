package io.pathwise.engine.cpu;

import io.pathwise.engine.random.SobolWords;
import io.pathwise.engine.run.NoiseKey;

/** One noise from Sobol points. */
final class SobolJob implements NoiseJob {

  private static final double[] NONE = {};

  private final Routine routine;
  private final NoiseKey key;
  private final int randomisations;
  private final boolean antithetic;
  private final int dimension;
  private final long[] words = new long[SobolWords.COUNT];

  SobolJob(Routine routine, NoiseKey key, int randomisations, boolean antithetic, int dimension) {
    this.routine = routine;
    this.key = key;
    this.randomisations = randomisations;
    this.antithetic = antithetic;
    this.dimension = dimension;
  }

  @Override
  public void startBlock(long block) {
    SobolWords.fill(words, 0, key.seed(), key.purpose(), randomisations, block, dimension, antithetic);
  }

  @Override
  public void run(double[] rows, long[] rare, int noiseBase) {
    routine.run(rows, NONE, NONE, words, rare, 0, noiseBase, 0, 0);
  }
}
