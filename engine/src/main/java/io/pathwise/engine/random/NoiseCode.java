package io.pathwise.engine.random;

import io.pathwise.engine.code.Code;
import io.pathwise.engine.code.CodeBuilder;
import io.pathwise.engine.code.CodeBuilder.Value;
import io.pathwise.engine.code.Instruction;
import io.pathwise.engine.code.Op;
import io.pathwise.engine.function.BoxMuller;
import io.pathwise.engine.function.NormalNoise;
import io.pathwise.engine.function.UniformNoise;
import io.pathwise.engine.statistics.BlockTree;
import java.util.BitSet;
import java.util.List;

/**
 * The code that makes one pair of draws of one path from {@link Philox}.
 *
 * <p>
 * Its inputs are integers, in this order: {@link #PATH} (64 bits), {@link #PAIR} (draw number / 2, 32 bits),
 * {@link #PURPOSE} (32 bits) and {@link #SEED} (64 bits). The counter is (path low, path high, pair, purpose), the key
 * (seed low, seed high). Of the outputs w0 … w3 the first two are the word w0·2^32 + w1 of draw 2·pair, the others the
 * word w2·2^32 + w3 of draw 2·pair + 1.
 *
 * <p>
 * Two normal draws come from both words together, by {@link BoxMuller}; every other draw is an increasing function of
 * its own word. {@link Method} says where that is so for normal draws too.
 *
 * <p>
 * Antithetic paths come in twos: the counter holds path / 2 and odd paths turn a uniform u into 1 − u, by complementing
 * its word, and flip the sign of a normal, both exactly.
 */
public final class NoiseCode {

  /** Number of the input that holds the number of the path. */
  public static final int PATH = 0;
  /** Number of the input that holds the number of the draw divided by two. */
  public static final int PAIR = 1;
  /** Number of the input that tells independent uses of noise apart. */
  public static final int PURPOSE = 2;
  /** Number of the input that holds the key. */
  public static final int SEED = 3;

  private static final int STRATUM_BITS = Integer.numberOfTrailingZeros(BlockTree.LANES);

  private NoiseCode() {}

  /** How words become draws. */
  public enum Method {
    /** Two normal draws by {@link BoxMuller}. */
    IN_PAIRS,
    /** Every draw is an increasing function of its own word. */
    MONOTONE,
    /**
     * The same, and the even draw is stratified: the 256 paths of a block have one number each in every stretch of
     * length 1/256. The stratum of a path is its number within the block; the second of an antithetic pair mirrors the
     * first, which lies in the lower half.
     */
    STRATIFIED
  }

  /** The code with two outputs, the draws 2·pair and 2·pair + 1, of the given kinds. */
  public static Code build(NoiseKind even, NoiseKind odd, boolean antithetic, Method method) {
    CodeBuilder code = new CodeBuilder();
    Value path = code.integerInput("path");
    Value pair = code.integerInput("pair");
    Value purpose = code.integerInput("purpose");
    Value seed = code.integerInput("seed");
    Value counter = antithetic ? code.shiftRight(path, 1) : path;
    List<Value> words = Philox.expand(code, counter, code.shiftRight(counter, 32), pair, purpose, seed,
        code.shiftRight(seed, 32));
    Value first = join(code, words.get(0), words.get(1));
    Value second = join(code, words.get(2), words.get(3));
    if (method == Method.IN_PAIRS && even == NoiseKind.NORMAL && odd == NoiseKind.NORMAL) {
      BoxMuller.Normals normals = BoxMuller.expand(code, first, second);
      code.output(antithetic ? flipInOddPaths(code, normals.first(), path) : normals.first());
      code.output(antithetic ? flipInOddPaths(code, normals.second(), path) : normals.second());
      return code.build();
    }
    if (method == Method.STRATIFIED) {
      Value stratum = antithetic
          ? code.shiftRight(code.shiftLeft(counter, Long.SIZE - STRATUM_BITS + 1), 1)
          : code.shiftLeft(path, Long.SIZE - STRATUM_BITS);
      first = code.op(Op.INTEGER_OR, stratum, code.shiftRight(first, STRATUM_BITS));
    }
    if (antithetic) {
      Value complement = code.op(Op.INTEGER_SUB, code.integer(0), code.op(Op.INTEGER_AND, path, code.integer(1)));
      first = code.op(Op.INTEGER_XOR, first, complement);
      second = code.op(Op.INTEGER_XOR, second, complement);
    }
    code.output(draw(code, even, first));
    code.output(draw(code, odd, second));
    return code.build();
  }

  private static Value flipInOddPaths(CodeBuilder code, Value normal, Value path) {
    return code.fromBits(code.op(Op.INTEGER_XOR, code.bits(normal), code.shiftLeft(path, Long.SIZE - 1)));
  }

  /**
   * The instructions of a code made by {@link #build} that depend on the path. The others, constants apart, need to be
   * executed once per pair, purpose and seed only.
   */
  public static BitSet dependingOnPath(Code code) {
    BitSet depending = new BitSet(code.size());
    for (int i = 0; i < code.size(); i++) {
      Instruction instruction = code.instructions().get(i);
      boolean depends = instruction.op() == Op.INTEGER_INPUT && instruction.literal() == PATH;
      for (int k = 0; k < instruction.op().arity(); k++) {
        depends |= depending.get(instruction.operand(k));
      }
      depending.set(i, depends);
    }
    return depending;
  }

  private static Value join(CodeBuilder code, Value high, Value low) {
    return code.op(Op.INTEGER_OR, code.shiftLeft(high, 32), code.op(Op.INTEGER_AND, low, code.integer(0xFFFFFFFFL)));
  }

  /** A draw as an increasing function of a word. */
  static Value draw(CodeBuilder code, NoiseKind kind, Value word) {
    return switch (kind) {
      case NORMAL -> NormalNoise.expand(code, word);
      case UNIFORM -> UniformNoise.expand(code, word);
    };
  }
}
