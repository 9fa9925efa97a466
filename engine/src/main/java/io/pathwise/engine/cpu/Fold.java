package io.pathwise.engine.cpu;

/** Adds up the lanes of rows in the order of {@link io.pathwise.engine.statistics.BlockTree}. */
interface Fold {

  /** Leaves the sum of a row's lanes in its lane 0; overwrites other lanes. */
  void fold(double[] rows, int offset, int lanes);

  /** Lane by lane. */
  static void scalar(double[] rows, int offset, int lanes) {
    for (int half = lanes / 2; half > 0; half >>= 1) {
      for (int i = offset; i < offset + half; i++) {
        rows[i] += rows[i + half];
      }
    }
  }
}
