package io.pathwise.engine.function;

import io.pathwise.engine.code.CodeBuilder;
import io.pathwise.engine.code.CodeBuilder.Value;

/**
 * log(1 + x) without cancellation, within 1 ulp. The exponent e is that of 1 + x rounded; the fraction f = 2^−e x +
 * (2^−e − 1) is formed from x itself, with its rounding error, and goes into {@link Log}'s formula.
 *
 * <p>
 * Special values as {@link Math#log1p}: NaN or x &lt; −1 gives NaN, −1 gives −∞, +∞ gives +∞, ±0 gives ±0.
 */
public final class Log1p {

  private Log1p() {}

  /** log(1 + x). */
  public static Value expand(CodeBuilder code, Value x) {
    Value sum = code.add(x, code.constant(1));
    Log.Exponent exponent = Log.exponent(code, sum);
    Value scaleMinusOne = code.sub(exponent.scale(), code.constant(1));
    Value f = code.fma(x, exponent.scale(), scaleMinusOne);
    Value lost = code.fma(x, exponent.scale(), code.sub(scaleMinusOne, f));
    Value deficit = code.sub(Log.deficit(code, f, exponent.e()), lost);
    Value usual = code.fma(exponent.e(), code.constant(Log.LN2_HIGH), code.sub(f, deficit));
    return code.selectRare(Log.isOutside(code, exponent), Log.ofAny(code, sum),
        code.select(code.equal(x, code.constant(0)), x, usual));
  }
}
