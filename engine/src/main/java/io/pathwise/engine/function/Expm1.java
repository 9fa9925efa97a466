package io.pathwise.engine.function;

import io.pathwise.engine.code.CodeBuilder;
import io.pathwise.engine.code.CodeBuilder.Value;

/**
 * e^x − 1 without cancellation, within 1 ulp. With the reduction of {@link Exp}, r = high + low and q = e^r − 1 = high
 * + (low (1 + q) + high² p(high)), the result 2^k q + (2^k − 1) is added up so that only the last addition rounds at
 * full size.
 *
 * <p>
 * p comes from e^r − 1 = r + r² p(r), of degree 12 in all on [−0.34662, 0.34662]; relative error 2^-61.5.
 *
 * <p>
 * Special values as {@link Math#expm1}: NaN gives NaN, +∞ gives +∞, −∞ gives −1, ±0 gives ±0.
 */
public final class Expm1 {

  private static final double[] COEFFICIENTS = {0x1p-1, 0x1.5555555555559p-3, 0x1.555555555554dp-5,
      0x1.111111110f659p-7, 0x1.6c16c16c1aaffp-10, 0x1.a01a01b000b2fp-13, 0x1.a01a018e0d1a7p-16, 0x1.71ddf818b679ap-19,
      0x1.27e513437b406p-22, 0x1.af5f18d558002p-26, 0x1.1f1a1c9d8259dp-29};

  private Expm1() {}

  /** e^x − 1. */
  public static Value expand(CodeBuilder code, Value x) {
    Exp.Split split = Exp.split(code, x);
    Value high = split.high();
    Value low = code.mul(split.k(), code.constant(-Exp.LN2_LOW));
    Value curvature = code.mul(code.mul(high, high), Polynomial.expand(code, high, COEFFICIENTS));
    Value q = code.add(high, curvature);
    Value correction = code.add(curvature, code.fma(low, q, low));

    Value power = Exp.power(code, split);
    Value one = code.constant(1);
    Value powerMinusOne = code.sub(power, one);
    Value main = code.fma(power, high, powerMinusOne);
    Value lostInPower = code.sub(code.sub(power, powerMinusOne), one);
    Value lostInMain = code.fma(power, high, code.sub(powerMinusOne, main));
    Value rest = code.fma(power, correction, code.add(lostInMain, lostInPower));
    Value usual = code.add(main, rest);

    Value zero = code.constant(0);
    Value outside = code.less(code.constant(Exp.USUAL_LIMIT), code.abs(x));
    Value rare = code.select(code.less(x, zero), code.constant(-1),
        Exp.scaleOutside(code, code.add(one, code.add(high, correction)), split, x));
    return code.selectRare(outside, rare, code.select(code.equal(x, zero), x, usual));
  }
}
