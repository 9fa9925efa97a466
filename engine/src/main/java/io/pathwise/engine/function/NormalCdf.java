package io.pathwise.engine.function;

import io.pathwise.engine.code.CodeBuilder;
import io.pathwise.engine.code.CodeBuilder.Value;

/**
 * The standard normal distribution function Φ, within 4 ulp, in the lower tail too. Φ(−a) = e^(−a²/2) R(a) for a ≥ 0
 * with R of {@link MillsRatio}; a² is formed without rounding error, as a sum of two numbers. Φ(a) = 1 − Φ(−a).
 *
 * <p>
 * Special values: −∞ gives +0, +∞ gives 1, ±0 gives ½, NaN gives NaN. Below −37.5 results are subnormal, below −38.5
 * they are +0.
 */
public final class NormalCdf {

  private NormalCdf() {}

  /** Φ(x). */
  public static Value expand(CodeBuilder code, Value x) {
    Value a = code.abs(x);
    Value minusHalf = code.mul(a, code.constant(-0.5));
    Value high = code.mul(minusHalf, a);
    Value low = code.fma(minusHalf, a, code.neg(high));
    Value tail = Exp.expandScaled(code, high, low, MillsRatio.expand(code, a));
    return code.select(code.less(x, code.constant(0)), tail, code.sub(code.constant(1), tail));
  }
}
