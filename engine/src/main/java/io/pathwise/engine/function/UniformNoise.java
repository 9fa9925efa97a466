package io.pathwise.engine.function;

import io.pathwise.engine.code.CodeBuilder;
import io.pathwise.engine.code.CodeBuilder.Value;
import io.pathwise.engine.code.Op;

/**
 * A uniform number on (0, 1) from a random word: u = (k + ½) 2^-52 with k the upper 52 bits. Neither 0 nor 1 occurs,
 * every u and every 1 − u is exact, and complementing the word turns u into 1 − u.
 */
public final class UniformNoise {

  private static final long ONE = Double.doubleToLongBits(1);

  private UniformNoise() {}

  /** u from the 64 bits of an integer. */
  public static Value expand(CodeBuilder code, Value word) {
    Value onePlusFraction = code.op(Op.INTEGER_OR, code.shiftRight(word, 12), code.integer(ONE));
    return code.sub(code.fromBits(onePlusFraction), code.constant(1 - 0x1p-53));
  }
}
