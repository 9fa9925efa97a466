package io.pathwise.engine.cpu;

import io.pathwise.engine.run.Backend;

/**
 * The paths that are worked on together. A block of 256 paths has 256 / lanes tiles; tile t holds every path of the
 * block whose number leaves the remainder t modulo the number of tiles. So the block's summation tree, which adds
 * neighbours last, has a complete subtree in every tile.
 *
 * <p>
 * Values lie in rows of one array: element {@link #offset}(row) + lane. The rows start at a 64-byte boundary of the
 * array and are padded, because distances of 2 KiB would make rows collide in the first-level cache.
 *
 * @param lanes
 *          how many paths there are, 64, 128 or 256
 */
record Tile(int lanes) {

  private static final int FIRST = 6;
  private static final int PADDING = 8;

  Tile {
    if (lanes != 64 && lanes != 128 && lanes != 256) {
      throw new IllegalArgumentException("a tile has 64, 128 or 256 lanes, not " + lanes);
    }
  }

  /** How many make a block. */
  int count() {
    return Backend.BLOCK / lanes;
  }

  /** Elements from a row to the next. */
  int stride() {
    return lanes + PADDING;
  }

  /** The element of lane 0 of a row. */
  int offset(int row) {
    return FIRST + row * stride();
  }

  /** How many elements an array with so many rows needs. */
  long size(long rows) {
    return FIRST + rows * stride();
  }

  /** How many words hold one bit a lane. */
  int words() {
    return lanes / Long.SIZE;
  }
}
