package io.pathwise.engine.cpu;

/** One pair of noises to be made for tile after tile. */
final class NoiseJob {

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
  NoiseJob(Routine routine, long[] words, int wordBase) {
    this.routine = routine;
    this.words = words;
    this.wordBase = wordBase;
  }

  /** Makes it for the paths in {@link NoisePair#PATH_ROW}; the first noise's lane 0 goes to the given element. */
  void run(double[] rows, long[] rare, int noiseBase) {
    routine.run(rows, NONE, NONE, words, rare, 0, noiseBase, 0, wordBase);
  }
}
