package io.pathwise.engine.cpu;

import io.pathwise.engine.run.Backend;

/**
 * The division of an array into rows, each of which holds a number for every path of a block. Rows are padded, because
 * distances of 2 KiB would make them collide in the first-level cache.
 */
final class Rows {

  /** How many paths there are. */
  static final int LANES = Backend.BLOCK;
  /** Elements from a row to the next. */
  static final int STRIDE = LANES + 8;

  private Rows() {}

  /** The first element of a row. */
  static int offset(int row) {
    return row * STRIDE;
  }

  /** How many elements so many rows have. */
  static long elements(long rows) {
    return rows * STRIDE;
  }
}
