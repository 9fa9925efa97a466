package io.pathwise.cuda.interpreter;

/**
 * How a kernel is launched: a one-dimensional grid of one-dimensional blocks, and what is checked.
 *
 * @param blocks
 *          number of blocks, run one after the other
 * @param threads
 *          threads per block, 1 to 1024
 * @param nan
 *          the bits that arithmetic gives for every NaN. The ISA says that double precision carries payloads, not
 *          which; correct code gives the same results whichever these are
 * @param races
 *          whether accesses of several threads to the same memory are refused where nothing orders them
 * @param limit
 *          instructions that the threads of a block may execute together before the kernel counts as stuck
 */
public record Launch(int blocks, int threads, long nan, boolean races, long limit) {

  /** What x86 and most GPUs make of an invalid operation, sign and all, with a payload that nobody expects. */
  private static final long ODD_NAN = 0xFFF8_0000_0BAD_CAFEL;

  /** Checks the sizes. */
  public Launch {
    if (blocks < 1 || threads < 1 || threads > 1024) {
      throw new IllegalArgumentException("a launch needs blocks, of 1 to 1024 threads");
    }
    if (!Double.isNaN(Double.longBitsToDouble(nan))) {
      throw new IllegalArgumentException("not the bits of a NaN");
    }
  }

  /** A launch that checks everything, with an unusual NaN. */
  public static Launch of(int blocks, int threads) {
    return new Launch(blocks, threads, ODD_NAN, true, 10_000_000_000L);
  }

  /** The same with other bits for NaN. */
  public Launch withNan(long bits) {
    return new Launch(blocks, threads, bits, races, limit);
  }

  /** The same with another limit. */
  public Launch withLimit(long instructions) {
    return new Launch(blocks, threads, nan, races, instructions);
  }
}
