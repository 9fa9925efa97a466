package io.pathwise.engine.function;

import io.pathwise.engine.code.CodeBuilder;
import io.pathwise.engine.code.CodeBuilder.Value;

/**
 * e^(a²/2) Φ(−a) for a in [0, 40]: what is left of a tail of the normal distribution when its exponential is taken out
 * (Mills' ratio over √(2π)), within 3.5 ulp. A rational function in a, degrees 10 and 11, of relative error 2^-59.8,
 * evaluated as P(a) / (2a P(a) + Q(a)): for large a the errors of P in numerator and denominator nearly cancel. All
 * coefficients are positive.
 */
final class MillsRatio {

  private static final double[] NUMERATOR = {0x1.57e28ee231074p-1, 0x1.1cf2be20187d8p+0, 0x1.d427f0eb54d1bp-1,
      0x1.ecafec0e02e32p-2, 0x1.6c64b391c7d61p-3, 0x1.8a07a2d66b06ep-5, 0x1.3b059d0ee076dp-7, 0x1.7035b0bd4eeeep-10,
      0x1.2e3fec037387dp-13, 0x1.3cec7c2522d64p-17, 0x1.465e693ea9742p-22};
  private static final double[] REMAINDER = {0x1.57e28ee231074p+0, 0x1.f464578b7541fp+0, 0x1.8ff3e06358064p+0,
      0x1.baac7af9f9597p-1, 0x1.6e1a1d62d59ffp-2, 0x1.d100421dd627dp-4, 0x1.c829aefffb897p-6, 0x1.56c626d942ab6p-8,
      0x1.8180ea5d83897p-11, 0x1.3573beb116f41p-14, 0x1.4120058fd0151p-18, 0x1.4ab200521f37bp-23};

  private MillsRatio() {}

  /** The ratio at a; an unspecified value for a outside [0, 40]. */
  static Value expand(CodeBuilder code, Value a) {
    Value p = Polynomial.expand(code, a, NUMERATOR);
    return code.div(p, code.fma(code.add(a, a), p, Polynomial.expand(code, a, REMAINDER)));
  }
}
