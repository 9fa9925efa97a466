package io.pathwise.engine.function;

import io.pathwise.engine.code.CodeBuilder;
import io.pathwise.engine.code.CodeBuilder.Value;
import io.pathwise.engine.code.Op;

/**
 * The largest whole number not above x as {@link Math#floor}: NaN, infinities, zeros of both signs and whole numbers
 * are returned as they are. Adding and subtracting 2^52 rounds |x| to a whole number t; one is taken off when that was
 * upwards.
 */
public final class Floor {

  private Floor() {}

  /** ⌊x⌋. */
  public static Value expand(CodeBuilder code, Value x) {
    Value twoTo52 = code.constant(0x1p52);
    Value size = code.abs(x);
    Value rounded = code.sub(code.add(size, twoTo52), twoTo52);
    Value signed = code.select(code.less(x, code.constant(0)), code.neg(rounded), rounded);
    Value floor = code.select(code.less(x, signed), code.sub(signed, code.constant(1)), signed);
    Value fractional = code.op(Op.AND, code.less(size, twoTo52), code.notEqual(floor, x));
    return code.select(fractional, floor, x);
  }
}
