package io.pathwise.engine.statistics;

import java.math.BigInteger;

/**
 * An exact number unscaled · 2^exponent, with the three ways in which statistics are rounded: as it is, divided by an
 * integer, and as the root of such a quotient. Each result is correctly rounded (to nearest, ties to even), overflows
 * to infinity, underflows gradually, and is +0.0 when it is zero.
 *
 * <p>
 * In canonical form: unscaled is odd, or unscaled and exponent are both zero, so equal numbers are equal records.
 */
record Dyadic(BigInteger unscaled, int exponent) {
  static final Dyadic ZERO = new Dyadic(BigInteger.ZERO, 0);

  private static final int MIN_EXPONENT = -1074;
  /** Bits of a quotient or root before the sticky bit: more than the 53 + 1 that rounding looks at. */
  private static final int QUOTIENT_BITS = 64;

  Dyadic {
    int zeros = unscaled.getLowestSetBit();
    if (zeros < 0) {
      exponent = 0;
    } else if (zeros > 0) {
      unscaled = unscaled.shiftRight(zeros);
      exponent += zeros;
    }
  }

  /** The exact value of a finite double. */
  static Dyadic of(double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("not a finite number: " + value);
    }
    int exponent = Math.max(Math.getExponent(value), Double.MIN_EXPONENT) - 52;
    return new Dyadic(BigInteger.valueOf((long) Math.scalb(value, -exponent)), exponent);
  }

  Dyadic plus(Dyadic other) {
    if (unscaled.signum() == 0) {
      return other;
    }
    if (other.unscaled.signum() == 0) {
      return this;
    }
    int common = Math.min(exponent, other.exponent);
    return new Dyadic(unscaled.shiftLeft(exponent - common).add(other.unscaled.shiftLeft(other.exponent - common)),
        common);
  }

  Dyadic minus(Dyadic other) {
    return plus(new Dyadic(other.unscaled.negate(), other.exponent));
  }

  Dyadic times(Dyadic other) {
    return new Dyadic(unscaled.multiply(other.unscaled), exponent + other.exponent);
  }

  Dyadic times(long factor) {
    return new Dyadic(unscaled.multiply(BigInteger.valueOf(factor)), exponent);
  }

  /** This number times 2^power. */
  Dyadic scaled(int power) {
    return new Dyadic(unscaled, exponent + power);
  }

  boolean isZero() {
    return unscaled.signum() == 0;
  }

  /** The nearest double. */
  double round() {
    return round(unscaled.signum(), unscaled.abs(), exponent, false);
  }

  /** The double nearest to this number divided by a positive integer. */
  double roundQuotient(BigInteger divisor) {
    BigInteger magnitude = unscaled.abs();
    int shift = Math.max(0, QUOTIENT_BITS + divisor.bitLength() - magnitude.bitLength());
    BigInteger[] quotient = magnitude.shiftLeft(shift).divideAndRemainder(divisor);
    return round(unscaled.signum(), quotient[0], exponent - shift, quotient[1].signum() != 0);
  }

  /** The double nearest to the square root of this number (not negative) divided by a positive integer. */
  double roundSqrtOfQuotient(BigInteger divisor) {
    int shift = Math.max(0, 2 * QUOTIENT_BITS + divisor.bitLength() - unscaled.bitLength());
    if (((exponent - shift) & 1) != 0) {
      shift++;
    }
    BigInteger[] quotient = unscaled.shiftLeft(shift).divideAndRemainder(divisor);
    BigInteger[] root = quotient[0].sqrtAndRemainder();
    boolean inexact = quotient[1].signum() != 0 || root[1].signum() != 0;
    return round(unscaled.signum(), root[0], (exponent - shift) / 2, inexact);
  }

  /**
   * Rounds sign · (magnitude + δ) · 2^exponent, where 0 &lt; δ &lt; 1 if inexact and δ = 0 if not; an inexact magnitude
   * has at least 55 bits.
   */
  private static double round(int sign, BigInteger magnitude, int exponent, boolean inexact) {
    int dropped = Math.max(magnitude.bitLength() - 53, MIN_EXPONENT - exponent);
    double rounded;
    if (dropped <= 0) {
      rounded = Math.scalb((double) magnitude.longValueExact(), exponent);
    } else {
      long kept = magnitude.shiftRight(dropped).longValueExact();
      boolean half = magnitude.testBit(dropped - 1);
      boolean aboveHalf = half && (inexact || magnitude.getLowestSetBit() < dropped - 1);
      if (aboveHalf || (half && (kept & 1) != 0)) {
        kept++;
      }
      rounded = Math.scalb((double) kept, exponent + dropped);
    }
    return sign < 0 && rounded != 0 ? -rounded : rounded;
  }
}
