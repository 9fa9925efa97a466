package io.pathwise.engine.function;

import io.pathwise.engine.code.CodeBuilder;
import io.pathwise.engine.code.CodeBuilder.Value;

/**
 * The complementary error function, within 4 ulp, in the tail too: erfc(a) = e^(−a²) 2 R(√2 a) for a ≥ 0 with R of
 * {@link MillsRatio}, and erfc(−a) = 2 − erfc(a). a² is formed without rounding error; the rounding of √2 a does no
 * harm because R(a) falls no faster than 1/a.
 *
 * <p>
 * Special values: −∞ gives 2, +∞ gives +0, ±0 gives 1, NaN gives NaN. Above 26.5 results are subnormal, above 27.3 they
 * are +0.
 */
public final class Erfc {

  private static final double SQRT_TWO = 0x1.6a09e667f3bcdp0;

  private Erfc() {}

  /** erfc(x). */
  public static Value expand(CodeBuilder code, Value x) {
    Value a = code.abs(x);
    Value minus = code.neg(a);
    Value high = code.mul(minus, a);
    Value low = code.fma(minus, a, code.neg(high));
    Value ratio = MillsRatio.expand(code, code.mul(a, code.constant(SQRT_TWO)));
    Value tail = Exp.expandScaled(code, high, low, code.add(ratio, ratio));
    return code.select(code.less(x, code.constant(0)), code.sub(code.constant(2), tail), tail);
  }
}
