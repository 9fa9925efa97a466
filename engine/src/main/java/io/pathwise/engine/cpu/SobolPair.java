package io.pathwise.engine.cpu;

import org.jspecify.annotations.Nullable;

/** Two neighbouring noises from Sobol points, or one of them: where {@link PhiloxJob} makes a pair. */
final class SobolPair implements NoiseJob {

  private final @Nullable NoiseJob even;
  private final @Nullable NoiseJob odd;
  private final int stride;

  /**
   * A pair.
   *
   * @param stride
   *          elements from a row to the next
   */
  SobolPair(@Nullable NoiseJob even, @Nullable NoiseJob odd, int stride) {
    this.even = even;
    this.odd = odd;
    this.stride = stride;
  }

  @Override
  public void startBlock(long block) {
    if (even != null) {
      even.startBlock(block);
    }
    if (odd != null) {
      odd.startBlock(block);
    }
  }

  @Override
  public void run(double[] rows, long[] rare, int noiseBase) {
    if (even != null) {
      even.run(rows, rare, noiseBase);
    }
    if (odd != null) {
      odd.run(rows, rare, noiseBase + stride);
    }
  }
}
