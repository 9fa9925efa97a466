package io.pathwise.cuda.ptx;

import io.pathwise.engine.random.SobolWords;
import java.util.ArrayList;
import java.util.List;

/**
 * Renders what {@link SobolWords#fill} defines: the words of a block of paths, for all dimensions. The threads of the
 * block share the dimensions out and leave the words in memory for all of them.
 */
final class SobolWordsRenderer {

  /** The constants of {@link SobolWords}. */
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;
  private static final long MIX_1 = 0xBF58476D1CE4E5B9L;
  private static final long MIX_2 = 0x94D049BB133111EBL;
  /** Bytes of the words of one dimension. */
  static final int ROW_BYTES = SobolWords.COUNT * Integer.BYTES;
  private static final int KEY_COUNT = SobolWords.COUNT - SobolWords.KEYS;

  private final PtxWriter out;
  private final int shared;

  SobolWordsRenderer(PtxWriter out, boolean antithetic) {
    this.out = out;
    this.shared = antithetic ? 1 : 0;
  }

  /**
   * Writes the words of a block.
   *
   * @param block
   *          register with its number, 64 bits
   */
  void render(String block) {
    out.gap();
    out.comment("Sobol words of the block: block b is number b div R of randomisation b mod R");
    String randomisations = parameter("u64", Argument.RANDOMISATIONS);
    String index = integer("div.u64", block, randomisations);
    String product = integer("mul.lo.u64", index, randomisations);
    String randomisation = integer("sub.u64", block, product);
    String purpose = integer("add.u64", PathRegisters.PURPOSE, "1");
    String state = mix(integer("mad.lo.u64", purpose, PtxWriter.integer(GOLDEN), PathRegisters.SEED));
    String next = integer("add.u64", randomisation, "1");
    String stateOfBlock = mix(integer("mad.lo.u64", next, PtxWriter.integer(GOLDEN), state));
    String directions = parameter("u64", Argument.DIRECTIONS);
    String dimensions = out.word();
    out.op("ld.param.u32", dimensions, "[" + Argument.DIMENSIONS.label() + "]");
    String dimension = out.word();
    out.op("mov.u32", dimension, PathRegisters.THREAD);
    String loop = out.label("DIMENSION");
    String done = out.label("WORDS_READY");
    out.op("bar.sync", "0"); // nobody reads the last block's words any more
    out.place(loop);
    String beyond = out.predicate();
    out.op("setp.ge.u32", beyond, dimension, dimensions);
    out.opIf(beyond, "bra", done);
    words(dimension, index, directions, stateOfBlock);
    out.op("add.u32", dimension, dimension, Integer.toString(PtxRenderer.THREADS));
    out.op("bra", loop);
    out.place(done);
    out.op("bar.sync", "0");
  }

  private void words(String dimension, String index, String directions, String stateOfBlock) {
    String row = out.integer();
    out.op("mul.wide.u32", row, dimension, Integer.toString(SobolWords.DIRECTIONS * Integer.BYTES));
    String numbers = integer("add.u64", row, directions);
    String offset = out.integer();
    out.op("mul.wide.u32", offset, dimension, Integer.toString(ROW_BYTES));
    String words = integer("add.u64", offset, PathRegisters.WORDS);
    List<String> direction = new ArrayList<>();
    for (int bit = 0; bit < SobolWords.DIRECTIONS; bit++) {
      String number = out.word();
      out.op("ld.global.nc.u32", number, "[" + numbers + "+" + bit * Integer.BYTES + "]");
      direction.add(number);
    }
    out.comment("what all points of the block have in common: a direction number for every bit of its index");
    int pointBits = SobolWords.BIT_COUNT - shared;
    String low = out.word();
    out.op("cvt.u32.u64", low, index);
    String common = out.word();
    out.op("mov.u32", common, "0");
    for (int bit = pointBits; bit < SobolWords.DIRECTIONS; bit++) {
      String shifted = low;
      if (bit > pointBits) {
        shifted = out.word();
        out.op("shr.u32", shifted, low, Integer.toString(bit - pointBits));
      }
      String flag = out.word();
      String mask = out.word();
      String term = out.word();
      out.op("and.b32", flag, shifted, "1");
      out.op("sub.u32", mask, "0", flag);
      out.op("and.b32", term, mask, direction.get(bit));
      out.op("xor.b32", common, common, term);
    }
    store(words, 0, common);
    store(words, SobolWords.BITS, "0");
    for (int bit = 0; bit < pointBits; bit++) {
      store(words, SobolWords.BITS + shared + bit, direction.get(bit));
    }
    out.comment("the keys of the scramble");
    String wide = out.integer();
    out.op("cvt.u64.u32", wide, dimension);
    String next = integer("add.u64", wide, "1");
    String state = mix(integer("mad.lo.u64", next, PtxWriter.integer(GOLDEN), stateOfBlock));
    for (int key = 0; key < KEY_COUNT; key++) {
      state = integer("add.u64", state, PtxWriter.integer(GOLDEN));
      String bits = out.word();
      out.op("cvt.u32.u64", bits, integer("shr.u64", mix(state), "32"));
      if (key % 2 == 1) {
        String odd = out.word();
        out.op("or.b32", odd, bits, "1");
        bits = odd;
      }
      store(words, SobolWords.KEYS + key, bits);
    }
  }

  private void store(String words, int word, String value) {
    out.op("st.global.u32", "[" + words + "+" + word * Integer.BYTES + "]", value);
  }

  /** The finaliser of SplitMix64. */
  private String mix(String z) {
    String a = integer("mul.lo.u64", integer("xor.b64", z, integer("shr.u64", z, "30")), PtxWriter.integer(MIX_1));
    String b = integer("mul.lo.u64", integer("xor.b64", a, integer("shr.u64", a, "27")), PtxWriter.integer(MIX_2));
    return integer("xor.b64", b, integer("shr.u64", b, "31"));
  }

  private String integer(String mnemonic, String... operands) {
    String result = out.integer();
    String[] all = new String[1 + operands.length];
    all[0] = result;
    System.arraycopy(operands, 0, all, 1, operands.length);
    out.op(mnemonic, all);
    return result;
  }

  private String parameter(String type, Argument argument) {
    String value = out.integer();
    out.op("ld.param." + type, value, "[" + argument.label() + "]");
    return value;
  }
}
