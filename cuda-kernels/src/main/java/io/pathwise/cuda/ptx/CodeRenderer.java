package io.pathwise.cuda.ptx;

import io.pathwise.engine.code.Code;
import io.pathwise.engine.code.Instruction;
import io.pathwise.engine.code.Op;
import io.pathwise.engine.code.RareRegions;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Renders {@link Code}: {@link #emit} is the one table from {@link Op} to PTX instructions. Arithmetic carries its
 * rounding ({@code .rn}), so ptxas may neither contract nor reorder it, and never flushes subnormals.
 *
 * <p>
 * What only the rare side of a {@link Op#SELECT_RARE} needs is jumped over by warps in which nobody needs it.
 */
final class CodeRenderer {

  /** Fewer instructions than these are not worth a jump. */
  private static final int SHORTEST_JUMP = 12;

  private final PtxWriter out;
  private final Code code;
  private final RareRegions regions;
  private final String[] operands;

  private CodeRenderer(PtxWriter out, Code code, BitSet wanted) {
    this.out = out;
    this.code = code;
    this.regions = new RareRegions(code, wanted.stream().boxed().toList());
    this.operands = new String[code.size()];
  }

  /**
   * Renders a code.
   *
   * @param input
   *          yields the operand for an input, by its number; may write what loads it
   * @return an operand for every output
   */
  static String[] render(PtxWriter out, Code code, IntFunction<String> input) {
    BitSet all = new BitSet();
    all.set(0, code.outputs().size());
    return render(out, code, all, input);
  }

  /** The same for some of the outputs; the operands of the others are empty. */
  static String[] render(PtxWriter out, Code code, BitSet wanted, IntFunction<String> input) {
    CodeRenderer renderer = new CodeRenderer(out, code, wanted);
    renderer.operands(input);
    renderer.emitRegion(renderer.regions.always());
    String[] results = new String[code.outputs().size()];
    for (int i = 0; i < results.length; i++) {
      results[i] = wanted.get(i) ? renderer.operands[code.outputs().get(i)] : "";
    }
    return results;
  }

  private void operands(IntFunction<String> input) {
    regions.needed().forEach(i -> {
      Instruction instruction = code.instructions().get(i);
      operands[i] = switch (instruction.op()) {
        case CONSTANT -> PtxWriter.real(Double.longBitsToDouble(instruction.literal()));
        case INTEGER -> PtxWriter.integer(instruction.literal());
        case INPUT, INTEGER_INPUT -> input.apply((int) instruction.literal());
        case TRUTH -> truth(instruction.literal());
        case NEG, ABS, SQRT, ADD, SUB, MUL, DIV, FMA, LESS, LESS_EQUAL, EQUAL, NOT_EQUAL, AND, OR, NOT, SELECT,
            SELECT_RARE, INTEGER_SELECT, BITS, FROM_BITS, INTEGER_ADD, INTEGER_SUB, INTEGER_AND, INTEGER_OR,
            INTEGER_XOR, SHIFT_LEFT, SHIFT_RIGHT, SHIFT_RIGHT_SIGNED, MULTIPLY_LOW_WORDS ->
          switch (instruction.op().result()) {
            case REAL -> out.real();
            case INTEGER -> out.integer();
            case TRUTH -> out.predicate();
          };
      };
    });
  }

  private String truth(long value) {
    String predicate = out.predicate();
    out.op("setp.eq.u32", predicate, Long.toString(value), "1");
    return predicate;
  }

  private void emitRegion(List<Integer> instructions) {
    for (int i : instructions) {
      if (code.instructions().get(i).op() == Op.SELECT_RARE) {
        emitRare(i);
      } else {
        emit(i);
      }
    }
  }

  private void emitRare(int i) {
    Instruction choice = code.instructions().get(i);
    List<Integer> rare = regions.rareSide(i);
    if (rare.size() < SHORTEST_JUMP) {
      emitRegion(rare);
      emit(i);
      return;
    }
    String usual = out.label("USUAL");
    out.op("mov.f64", operands[i], operands[choice.c()]);
    out.opIf("!" + operands[choice.a()], "bra", usual);
    emitRegion(rare);
    out.op("mov.f64", operands[i], operands[choice.b()]);
    out.place(usual);
  }

  private void emit(int i) {
    Instruction instruction = code.instructions().get(i);
    switch (instruction.op()) {
      case CONSTANT, INTEGER, TRUTH, INPUT, INTEGER_INPUT -> throw new IllegalStateException("an operand: " + i);
      case NEG -> emit(i, "neg.f64");
      case ABS -> emit(i, "abs.f64");
      case SQRT -> emit(i, "sqrt.rn.f64");
      case ADD -> emit(i, "add.rn.f64");
      case SUB -> emit(i, "sub.rn.f64");
      case MUL -> emit(i, "mul.rn.f64");
      case DIV -> emit(i, "div.rn.f64");
      case FMA -> emit(i, "fma.rn.f64");
      case LESS -> emit(i, "setp.lt.f64");
      case LESS_EQUAL -> emit(i, "setp.le.f64");
      case EQUAL -> emit(i, "setp.eq.f64");
      case NOT_EQUAL -> emit(i, "setp.neu.f64"); // unordered: true when an operand is NaN
      case AND -> emit(i, "and.pred");
      case OR -> emit(i, "or.pred");
      case NOT -> emit(i, "not.pred");
      case SELECT, SELECT_RARE -> choose(i, "selp.f64");
      case INTEGER_SELECT -> choose(i, "selp.b64");
      case BITS, FROM_BITS -> emit(i, "mov.b64");
      case INTEGER_ADD -> emit(i, "add.u64");
      case INTEGER_SUB -> emit(i, "sub.u64");
      case INTEGER_AND -> emit(i, "and.b64");
      case INTEGER_OR -> emit(i, "or.b64");
      case INTEGER_XOR -> emit(i, "xor.b64");
      case SHIFT_LEFT -> shift(i, "shl.b64");
      case SHIFT_RIGHT -> shift(i, "shr.u64");
      case SHIFT_RIGHT_SIGNED -> shift(i, "shr.s64");
      case MULTIPLY_LOW_WORDS ->
        out.op("mul.wide.u32", operands[i], lowWord(instruction.a()), lowWord(instruction.b()));
    }
  }

  private void emit(int i, String mnemonic) {
    Instruction instruction = code.instructions().get(i);
    String[] all = new String[1 + instruction.op().arity()];
    all[0] = operands[i];
    for (int k = 1; k < all.length; k++) {
      all[k] = operands[instruction.operand(k - 1)];
    }
    out.op(mnemonic, all);
  }

  /** PTX names the predicate last. */
  private void choose(int i, String mnemonic) {
    Instruction instruction = code.instructions().get(i);
    out.op(mnemonic, operands[i], operands[instruction.b()], operands[instruction.c()], operands[instruction.a()]);
  }

  private void shift(int i, String mnemonic) {
    Instruction instruction = code.instructions().get(i);
    out.op(mnemonic, operands[i], operands[instruction.a()], Long.toString(instruction.literal()));
  }

  private String lowWord(int i) {
    Instruction instruction = code.instructions().get(i);
    if (instruction.op() == Op.INTEGER) {
      return PtxWriter.word(instruction.literal());
    }
    return out.lowWord(operands[i]);
  }
}
