package io.pathwise.engine.random;

import io.pathwise.engine.statistics.BlockTree;

/**
 * The numbers that {@link SobolCode} reads for a block and a dimension: {@link #COUNT} words, made on the host. Within
 * a block of 256 consecutive points the upper bits of the index are common, so a coordinate is one common word,
 * exclusive or a word for every set bit of the path's number within the block; then come the keys of the scramble.
 *
 * <p>
 * Block b belongs to randomisation b mod R, at index b div R. Antithetic pairs share a point, so a block has 128 then.
 */
public final class SobolWords {

  /** How many words there are. */
  public static final int COUNT = 13;
  /** Where the words of the bits of the path's number start; the common word comes before them. */
  public static final int BITS = 1;
  /** How many bits the number of a path within a block has. */
  public static final int BIT_COUNT = Integer.numberOfTrailingZeros(BlockTree.LANES);
  /** Where the keys start. */
  public static final int KEYS = BITS + BIT_COUNT;

  /** How many direction numbers a dimension has. */
  public static final int DIRECTIONS = SobolDirections.BITS;

  private static final int KEY_COUNT = 4;
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private SobolWords() {}

  /** Dimensions with Sobol points; draws with higher numbers come from Philox. */
  public static int dimensions() {
    return SobolDirections.DIMENSIONS;
  }

  /**
   * Fills {@code words[offset]} and following.
   *
   * @param seed
   *          the user's seed
   * @param purpose
   *          tells independent uses of noise apart
   * @param randomisations
   *          how many there are
   * @param block
   *          the number of the block
   * @param dimension
   *          from 0 to below {@link #dimensions}
   * @param antithetic
   *          whether pairs of paths share a point
   * @throws IllegalArgumentException
   *           if the block's points are beyond the first 2^32 of the randomisation
   */
  public static void fill(long[] words, int offset, long seed, int purpose, int randomisations, long block,
      int dimension, boolean antithetic) {
    int shared = antithetic ? 1 : 0;
    int pointBits = BIT_COUNT - shared;
    long index = block / randomisations;
    if (index >>> (SobolDirections.BITS - pointBits) != 0) {
      throw new IllegalArgumentException(
          "block " + block + " of Sobol points is too far: a randomisation has at most 2^"
              + SobolDirections.BITS + " points, and there are " + randomisations + " randomisations");
    }
    int common = 0;
    for (int bit = pointBits; index != 0; bit++, index >>>= 1) {
      common ^= (index & 1) != 0 ? SobolDirections.reversed(dimension, bit) : 0;
    }
    words[offset] = Integer.toUnsignedLong(common);
    words[offset + BITS] = 0;
    for (int bit = 0; bit < pointBits; bit++) {
      words[offset + BITS + shared + bit] = Integer.toUnsignedLong(SobolDirections.reversed(dimension, bit));
    }
    long state = mix(mix(seed + GOLDEN * (purpose + 1L)) + GOLDEN * (block % randomisations + 1));
    state = mix(state + GOLDEN * (dimension + 1L));
    for (int key = 0; key < KEY_COUNT; key++) {
      state += GOLDEN;
      long bits = mix(state) >>> 32;
      words[offset + KEYS + key] = key % 2 == 0 ? bits : bits | 1;
    }
  }

  /** A direction number, its first digit in bit 0; for backends that make the words themselves. */
  public static int direction(int dimension, int bit) {
    return SobolDirections.reversed(dimension, bit);
  }

  /** The finaliser of SplitMix64: variant 13 of D. Stafford, "Better bit mixing", 2011. */
  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
