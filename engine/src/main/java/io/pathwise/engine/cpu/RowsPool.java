package io.pathwise.engine.cpu;

import java.util.concurrent.ConcurrentLinkedDeque;
import org.jspecify.annotations.Nullable;

/**
 * Arrays of rows that threads borrow while they run. There are never more than threads that run at once, whatever the
 * number of kernels.
 */
final class RowsPool {

  /** The least length: somewhat under 2 MiB, which the default collector never moves. */
  private static final int LEAST = (1 << 18) - 8;

  private final ConcurrentLinkedDeque<double[]> free = new ConcurrentLinkedDeque<>();

  /** An array with at least so many elements, whose content is arbitrary. */
  double[] borrow(long elements) {
    if (elements > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException("the program keeps too many values per path: " + elements
          + " numbers would be needed at once; take fewer steps");
    }
    double @Nullable [] rows = free.pollFirst();
    return rows != null && rows.length >= elements ? rows : new double[(int) Math.max(elements, LEAST)];
  }

  /** Gives an array back. */
  void release(double[] rows) {
    free.addFirst(rows);
  }
}
