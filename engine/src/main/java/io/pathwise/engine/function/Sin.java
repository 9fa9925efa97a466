package io.pathwise.engine.function;

import io.pathwise.engine.code.CodeBuilder;
import io.pathwise.engine.code.CodeBuilder.Value;

/**
 * Sine, within 1 ulp for |x| ≤ 2^30, see {@link Circle}. NaN, infinities and |x| &gt; 2^30 give NaN (unlike
 * {@link Math#sin}, which reduces all finite x), ±0 gives ±0.
 */
public final class Sin {

  private Sin() {}

  /** sin x. */
  public static Value expand(CodeBuilder code, Value x) {
    return code.select(code.equal(x, code.constant(0)), x, Circle.expand(code, x, 0));
  }
}
