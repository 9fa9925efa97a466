package io.pathwise.engine.function;

import io.pathwise.engine.code.CodeBuilder;
import io.pathwise.engine.code.CodeBuilder.Value;

/**
 * The larger of two numbers as {@link Math#max}: NaN when either is NaN, and +0 is larger than −0. Five operations:
 * when neither number is smaller they are equal, differ in the sign of zero or are unordered, and x + 2^-200 y is right
 * in all three cases.
 */
public final class Max {

  private Max() {}

  /** max(x, y). */
  public static Value expand(CodeBuilder code, Value x, Value y) {
    Value tie = code.fma(y, code.constant(0x1p-200), x);
    return code.select(code.less(x, y), y, code.select(code.less(y, x), x, tie));
  }
}
