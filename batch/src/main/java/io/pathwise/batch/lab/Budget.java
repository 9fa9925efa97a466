package io.pathwise.batch.lab;

import io.pathwise.engine.run.Backend;
import java.util.List;

/**
 * How much work a measurement may be. The number of paths follows from a program's operation count, so it is the same
 * on every machine.
 *
 * @param operations
 *          primitive operations for a measurement, noise included
 * @param fewestBlocks
 *          at least so many blocks of 256 paths
 * @param mostBlocks
 *          at most so many
 * @param thin
 *          whether a series of problems is cut down to its first and last
 */
public record Budget(double operations, long fewestBlocks, long mostBlocks, boolean thin) {

  private static final double OPERATIONS_PER_NOISE = 100;

  /** For figures to keep: minutes on two cores. */
  public static final Budget FULL = new Budget(4e9, 256, 1 << 14, false);

  /** For a look: under a minute on two cores. */
  public static final Budget QUICK = new Budget(1e8, 64, 1 << 10, true);

  /** The number of blocks for programs of a given cost, a power of two. */
  long blocks(double operationsPerPath, double noisesPerPath) {
    double perBlock = Backend.BLOCK * (operationsPerPath + OPERATIONS_PER_NOISE * noisesPerPath);
    long wanted = (long) (operations / perBlock);
    return Math.clamp(Long.highestOneBit(Math.max(1, wanted)), fewestBlocks, mostBlocks);
  }

  /** The values of a series to look at. */
  <T> List<T> of(List<T> values) {
    return thin && values.size() > 2 ? List.of(values.getFirst(), values.getLast()) : values;
  }
}
