package io.pathwise.engine.function;

import io.pathwise.engine.code.CodeBuilder;
import io.pathwise.engine.code.CodeBuilder.Value;

/**
 * Cosine, within 1 ulp for |x| ≤ 2^30, see {@link Circle}. NaN, infinities and |x| &gt; 2^30 give NaN (unlike
 * {@link Math#cos}, which reduces all finite x).
 */
public final class Cos {

  private Cos() {}

  /** cos x. */
  public static Value expand(CodeBuilder code, Value x) {
    return Circle.expand(code, x, 1);
  }
}
