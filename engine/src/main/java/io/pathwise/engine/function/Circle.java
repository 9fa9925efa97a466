package io.pathwise.engine.function;

import io.pathwise.engine.code.CodeBuilder;
import io.pathwise.engine.code.CodeBuilder.Value;
import io.pathwise.engine.code.Op;

/**
 * Sine and cosine by reduction to |r| ≤ π/4: r = x − k π/2 with π/2 in three parts (Cody &amp; Waite 1980), carried as
 * a sum of two numbers. The first step x − k RN(π/2) is exact; the second and third are good for r as small as any
 * double up to 2^30 makes it. The last two bits of k say which of ± sine, ± cosine of r is asked for.
 *
 * <p>
 * sin r = r + r³ p(r²) and cos r = 1 − r²/2 + r⁴ q(r²), p and q of degree 5 for r² in [0, 0.617]; relative errors
 * 2^-56.1 and 2^-60.9. Both are always evaluated, so that a sine and a cosine of the same argument share nearly all.
 */
final class Circle {

  private static final double MAGIC = 0x1.8p52;
  private static final double TWO_OVER_PI = 0x1.45f306dc9c883p-1;
  private static final double HALF_PI_1 = 0x1.921fb54442d18p0;
  private static final double HALF_PI_2 = 0x1.1a62633145c07p-54;
  private static final double HALF_PI_3 = -0x1.f1976b7ed8fbcp-110;
  private static final double LIMIT = 0x1p30;
  private static final double[] SINE = {-0x1.5555555555555p-3, 0x1.1111111110c83p-7, -0x1.a01a019ea130ap-13,
      0x1.71de37b1ca273p-19, -0x1.ae60210233ab8p-26, 0x1.5e118e8486ceep-33};
  private static final double[] COSINE = {0x1.5555555555555p-5, -0x1.6c16c16c168ccp-10, 0x1.a01a019f38afap-16,
      -0x1.27e4fa036d38fp-22, 0x1.1eeb58509df49p-29, -0x1.9073d4444af1dp-37};

  private Circle() {}

  /** sin(x + quarterTurns π/2). */
  static Value expand(CodeBuilder code, Value x, int quarterTurns) {
    Value magic = code.fma(x, code.constant(TWO_OVER_PI), code.constant(MAGIC));
    Value minusK = code.sub(code.constant(MAGIC), magic);
    Value first = code.fma(minusK, code.constant(HALF_PI_1), x);
    Value r = code.fma(minusK, code.constant(HALF_PI_2), first);
    Value lost = code.fma(minusK, code.constant(HALF_PI_2), code.sub(first, r));
    Value low = code.fma(minusK, code.constant(HALF_PI_3), lost);
    Value square = code.mul(r, r);

    Value turns = code.shiftLeft(code.op(Op.INTEGER_ADD, code.bits(magic), code.integer(quarterTurns)), 62);
    Value zeroWhenEven = code.fromBits(turns);
    Value odd = code.notEqual(zeroWhenEven, code.constant(0));
    Value signBit = code.op(Op.INTEGER_AND, turns, code.integer(Long.MIN_VALUE));
    Value sign = code.fromBits(code.op(Op.INTEGER_OR, signBit, code.integer(Double.doubleToLongBits(1))));
    Value result = code.select(odd, cosine(code, r, low, square), sine(code, r, low, square));
    Value outside = code.less(code.constant(LIMIT), code.abs(x));
    return code.selectRare(outside, code.constant(Double.NaN), code.mul(result, sign));
  }

  private static Value sine(CodeBuilder code, Value r, Value low, Value square) {
    return code.add(r, code.fma(code.mul(square, r), Polynomial.expand(code, square, SINE), low));
  }

  private static Value cosine(CodeBuilder code, Value r, Value low, Value square) {
    Value one = code.constant(1);
    Value half = code.mul(square, code.constant(0.5));
    Value main = code.sub(one, half);
    Value lost = code.sub(code.sub(one, main), half);
    Value tail = code.fma(code.mul(square, square), Polynomial.expand(code, square, COSINE),
        code.neg(code.mul(r, low)));
    return code.add(main, code.add(lost, tail));
  }
}
