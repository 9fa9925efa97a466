package io.pathwise.engine.cpu;

/** A piece of code for all lanes of a tile; implemented by generated classes. */
interface TileCode {

  /**
   * Runs the piece.
   *
   * @param rows
   *          the worker's array, see {@link Tile}
   * @param uniforms
   *          numbers that are the same for all paths and steps
   * @param columns
   *          numbers that are the same for all paths at a step
   * @param words
   *          bits that are the same for all paths at a pair of noises
   * @param rare
   *          for each rare condition one bit a lane, written by main groups and read by rare ones
   * @param columnBase
   *          where the columns of the step start
   * @param noiseBase
   *          element of lane 0 of the step's first noise
   * @param tapeBase
   *          element of lane 0 of the step's first value on the tape
   * @param wordBase
   *          where the words of the pair start
   */
  void run(double[] rows, double[] uniforms, double[] columns, long[] words, long[] rare, int columnBase, int noiseBase,
      int tapeBase, int wordBase);
}
