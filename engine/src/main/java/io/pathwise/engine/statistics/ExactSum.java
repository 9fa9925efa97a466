package io.pathwise.engine.statistics;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * An exact sum of doubles and of products of two doubles: a superaccumulator. No addition rounds, so neither the order
 * of the additions nor their grouping over threads and machines changes a bit of {@link #value()}, nor of what is kept
 * of the sum. Start with {@link #add}.
 *
 * <p>
 * The number is a row of digits to base 2^32, each in a long, so that carries may wait for many additions (the
 * carry-save superaccumulator of R. M. Neal, "Fast exact summation using small and large superaccumulators", 2015). The
 * row spans every product of two doubles, 2^−2148 to beyond 2^2048, and 2^63 additions of the largest of them.
 * Infinities and NaNs are counted. Not safe for use by several threads at once.
 */
public final class ExactSum {
  /** Exponent of the last bit of digit 0: the smallest product is 2^−1074 · 2^−1074. */
  private static final int MIN_EXPONENT = -2148;
  /** 32 · 134 bits reach 2^2140; the sum stays below 2^(2048 + 63). */
  private static final int DIGITS = 134;
  private static final long DIGIT_MASK = 0xffff_ffffL;
  private static final long SIGNIFICAND_MASK = (1L << 52) - 1;
  private static final int SPECIAL_EXPONENT = 0x7ff;
  /**
   * An addition adds less than 2^52 to a digit; so often, and twice that in {@link #merge}, a long does not overflow.
   */
  private static final int ADDITIONS_BETWEEN_CARRIES = 1023;

  private final long[] digits;
  private int additionsLeft = ADDITIONS_BETWEEN_CARRIES;
  private long nans;
  private long positiveInfinities;
  private long negativeInfinities;

  /** An empty sum: +0.0. */
  public ExactSum() {
    this(new long[DIGITS]);
  }

  private ExactSum(long[] digits) {
    this.digits = digits;
  }

  /** Adds x. */
  public void add(double x) {
    long bits = Double.doubleToRawLongBits(x);
    int exponent = biasedExponent(bits);
    if (exponent == SPECIAL_EXPONENT) {
      count(x);
      return;
    }
    long sign = bits >> 63;
    // x = significand · 2^(max(exponent, 1) − 1075)
    int position = Math.max(exponent, 1) - 1075 - MIN_EXPONENT;
    long significand = significand(bits, exponent);
    int digit = position >>> 5;
    int shift = position & 31;
    addTo(digit, (significand << shift) & DIGIT_MASK, sign);
    addTo(digit + 1, significand >>> (32 - shift), sign);
    countAddition();
  }

  /**
   * Adds x · y without rounding it. Where p = x·y and fma(x, y, −p) are exact this is adding the two; unlike the pair
   * it is also exact where the product overflows, underflows or is subnormal.
   */
  public void addProduct(double x, double y) {
    long xBits = Double.doubleToRawLongBits(x);
    long yBits = Double.doubleToRawLongBits(y);
    int xExponent = biasedExponent(xBits);
    int yExponent = biasedExponent(yBits);
    if (xExponent == SPECIAL_EXPONENT || yExponent == SPECIAL_EXPONENT) {
      count(x * y);
      return;
    }
    long sign = (xBits ^ yBits) >> 63;
    int position = Math.max(xExponent, 1) + Math.max(yExponent, 1) - 2 * 1075 - MIN_EXPONENT;
    long xSignificand = significand(xBits, xExponent);
    long ySignificand = significand(yBits, yExponent);
    long low = xSignificand * ySignificand;
    long high = Math.multiplyHigh(xSignificand, ySignificand);
    int digit = position >>> 5;
    int shift = position & 31;
    // The digits of significand · 2^shift, 137 bits at most.
    addTo(digit, (low << shift) & DIGIT_MASK, sign);
    addTo(digit + 1, (low << shift) >>> 32, sign);
    addTo(digit + 2, (high << shift | low >>> 1 >>> (63 - shift)) & DIGIT_MASK, sign);
    addTo(digit + 3, high >>> (32 - shift), sign);
    countAddition();
  }

  /** Adds everything that was added to the other sum, which stays as it is. */
  public void merge(ExactSum other) {
    for (int i = 0; i < DIGITS; i++) {
      digits[i] += other.digits[i];
    }
    propagateCarries(digits);
    additionsLeft = ADDITIONS_BETWEEN_CARRIES;
    nans += other.nans;
    positiveInfinities += other.positiveInfinities;
    negativeInfinities += other.negativeInfinities;
  }

  /** An independent copy. */
  public ExactSum copy() {
    ExactSum copy = new ExactSum(digits.clone());
    copy.additionsLeft = additionsLeft;
    copy.nans = nans;
    copy.positiveInfinities = positiveInfinities;
    copy.negativeInfinities = negativeInfinities;
    return copy;
  }

  /**
   * The correctly rounded sum: the double nearest to the exact sum, ties to even; infinite from 2^1024 − 2^970 on. A
   * zero is +0.0. With a NaN, or infinities of both signs, among the terms it is NaN (7ff8000000000000); with
   * infinities of one sign, that infinity.
   */
  public double value() {
    if (nans != 0 || (positiveInfinities != 0 && negativeInfinities != 0)) {
      return Double.NaN;
    }
    if (positiveInfinities != 0) {
      return Double.POSITIVE_INFINITY;
    }
    if (negativeInfinities != 0) {
      return Double.NEGATIVE_INFINITY;
    }
    return finitePart().round();
  }

  /** True when no term was infinite or NaN. {@link #value()} may still overflow. */
  public boolean isFinite() {
    return (nans | positiveInfinities | negativeInfinities) == 0;
  }

  /** The exact sum of the finite terms. */
  Dyadic finitePart() {
    long[] propagated = digits.clone();
    propagateCarries(propagated);
    int last = 0;
    while (last < DIGITS - 1 && propagated[last] == 0) {
      last++;
    }
    // Of the digits above the number, which repeat its sign, one is kept.
    long signDigit = propagated[DIGITS - 1] >> 63 & DIGIT_MASK;
    int first = DIGITS - 1;
    while (first > last && (propagated[first - 1] & DIGIT_MASK) == signDigit) {
      first--;
    }
    ByteBuffer bytes = ByteBuffer.allocate((first - last + 1) * Integer.BYTES);
    for (int i = first; i >= last; i--) {
      bytes.putInt((int) propagated[i]);
    }
    return new Dyadic(new BigInteger(bytes.array()), MIN_EXPONENT + Integer.SIZE * last);
  }

  /** Everything that was added, whatever the order. */
  Snapshot snapshot() {
    return new Snapshot(finitePart(), nans, positiveInfinities, negativeInfinities);
  }

  /**
   * What an exact sum holds: equal for equal sums.
   *
   * @param finite
   *          the sum of the finite terms
   */
  record Snapshot(Dyadic finite, long nans, long positiveInfinities, long negativeInfinities) {

    /** Checks that a sum has enough digits. */
    Snapshot {
      int position = finite.exponent() - MIN_EXPONENT;
      if (position < 0 || position >= DIGITS * Integer.SIZE - finite.unscaled().bitLength()) {
        throw new IllegalArgumentException("exact sum outside its range");
      }
    }

    /** A sum that holds this. */
    ExactSum restore() {
      byte[] row = finite.unscaled().shiftLeft(finite.exponent() - MIN_EXPONENT).toByteArray();
      ByteBuffer padded = ByteBuffer.allocate(DIGITS * Integer.BYTES);
      Arrays.fill(padded.array(), (byte) (row[0] >> 7));
      padded.put(padded.capacity() - row.length, row);
      ExactSum sum = new ExactSum();
      sum.digits[DIGITS - 1] = padded.getInt();
      for (int i = DIGITS - 2; i >= 0; i--) {
        sum.digits[i] = Integer.toUnsignedLong(padded.getInt());
      }
      sum.nans = nans;
      sum.positiveInfinities = positiveInfinities;
      sum.negativeInfinities = negativeInfinities;
      return sum;
    }
  }

  /** True for an exact sum with the same sum of finite terms and the same numbers of infinities and NaNs. */
  @Override
  public boolean equals(Object other) {
    return other instanceof ExactSum that && snapshot().equals(that.snapshot());
  }

  @Override
  public int hashCode() {
    return snapshot().hashCode();
  }

  /** The rounded value. */
  @Override
  public String toString() {
    return Double.toString(value());
  }

  private static int biasedExponent(long bits) {
    return (int) (bits >>> 52) & SPECIAL_EXPONENT;
  }

  private static long significand(long bits, int biasedExponent) {
    return (bits & SIGNIFICAND_MASK) | (biasedExponent == 0 ? 0 : 1L << 52);
  }

  /** Adds the part, negated when sign is −1 and not 0. */
  private void addTo(int digit, long part, long sign) {
    digits[digit] += (part ^ sign) - sign;
  }

  private void count(double special) {
    if (Double.isNaN(special)) {
      nans++;
    } else if (special > 0) {
      positiveInfinities++;
    } else {
      negativeInfinities++;
    }
  }

  private void countAddition() {
    if (--additionsLeft == 0) {
      propagateCarries(digits);
      additionsLeft = ADDITIONS_BETWEEN_CARRIES;
    }
  }

  /** Brings every digit but the last, which carries the sign, into 0 … 2^32 − 1: the canonical row. */
  private static void propagateCarries(long[] digits) {
    long carry = 0;
    for (int i = 0; i < DIGITS - 1; i++) {
      long digit = digits[i] + carry;
      digits[i] = digit & DIGIT_MASK;
      carry = digit >> 32;
    }
    digits[DIGITS - 1] += carry;
  }
}
