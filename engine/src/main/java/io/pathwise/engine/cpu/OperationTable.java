package io.pathwise.engine.cpu;

import static java.lang.constant.ConstantDescs.CD_Double;
import static java.lang.constant.ConstantDescs.CD_double;
import static java.lang.constant.ConstantDescs.CD_long;

import io.pathwise.engine.code.Instruction;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.Opcode;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.function.IntConsumer;

/** The one table from primitive operations to JVM code: reals are doubles, integers longs, truth values ints. */
final class OperationTable {

  private static final ClassDesc MATH = ClassDesc.of("java.lang.Math");
  private static final MethodTypeDesc UNARY = MethodTypeDesc.of(CD_double, CD_double);
  private static final MethodTypeDesc TERNARY = MethodTypeDesc.of(CD_double, CD_double, CD_double, CD_double);
  private static final long LOW_WORD = 0xFFFFFFFFL;

  private OperationTable() {}

  /** Emits code that pushes the result of an operation, whose operands are pushed by their number. */
  static void emit(CodeBuilder code, Instruction i, IntConsumer operand) {
    switch (i.op()) {
      case CONSTANT, INTEGER, TRUTH, INPUT, INTEGER_INPUT -> throw new IllegalArgumentException("no operation: " + i);
      case NEG -> push(code, i, operand).dneg();
      case ABS -> push(code, i, operand).invokestatic(MATH, "abs", UNARY);
      case SQRT -> push(code, i, operand).invokestatic(MATH, "sqrt", UNARY);
      case ADD -> push(code, i, operand).dadd();
      case SUB -> push(code, i, operand).dsub();
      case MUL -> push(code, i, operand).dmul();
      case DIV -> push(code, i, operand).ddiv();
      case FMA -> push(code, i, operand).invokestatic(MATH, "fma", TERNARY);
      // The three-way comparison is positive for NaN.
      case LESS -> truth(push(code, i, operand).dcmpg(), Opcode.IFLT);
      case LESS_EQUAL -> truth(push(code, i, operand).dcmpg(), Opcode.IFLE);
      case EQUAL -> truth(push(code, i, operand).dcmpg(), Opcode.IFEQ);
      case NOT_EQUAL -> truth(push(code, i, operand).dcmpg(), Opcode.IFNE);
      case AND -> push(code, i, operand).iand();
      case OR -> push(code, i, operand).ior();
      case NOT -> push(code, i, operand).iconst_1().ixor();
      case SELECT, SELECT_RARE, INTEGER_SELECT -> choose(code, operand);
      case BITS -> toInteger(push(code, i, operand));
      case FROM_BITS -> toReal(push(code, i, operand));
      case INTEGER_ADD -> push(code, i, operand).ladd();
      case INTEGER_SUB -> push(code, i, operand).lsub();
      case INTEGER_AND -> push(code, i, operand).land();
      case INTEGER_OR -> push(code, i, operand).lor();
      case INTEGER_XOR -> push(code, i, operand).lxor();
      case SHIFT_LEFT -> push(code, i, operand).loadConstant((int) i.literal()).lshl();
      case SHIFT_RIGHT -> push(code, i, operand).loadConstant((int) i.literal()).lushr();
      case SHIFT_RIGHT_SIGNED -> push(code, i, operand).loadConstant((int) i.literal()).lshr();
      case MULTIPLY_LOW_WORDS -> {
        operand.accept(0);
        code.loadConstant(LOW_WORD).land();
        operand.accept(1);
        code.loadConstant(LOW_WORD).land().lmul();
      }
    }
  }

  private static CodeBuilder push(CodeBuilder code, Instruction i, IntConsumer operand) {
    for (int k = 0; k < i.op().arity(); k++) {
      operand.accept(k);
    }
    return code;
  }

  /** Replaces the integer on the stack by 1 or 0. */
  private static void truth(CodeBuilder code, Opcode branch) {
    Label yes = code.newLabel();
    Label end = code.newLabel();
    code.branch(branch, yes).iconst_0().goto_(end).labelBinding(yes).iconst_1().labelBinding(end);
  }

  private static void choose(CodeBuilder code, IntConsumer operand) {
    Label no = code.newLabel();
    Label end = code.newLabel();
    operand.accept(0);
    code.ifeq(no);
    operand.accept(1);
    code.goto_(end).labelBinding(no);
    operand.accept(2);
    code.labelBinding(end);
  }

  /** Replaces the real on the stack by its bits. */
  static void toInteger(CodeBuilder code) {
    code.invokestatic(CD_Double, "doubleToRawLongBits", MethodTypeDesc.of(CD_long, CD_double));
  }

  /** Replaces the bits on the stack by the real. */
  static void toReal(CodeBuilder code) {
    code.invokestatic(CD_Double, "longBitsToDouble", MethodTypeDesc.of(CD_double, CD_long));
  }
}
