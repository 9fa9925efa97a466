package io.pathwise.llvm.ir;

import io.pathwise.engine.code.Instruction;
import io.pathwise.engine.code.Op.Kind;
import java.util.List;

/**
 * The one table from primitive operations to LLVM's instructions. No instruction carries a fast-math flag, so LLVM
 * neither contracts nor reorders; {@code llvm.fma} rounds once.
 */
final class OperationTable {

  private static final long LOW_WORD = 0xFFFFFFFFL;

  private OperationTable() {}

  /** Writes an operation, on vectors if one of its operands is one. */
  static Operand render(IrWriter out, Instruction instruction, List<Operand> operands) {
    return new Rendering(out, instruction, operands).render();
  }

  /** The operand of an instruction that has none itself. */
  static Operand literal(Instruction instruction) {
    return switch (instruction.op()) {
      case CONSTANT -> Operand.literal(real(Double.longBitsToDouble(instruction.literal())), Kind.REAL);
      case INTEGER -> Operand.literal(Long.toString(instruction.literal()), Kind.INTEGER);
      case TRUTH -> Operand.literal(instruction.literal() != 0 ? "true" : "false", Kind.TRUTH);
      case INPUT, INTEGER_INPUT, NEG, ABS, SQRT, ADD, SUB, MUL, DIV, FMA, LESS, LESS_EQUAL, EQUAL, NOT_EQUAL, AND, OR,
          NOT, SELECT, SELECT_RARE, INTEGER_SELECT, BITS, FROM_BITS, INTEGER_ADD, INTEGER_SUB, INTEGER_AND, INTEGER_OR,
          INTEGER_XOR, SHIFT_LEFT, SHIFT_RIGHT, SHIFT_RIGHT_SIGNED, MULTIPLY_LOW_WORDS ->
        throw new IllegalArgumentException("no literal: " + instruction);
    };
  }

  /** A number as LLVM reads it: its bits. */
  static String real(double number) {
    return String.format("0x%016X", Double.doubleToLongBits(number));
  }

  private static final class Rendering {
    private final IrWriter out;
    private final Instruction instruction;
    private final List<Operand> operands;
    private final boolean perLane;

    Rendering(IrWriter out, Instruction instruction, List<Operand> operands) {
      this.out = out;
      this.instruction = instruction;
      this.operands = operands;
      this.perLane = operands.stream().anyMatch(Operand::perLane);
    }

    Operand render() {
      String result = out.define(switch (instruction.op()) {
        case CONSTANT, INTEGER, TRUTH, INPUT, INTEGER_INPUT ->
          throw new IllegalArgumentException("no operation: " + instruction);
        case NEG -> same("fneg");
        case ABS -> call("fabs");
        case SQRT -> call("sqrt");
        case ADD, INTEGER_ADD -> same(isReal() ? "fadd" : "add");
        case SUB, INTEGER_SUB -> same(isReal() ? "fsub" : "sub");
        case MUL -> same("fmul");
        case DIV -> same("fdiv");
        case FMA -> call("fma");
        case LESS -> same("fcmp olt");
        case LESS_EQUAL -> same("fcmp ole");
        case EQUAL -> same("fcmp oeq");
        case NOT_EQUAL -> same("fcmp une"); // unordered: true when an operand is NaN
        case AND, INTEGER_AND -> same("and");
        case OR, INTEGER_OR -> same("or");
        case INTEGER_XOR -> same("xor");
        case NOT -> "xor " + type(0) + " " + operand(0) + ", " + text(Operand.literal("true", Kind.TRUTH));
        case SELECT, SELECT_RARE, INTEGER_SELECT -> "select " + typed(0) + ", " + typed(1) + ", " + typed(2);
        case BITS, FROM_BITS -> "bitcast " + typed(0) + " to " + type(instruction.op().result());
        case SHIFT_LEFT -> shift("shl");
        case SHIFT_RIGHT -> shift("lshr");
        case SHIFT_RIGHT_SIGNED -> shift("ashr");
        case MULTIPLY_LOW_WORDS -> "mul " + type(0) + " " + lowWord(0) + ", " + lowWord(1);
      });
      return new Operand(result, instruction.op().result(), perLane, false);
    }

    private boolean isReal() {
      return operands.getFirst().kind() == Kind.REAL;
    }

    private String same(String name) {
      return operands.size() == 1
          ? name + " " + typed(0)
          : name + " " + typed(0) + ", " + operand(1);
    }

    private String call(String name) {
      StringBuilder arguments = new StringBuilder();
      for (int k = 0; k < operands.size(); k++) {
        arguments.append(k == 0 ? "" : ", ").append(typed(k));
      }
      return "call " + type(0) + " @llvm." + name + "." + (perLane ? "v" + out.shape().lanes() : "") + "f64("
          + arguments + ")";
    }

    private String shift(String name) {
      return name + " " + typed(0) + ", "
          + text(Operand.literal(Long.toString(instruction.literal()), Kind.INTEGER));
    }

    private String lowWord(int k) {
      Operand operand = operands.get(k);
      if (operand.constant()) {
        return text(Operand.literal(Long.toString(Long.parseLong(operand.text()) & LOW_WORD), Kind.INTEGER));
      }
      return out.define("and " + typed(k) + ", " + text(Operand.literal(Long.toString(LOW_WORD), Kind.INTEGER)));
    }

    private String operand(int k) {
      return text(operands.get(k));
    }

    private String text(Operand operand) {
      return out.as(operand, perLane);
    }

    private String type(int k) {
      return type(operands.get(k).kind());
    }

    private String type(Kind kind) {
      return perLane ? out.shape().vector(kind) : Shape.scalar(kind);
    }

    private String typed(int k) {
      return type(k) + " " + operand(k);
    }
  }
}
