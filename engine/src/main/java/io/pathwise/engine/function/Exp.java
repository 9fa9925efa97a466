package io.pathwise.engine.function;

import io.pathwise.engine.code.CodeBuilder;
import io.pathwise.engine.code.CodeBuilder.Value;
import io.pathwise.engine.code.Op;

/**
 * e^x, within 1 ulp. With k = x / ln 2 rounded to a whole number and r = x − k ln 2, |r| ≤ ln 2 / 2, the result is 2^k
 * p(r). The first step of the reduction, x − k RN(ln 2), is exact: both are multiples of 2^-54 and the result is below
 * 1/2. k comes from adding 1.5·2^52, which leaves it in the low bits of the sum, and the exponent's bias is added on
 * the way.
 *
 * <p>
 * p has degree 11 on [−0.34662, 0.34662], its first two coefficients fixed to 1; relative error 2^-57.8.
 *
 * <p>
 * Special values as {@link Math#exp}: NaN gives NaN, +∞ gives +∞, −∞ gives +0. Results below 2^-1022 are rounded once
 * to a subnormal; from 709.79 up the result is +∞.
 *
 * <p>
 * {@link #split} and {@link #scaleOutside} are steps of it for functions that contain an exponential.
 */
public final class Exp {

  /** RN(ln 2). */
  private static final double LN2 = 0x1.62e42fefa39efp-1;
  /** RN(ln 2 − {@link #LN2}). */
  static final double LN2_LOW = 0x1.abc9e3b39803fp-56;
  /** Up to this |x| 2^k and e^x are normal numbers. */
  static final double USUAL_LIMIT = 708;

  private static final double INVERSE_LN2 = 0x1.71547652b82fep0;
  private static final int BIAS = 1023;
  private static final double MAGIC = 0x1.8p52 + BIAS;
  private static final double[] COEFFICIENTS = {1, 1, 0x1.000000000000ap-1, 0x1.55555555554fep-3, 0x1.55555555506b9p-5,
      0x1.1111111126b36p-7, 0x1.6c16c1847815bp-10, 0x1.a01a012ff003ep-13, 0x1.a019995b5d22fp-16, 0x1.71df18e74a9ap-19,
      0x1.28ae00ae17e66p-22, 0x1.ad92ff4e19a54p-26};

  private Exp() {}

  /** e^x. */
  public static Value expand(CodeBuilder code, Value x) {
    Split split = split(code, x);
    Value rest = code.fma(split.k(), code.constant(-LN2_LOW), split.high());
    Value outside = code.less(code.constant(USUAL_LIMIT), code.abs(x));
    return scale(code, Polynomial.expand(code, rest, COEFFICIENTS), split, x, outside);
  }

  /** e^(x + low) for |low| ≤ ulp(x), to the accuracy of {@link #expand}. */
  static Value expandSum(CodeBuilder code, Value x, Value low) {
    Split split = split(code, x);
    Value outside = code.less(code.constant(USUAL_LIMIT), code.abs(x));
    return scale(code, mantissaOfSum(code, split, low), split, x, outside);
  }

  /** factor · e^(x + low) for x ≤ 0, |low| ≤ ulp(x) and a factor in (0, 1]. */
  static Value expandScaled(CodeBuilder code, Value x, Value low, Value factor) {
    Split split = split(code, x);
    Value outside = code.less(x, code.constant(-USUAL_LIMIT));
    return scale(code, code.mul(mantissaOfSum(code, split, low), factor), split, x, outside);
  }

  private static Value mantissaOfSum(CodeBuilder code, Split split, Value low) {
    Value rest = code.add(split.high(), code.fma(split.k(), code.constant(-LN2_LOW), low));
    return Polynomial.expand(code, rest, COEFFICIENTS);
  }

  /**
   * x as k ln 2 + high − k {@link #LN2_LOW}.
   *
   * @param magic
   *          k + 1023 + 1.5·2^52
   * @param k
   *          a whole number
   * @param high
   *          x − k {@link #LN2}, exact
   */
  record Split(Value magic, Value k, Value high) {}

  /** Splits x; meaningful for |x| &lt; 2^40, and NaN for NaN. */
  static Split split(CodeBuilder code, Value x) {
    Value magic = code.fma(x, code.constant(INVERSE_LN2), code.constant(MAGIC));
    Value k = code.sub(magic, code.constant(MAGIC));
    return new Split(magic, k, code.fma(k, code.constant(-LN2), x));
  }

  /** 2^k for k in −1022 … 1023; an unspecified number, never NaN, for other k. */
  static Value power(CodeBuilder code, Split split) {
    return code.fromBits(code.shiftLeft(code.bits(split.magic()), 52));
  }

  private static Value scale(CodeBuilder code, Value mantissa, Split split, Value x, Value outside) {
    Value usual = code.mul(mantissa, power(code, split));
    return code.selectRare(outside, scaleOutside(code, mantissa, split, x), usual);
  }

  /** mantissa · 2^k, where x was split, for x that may be below −708 or above 708. */
  static Value scaleOutside(CodeBuilder code, Value mantissa, Split split, Value x) {
    Value k = code.op(Op.INTEGER_SUB, code.bits(split.magic()), code.integer(Double.doubleToLongBits(MAGIC)));
    Value half = code.shiftRightSigned(k, 1);
    Value inTwoSteps = code.mul(code.mul(mantissa, powerOfTwo(code, half)),
        powerOfTwo(code, code.op(Op.INTEGER_SUB, k, half)));
    Value orZero = code.select(code.less(x, code.constant(-800)), code.constant(0), inTwoSteps);
    return code.select(code.less(code.constant(710), x), code.constant(Double.POSITIVE_INFINITY), orZero);
  }

  private static Value powerOfTwo(CodeBuilder code, Value exponent) {
    return code.fromBits(code.shiftLeft(code.op(Op.INTEGER_ADD, exponent, code.integer(BIAS)), 52));
  }
}
