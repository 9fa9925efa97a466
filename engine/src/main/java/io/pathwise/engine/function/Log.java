package io.pathwise.engine.function;

import io.pathwise.engine.code.CodeBuilder;
import io.pathwise.engine.code.CodeBuilder.Value;
import io.pathwise.engine.code.Op;

/**
 * Natural logarithm, within 1 ulp. x = 2^e m with m in [√½, √2), f = m − 1 (exact), s = f / (2 + f); then log(1 + f) =
 * f − s (f − R) with R = log((1 + s)/(1 − s))/s − 2 (the transformation of FreeBSD's msun e_log.c; constants and
 * evaluation are our own). R / s² is a polynomial of degree 6 in s² on [0, 0.02946]; the error it leaves is 2^-57.6
 * relative to log(1 + f).
 *
 * <p>
 * m is found by multiplying x by 2^−e, so that NaN stays NaN.
 *
 * <p>
 * Special values as {@link Math#log}: NaN or x &lt; 0 gives NaN, ±0 gives −∞, +∞ gives +∞, 1 gives +0. Subnormal x are
 * as accurate as others.
 */
public final class Log {

  private static final double SQRT_HALF = 0x1.6a09e667f3bcdp-1;
  /** ln 2 to 40 bits, so that a multiple of it by an exponent is exact. */
  static final double LN2_HIGH = 0x1.62e42fefa4p-1;
  /** RN(ln 2 − {@link #LN2_HIGH}). */
  static final double LN2_LOW = -0x1.8432a1b0e2634p-43;
  private static final double[] NEGATED_COEFFICIENTS = {-0x1.5555555555558p-1, -0x1.999999999529fp-2,
      -0x1.2492492dff073p-2,
      -0x1.c71c62d1a5005p-3, -0x1.7462ba833837fp-3, -0x1.39fd9d8785b3cp-3, -0x1.2b619d6822232p-3};
  private static final long BIAS = 1023;
  private static final long ONE = BIAS << 52;
  private static final double TWO_TO_52 = 0x1p52;

  private Log() {}

  /** log x. */
  public static Value expand(CodeBuilder code, Value x) {
    Exponent exponent = exponent(code, x);
    Value usual = ofNormal(code, x, exponent);
    return code.selectRare(isOutside(code, exponent), ofAny(code, x), usual);
  }

  /** Whether a number with that exponent may be other than positive, finite and normal. */
  static Value isOutside(CodeBuilder code, Exponent exponent) {
    return code.less(code.constant(1021.5), code.abs(exponent.e()));
  }

  /** log x for x from 2^-1021 to 2^1021, with the bits that {@link #expand} gives. */
  static Value expandNormal(CodeBuilder code, Value x) {
    return ofNormal(code, x, exponent(code, x));
  }

  private static Value ofNormal(CodeBuilder code, Value x, Exponent exponent) {
    return ofOnePlus(code, code.fma(x, exponent.scale(), code.constant(-1)), exponent.e());
  }

  /** log x for any x: zero, negative, subnormal, very large x, infinities and NaN. */
  static Value ofAny(CodeBuilder code, Value x) {
    Value small = code.less(x, code.constant(1));
    Value scaled = code.mul(x, code.select(small, code.constant(0x1p54), code.constant(0x1p-54)));
    Exponent exponent = exponent(code, scaled);
    Value e = code.add(exponent.e(), code.select(small, code.constant(-54), code.constant(54)));
    Value finite = ofOnePlus(code, code.fma(scaled, exponent.scale(), code.constant(-1)), e);
    Value infinity = code.constant(Double.POSITIVE_INFINITY);
    Value orInfinite = code.select(code.equal(x, infinity), infinity, finite);
    Value orZero = code.select(code.equal(x, code.constant(0)), code.constant(Double.NEGATIVE_INFINITY), orInfinite);
    return code.select(code.lessEqual(code.constant(0), x), orZero, code.constant(Double.NaN));
  }

  /**
   * The exponent of x = 2^e m, m in [√½, √2).
   *
   * @param e
   *          as a real; above 1021.5 in size unless x is positive, finite and normal
   * @param scale
   *          2^−e, for e in −1022 … 1021
   */
  record Exponent(Value e, Value scale) {}

  /** Finds the exponent of x from the bits of x. */
  static Exponent exponent(CodeBuilder code, Value x) {
    Value biased = code.op(Op.INTEGER_ADD, code.bits(x), code.integer(ONE - Double.doubleToLongBits(SQRT_HALF)));
    Value inLowBits = code.op(Op.INTEGER_OR, code.shiftRight(biased, 52),
        code.integer(Double.doubleToLongBits(TWO_TO_52)));
    Value e = code.sub(code.fromBits(inLowBits), code.constant(TWO_TO_52 + BIAS));
    Value scale = code.op(Op.INTEGER_SUB, code.integer(2 * ONE),
        code.op(Op.INTEGER_AND, biased, code.integer(0xFFF0000000000000L)));
    return new Exponent(e, code.fromBits(scale));
  }

  /** log(1 + f) + e ln 2 for 1 + f in [√½, √2). */
  private static Value ofOnePlus(CodeBuilder code, Value f, Value e) {
    return code.fma(e, code.constant(LN2_HIGH), code.sub(f, deficit(code, f, e)));
  }

  /** f − log(1 + f) − e {@link #LN2_LOW}. */
  static Value deficit(CodeBuilder code, Value f, Value e) {
    Value s = code.div(f, code.add(f, code.constant(2)));
    Value z = code.mul(s, s);
    Value negated = Polynomial.expand(code, z, NEGATED_COEFFICIENTS);
    Value difference = code.fma(negated, z, f);
    return code.fma(s, difference, code.mul(e, code.constant(-LN2_LOW)));
  }
}
