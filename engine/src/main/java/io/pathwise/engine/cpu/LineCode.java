package io.pathwise.engine.cpu;

/** A straight line of operations for all paths of a block; implemented by generated classes. */
interface LineCode {

  /**
   * Runs the line.
   *
   * @param rows
   *          the worker's array, see {@link Rows}
   * @param reals
   *          reals that are the same for all paths
   * @param integers
   *          integers that are the same for all paths
   * @param places
   *          for every input, then every output, the first element of its row, or for an input that is the same for all
   *          paths its place among those; then the element where temporaries start
   */
  void run(double[] rows, double[] reals, long[] integers, int[] places);
}
