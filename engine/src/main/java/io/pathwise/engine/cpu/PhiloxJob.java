package io.pathwise.engine.cpu;

/** One pair of noises from Philox, or one of the two. */
final class PhiloxJob implements NoiseJob {

  private static final double[] NONE = {};

  private final Routine routine;
  private final long[] words;
  private final int wordBase;

  /**
   * A job.
   *
   * @param routine
   *          what makes the pair
   * @param words
   *          the words of all pairs
   * @param wordBase
   *          where those of this pair start
   */
  PhiloxJob(Routine routine, long[] words, int wordBase) {
    this.routine = routine;
    this.words = words;
    this.wordBase = wordBase;
  }

  @Override
  public void startBlock(long block) {}

  @Override
  public void run(double[] rows, long[] rare, int noiseBase) {
    routine.run(rows, NONE, NONE, words, rare, 0, noiseBase, 0, wordBase);
  }
}
