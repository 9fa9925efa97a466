package io.pathwise.engine.function;

import io.pathwise.engine.code.CodeBuilder;
import io.pathwise.engine.code.CodeBuilder.Value;

/**
 * The smaller of two numbers as {@link Math#min}: NaN when either is NaN, and −0 is smaller than +0. Ties as in
 * {@link Max}, negated so that zeros of different signs give −0.
 */
public final class Min {

  private Min() {}

  /** min(x, y). */
  public static Value expand(CodeBuilder code, Value x, Value y) {
    Value tie = code.neg(code.fma(y, code.constant(-0x1p-200), code.neg(x)));
    return code.select(code.less(x, y), x, code.select(code.less(y, x), y, tie));
  }
}
