package io.pathwise.engine.statistics;

import java.util.Arrays;

/**
 * The error of an estimate by batches: what each batch of blocks (or each randomisation) added to its deviation. In
 * estimates on the same noise the batches of equal number saw the same random numbers, so the profiles tell how their
 * errors hang together, which {@link TotalError} uses. Made by {@link BlockMoments#errors}.
 *
 * <p>
 * The root of the sum of the squares is about the standard error; it differs from it as two estimates of the same
 * standard deviation do, since a batch may be several blocks.
 *
 * @param size
 *          the root of the sum of the squares of all deviations
 * @param shares
 *          what each batch deviates, relative to the size: floats are exact enough, and half as large in caches
 */
@SuppressWarnings("ArrayRecordComponent") // copied, and compared by content
public record ErrorProfile(double size, float[] shares) {
  /** Of an estimate of which it is not known, or one that has no error. */
  public static final ErrorProfile NONE = new ErrorProfile(0, new float[0]);

  /**
   * Copies the shares.
   *
   * @throws IllegalArgumentException
   *           if the size is none
   */
  public ErrorProfile {
    if (!(size >= 0)) {
      throw new IllegalArgumentException("the size of an error profile is " + size + ", must not be negative");
    }
    shares = shares.clone();
  }

  /** The profile with these deviations; none if they are all zero, or not finite. */
  public static ErrorProfile of(double[] deviations) {
    double size = norm(deviations);
    if (!(size > 0) || size == Double.POSITIVE_INFINITY) {
      return NONE;
    }
    float[] shares = new float[deviations.length];
    for (int i = 0; i < shares.length; i++) {
      shares[i] = (float) (deviations[i] / size);
    }
    return new ErrorProfile(size, shares);
  }

  static double norm(double[] numbers) {
    double squares = 0;
    for (double number : numbers) {
      squares = Math.fma(number, number, squares);
    }
    return Math.sqrt(squares);
  }

  /** Whether nothing is known. */
  public boolean isNone() {
    return shares.length == 0;
  }

  /** Number of batches. */
  public int batches() {
    return shares.length;
  }

  /** A copy. */
  @Override
  public float[] shares() {
    return shares.clone();
  }

  /** What a batch deviates; 0 beyond the last. */
  public double deviation(int batch) {
    return batch < shares.length ? size * shares[batch] : 0;
  }

  /** The profile of the same estimate in another unit. */
  public ErrorProfile scaled(double factor) {
    if (isNone() || factor == 0) {
      return NONE;
    }
    float[] signed = shares.clone();
    for (int i = 0; i < signed.length && factor < 0; i++) {
      signed[i] = -signed[i];
    }
    return new ErrorProfile(size * Math.abs(factor), signed);
  }

  /** The profile of the difference of two estimates on the same noise; none if one of the two is. */
  public ErrorProfile minus(ErrorProfile other) {
    if (isNone() || other.isNone()) {
      return NONE;
    }
    double[] deviations = new double[Math.max(shares.length, other.shares.length)];
    Arrays.setAll(deviations, batch -> deviation(batch) - other.deviation(batch));
    return of(deviations);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ErrorProfile profile && Double.compare(size, profile.size) == 0
        && Arrays.equals(shares, profile.shares);
  }

  @Override
  public int hashCode() {
    return Double.hashCode(size);
  }

  @Override
  public String toString() {
    return shares.length + " batches";
  }
}
