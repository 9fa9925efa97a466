package io.pathwise.llvm;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.ConcurrentLinkedDeque;

/** Memory that kernels work in, handed from call to call; the garbage collector frees it. Thread-safe. */
final class Scratch {

  private static final long ALIGNMENT = 64;
  /** Smaller pieces are as large as this, so that most calls can use the same. */
  private static final long SMALLEST = 1L << 16;

  private final ConcurrentLinkedDeque<MemorySegment> free = new ConcurrentLinkedDeque<>();

  /** A piece of at least so many bytes, with whatever was in it. */
  MemorySegment borrow(long bytes) {
    MemorySegment piece = free.pollFirst();
    return piece != null && piece.byteSize() >= bytes
        ? piece
        : Arena.ofAuto().allocate(Math.max(bytes, SMALLEST), ALIGNMENT);
  }

  /** Gives a piece back. */
  void release(MemorySegment piece) {
    free.addFirst(piece);
  }
}
