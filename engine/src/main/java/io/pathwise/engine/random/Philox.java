package io.pathwise.engine.random;

import io.pathwise.engine.code.CodeBuilder;
import io.pathwise.engine.code.CodeBuilder.Value;
import io.pathwise.engine.code.Op;
import java.util.List;

/**
 * Philox4x32-10, the counter-based generator of Salmon, Moraes, Dror &amp; Shaw 2011, "Parallel random numbers: as easy
 * as 1, 2, 3" (section 4.3, table 2): four 32-bit words from a counter of four and a key of two. A word is the low half
 * of a 64-bit integer whose high half is arbitrary, on the way in as on the way out, because multiplying ignores it.
 */
public final class Philox {

  private static final int ROUNDS = 10;
  private static final long MULTIPLIER_0 = 0xD2511F53L;
  private static final long MULTIPLIER_1 = 0xCD9E8D57L;
  private static final long KEY_STEP_0 = 0x9E3779B9L;
  private static final long KEY_STEP_1 = 0xBB67AE85L;

  private Philox() {}

  /**
   * The four output words. Of the counter only c0 and c1 are expected to change from path to path: the exclusive ors
   * are grouped so that as much as possible depends on the other words alone.
   */
  public static List<Value> expand(CodeBuilder code, Value c0, Value c1, Value c2, Value c3, Value k0, Value k1) {
    Value word0 = c0;
    Value word1 = c1;
    Value word2 = c2;
    Value word3 = c3;
    Value key0 = k0;
    Value key1 = k1;
    for (int round = 0; round < ROUNDS; round++) {
      if (round > 0) {
        key0 = code.op(Op.INTEGER_ADD, key0, code.integer(KEY_STEP_0));
        key1 = code.op(Op.INTEGER_ADD, key1, code.integer(KEY_STEP_1));
      }
      Value product0 = code.op(Op.MULTIPLY_LOW_WORDS, word0, code.integer(MULTIPLIER_0));
      Value product1 = code.op(Op.MULTIPLY_LOW_WORDS, word2, code.integer(MULTIPLIER_1));
      Value high0 = code.shiftRight(product0, 32);
      Value high1 = code.shiftRight(product1, 32);
      word0 = round == 0 ? xor(code, xor(code, high1, key0), word1) : xor(code, high1, xor(code, word1, key0));
      word2 = xor(code, high0, xor(code, word3, key1));
      word1 = product1;
      word3 = product0;
    }
    return List.of(word0, word1, word2, word3);
  }

  private static Value xor(CodeBuilder code, Value a, Value b) {
    return code.op(Op.INTEGER_XOR, a, b);
  }
}
