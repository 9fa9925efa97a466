package io.pathwise.cuda.interpreter;

import org.jspecify.annotations.Nullable;

/**
 * Who last read and wrote each four bytes of a region during a launch, to find races: two accesses of different
 * threads, at least one a write, with nothing that orders them. Only bar.sync orders, and only within a block; an
 * access of fewer than four bytes counts as one of the four around it, so that the check may refuse too much but never
 * too little.
 *
 * <p>
 * A thread's moment is packed into 61 bits (block, number of barriers passed, thread + 1); 0 is nobody.
 */
final class AccessHistory {

  private static final int THREAD_BITS = 11;
  private static final int EPOCH_BITS = 26;
  private static final int BLOCK_SHIFT = THREAD_BITS + EPOCH_BITS;
  private static final long THREAD_MASK = (1L << THREAD_BITS) - 1;
  private static final long MOMENT_MASK = (1L << 61) - 1;
  /** Several threads read since the last barrier. */
  private static final long THREADS = 1L << 61;
  /** Several blocks read. */
  private static final long BLOCKS = 1L << 62;
  /** Read as data that is constant for the whole launch (ld.global.nc). */
  private static final long CONSTANT = 1L << 63;

  private final long[] writers;
  private final long[] readers;

  AccessHistory(int bytes) {
    this.writers = new long[(bytes + 3) >> 2];
    this.readers = new long[(bytes + 3) >> 2];
  }

  /** The name of a moment. At most 1024 threads; blocks and barriers are limited by the bits. */
  static long moment(int block, int epoch, int thread) {
    if (block >= 1 << 24 || epoch >= 1 << EPOCH_BITS || thread > 1024) {
      throw new IllegalArgumentException("launch too large for the race check");
    }
    return (long) block << BLOCK_SHIFT | (long) epoch << THREAD_BITS | (thread + 1);
  }

  /** Notes a read; returns what it conflicts with, or null. */
  @Nullable
  String read(int offset, int size, long moment, boolean constant) {
    for (int i = offset >> 2; i <= (offset + size - 1) >> 2; i++) {
      long writer = writers[i];
      if (writer != 0 && (constant || unordered(writer, moment))) {
        return describe(writer) + " wrote";
      }
      long reader = readers[i];
      long flags = reader & ~MOMENT_MASK;
      long last = reader & MOMENT_MASK;
      if (last != 0 && last >>> BLOCK_SHIFT != moment >>> BLOCK_SHIFT) {
        flags |= BLOCKS;
      }
      if (last >>> THREAD_BITS != moment >>> THREAD_BITS) {
        flags &= ~THREADS;
      } else if (last != 0 && last != moment) {
        flags |= THREADS;
      }
      readers[i] = moment | flags | (constant ? CONSTANT : 0);
    }
    return null;
  }

  /** Notes a write; returns what it conflicts with, or null. */
  @Nullable
  String write(int offset, int size, long moment) {
    for (int i = offset >> 2; i <= (offset + size - 1) >> 2; i++) {
      if (writers[i] != 0 && unordered(writers[i], moment)) {
        return describe(writers[i]) + " wrote";
      }
      long reader = readers[i];
      long last = reader & MOMENT_MASK;
      boolean sameEpoch = last >>> THREAD_BITS == moment >>> THREAD_BITS;
      if (last != 0 && ((reader & (BLOCKS | CONSTANT)) != 0 || unordered(last, moment)
          || (sameEpoch && (reader & THREADS) != 0))) {
        return describe(last) + (reader < 0 ? " read as constant" : " read");
      }
      writers[i] = moment;
    }
    return null;
  }

  /** Whether nothing orders an earlier moment before this one. */
  private static boolean unordered(long earlier, long moment) {
    if (earlier >>> BLOCK_SHIFT != moment >>> BLOCK_SHIFT) {
      return true;
    }
    return earlier >>> THREAD_BITS == moment >>> THREAD_BITS && earlier != moment;
  }

  private static String describe(long moment) {
    return "thread " + ((moment & THREAD_MASK) - 1) + " of block " + (moment >>> BLOCK_SHIFT);
  }
}
