package io.pathwise.engine.random;

import io.pathwise.engine.code.Code;
import io.pathwise.engine.code.CodeBuilder;
import io.pathwise.engine.code.CodeBuilder.Value;
import io.pathwise.engine.code.Op;
import java.util.ArrayList;
import java.util.List;

/**
 * The code that makes one coordinate of a Sobol point with hash-based Owen scrambling (B. Burley, "Practical hash-based
 * Owen scrambling", Journal of Computer Graphics Techniques 9, 2020, after S. Laine, T. Karras, "Stratified sampling
 * for stochastic transparency", 2011). Its inputs are integers: the number of the path, then the {@link SobolWords}.
 *
 * <p>
 * With the first digit in bit 0, adding a key, multiplying with an odd key and x ^= x · even all let a digit depend on
 * itself and those before it only, which is what a nested uniform scramble is. Digits 33 to 64 are hashed from the
 * first 32: no two of 2^32 points share those in any coordinate, so a true scramble would make independent digits too.
 */
public final class SobolCode {

  /** Number of the input that holds the number of the path; the words follow. */
  public static final int PATH = 0;

  /**
   * Even multipliers without small structure, from the hash of N. Vegdahl, "Building a better LK hash", 2021. Their
   * quality is a matter of testing; uniformity and the net property do not depend on them.
   */
  private static final long[] EVEN = {0x3D20ADEAL, 0x05526C56L, 0x53A22864L};
  /** The multipliers of Philox serve for the digits that a scramble would fill at random. */
  private static final long FILL_0 = 0xD2511F53L;
  private static final long FILL_1 = 0xCD9E8D57L;
  private static final long LOW = 0xFFFFFFFFL;
  private static final long[] SWAPS = {0x5555555555555555L, 0x3333333333333333L, 0x0F0F0F0F0F0F0F0FL,
      0x00FF00FF00FF00FFL, 0x0000FFFF0000FFFFL};

  private SobolCode() {}

  /** The code with one output, of the given kind; the odd path of an antithetic pair is mirrored. */
  public static Code build(NoiseKind kind, boolean antithetic) {
    CodeBuilder code = new CodeBuilder();
    Value path = code.integerInput("path");
    List<Value> words = new ArrayList<>();
    for (int i = 0; i < SobolWords.COUNT; i++) {
      words.add(code.integerInput("word " + i));
    }
    Value point = words.getFirst();
    for (int bit = antithetic ? 1 : 0; bit < SobolWords.BIT_COUNT; bit++) {
      Value mask = code.shiftRightSigned(code.shiftLeft(path, 63 - bit), 63);
      point = xor(code, point, code.op(Op.INTEGER_AND, mask, words.get(SobolWords.BITS + bit)));
    }
    Value word = reverse(code, fill(code, scramble(code, point, words)));
    if (antithetic) {
      word = xor(code, word, code.shiftRightSigned(code.shiftLeft(path, 63), 63));
    }
    code.output(NoiseCode.draw(code, kind, word));
    return code.build();
  }

  private static Value scramble(CodeBuilder code, Value point, List<Value> words) {
    Value x = point;
    for (int round = 0; round < EVEN.length; round++) {
      x = xor(code, x, code.op(Op.MULTIPLY_LOW_WORDS, x, code.integer(EVEN[round])));
      if (round < EVEN.length - 1) {
        x = code.op(Op.INTEGER_ADD, x, words.get(SobolWords.KEYS + 2 * round));
        x = code.op(Op.MULTIPLY_LOW_WORDS, x, words.get(SobolWords.KEYS + 2 * round + 1));
      }
    }
    return code.op(Op.INTEGER_AND, x, code.integer(LOW));
  }

  private static Value fill(CodeBuilder code, Value x) {
    Value first = code.op(Op.MULTIPLY_LOW_WORDS, x, code.integer(FILL_0));
    Value folded = xor(code, first, code.shiftRight(first, 32));
    Value second = code.op(Op.MULTIPLY_LOW_WORDS, folded, code.integer(FILL_1));
    Value mixed = xor(code, second, code.shiftRight(second, 32));
    return code.op(Op.INTEGER_OR, x, code.shiftLeft(mixed, 32));
  }

  /** All 64 bits in reverse order. */
  private static Value reverse(CodeBuilder code, Value x) {
    Value y = x;
    for (int i = 0; i < SWAPS.length; i++) {
      Value mask = code.integer(SWAPS[i]);
      y = code.op(Op.INTEGER_OR, code.op(Op.INTEGER_AND, code.shiftRight(y, 1 << i), mask),
          code.shiftLeft(code.op(Op.INTEGER_AND, y, mask), 1 << i));
    }
    return code.op(Op.INTEGER_OR, code.shiftRight(y, 32), code.shiftLeft(y, 32));
  }

  private static Value xor(CodeBuilder code, Value a, Value b) {
    return code.op(Op.INTEGER_XOR, a, b);
  }
}
