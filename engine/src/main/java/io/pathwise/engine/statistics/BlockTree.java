package io.pathwise.engine.statistics;

/**
 * The one order in which the {@value #LANES} values of a block are added: for h = 128, 64, … 1 every s[i] with i &lt; h
 * becomes s[i] + s[i+h]; s[0] is the sum. Every backend must give the bits of {@link #sum}, which is the definition.
 *
 * <p>
 * The tree suits vectors and GPU thread blocks, and its rounding error grows with the logarithm of the number of lanes.
 * A NaN sum is 7ff8000000000000 and a zero sum is +0.0.
 */
public final class BlockTree {
  /** Number of paths in a block. */
  public static final int LANES = 256;

  private BlockTree() {}

  /** The sum of {@code values[offset]} … {@code values[offset + 255]}, which stay as they are. */
  public static double sum(double[] values, int offset) {
    int half = LANES / 2;
    double[] partial = new double[half];
    for (int i = 0; i < half; i++) {
      partial[i] = values[offset + i] + values[offset + half + i];
    }
    return fold(partial, 0, half / 2);
  }

  /** The same bits as {@link #sum} without allocating; overwrites the first 128 of the values. */
  public static double sumInPlace(double[] values, int offset) {
    return fold(values, offset, LANES / 2);
  }

  private static double fold(double[] partial, int offset, int firstHalf) {
    for (int half = firstHalf; half > 0; half >>= 1) {
      for (int i = offset; i < offset + half; i++) {
        partial[i] += partial[i + half];
      }
    }
    return canonical(partial[offset]);
  }

  private static double canonical(double sum) {
    return Double.isNaN(sum) ? Double.NaN : sum + 0.0;
  }
}
