package io.pathwise.cuda.interpreter;

import java.util.Arrays;

/** The threads of a block that execute an instruction together: a set, and the same as a list. */
final class Lanes {

  final long[] mask;
  final int[] index;
  int count;

  Lanes(int threads) {
    this.mask = new long[(threads + 63) >> 6];
    this.index = new int[threads];
  }

  /** Makes this the set of those threads. */
  void set(long[] other) {
    System.arraycopy(other, 0, mask, 0, mask.length);
    list();
  }

  /** Makes this the threads of another set for which a predicate has that value. */
  void select(Lanes from, long[] predicate, long value) {
    Arrays.fill(mask, 0);
    count = 0;
    for (int k = 0; k < from.count; k++) {
      int i = from.index[k];
      if (predicate[i] == value) {
        mask[i >> 6] |= 1L << i;
        index[count++] = i;
      }
    }
  }

  private void list() {
    count = 0;
    for (int word = 0; word < mask.length; word++) {
      for (long rest = mask[word]; rest != 0; rest &= rest - 1) {
        index[count++] = (word << 6) + Long.numberOfTrailingZeros(rest);
      }
    }
  }
}
