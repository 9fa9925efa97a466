package io.pathwise.engine.function;

import io.pathwise.engine.code.CodeBuilder;
import io.pathwise.engine.code.CodeBuilder.Value;

/**
 * A standard normal number from a random word: {@link InverseNormalCdf} of {@link UniformNoise}, with the same bits.
 * Values reach from −8.21 to 8.21 and are never 0; complementing the word flips the sign exactly.
 */
public final class NormalNoise {

  private NormalNoise() {}

  /** z from the 64 bits of an integer. */
  public static Value expand(CodeBuilder code, Value word) {
    return InverseNormalCdf.expandInside(code, UniformNoise.expand(code, word));
  }
}
