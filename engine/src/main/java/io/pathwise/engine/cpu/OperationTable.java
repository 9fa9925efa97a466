package io.pathwise.engine.cpu;

import static io.pathwise.engine.cpu.VectorForm.COMPARISON;
import static io.pathwise.engine.cpu.VectorForm.DOUBLES;
import static io.pathwise.engine.cpu.VectorForm.LONGS;
import static io.pathwise.engine.cpu.VectorForm.MASK;
import static io.pathwise.engine.cpu.VectorForm.OPERATORS;
import static io.pathwise.engine.cpu.VectorForm.VECTOR;
import static java.lang.constant.ConstantDescs.CD_double;
import static java.lang.constant.ConstantDescs.CD_long;

import io.pathwise.engine.code.Instruction;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.Opcode;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/** The one table from primitive operations to JVM code, in scalar and in vector form; both give the same bits. */
final class OperationTable {

  private static final ClassDesc MATH = ClassDesc.of("java.lang.Math");
  private static final long LOW_WORD = 0xFFFFFFFFL;
  private static final ClassDesc BINARY = ClassDesc.of("jdk.incubator.vector.VectorOperators$Binary");
  private static final ClassDesc ASSOCIATIVE = ClassDesc.of("jdk.incubator.vector.VectorOperators$Associative");

  private OperationTable() {}

  /** Emits code that pushes the result of an operation, whose operands are pushed by their number. */
  interface Emission {
    void emit(CodeBuilder code, IntConsumer operand);
  }

  /** The two forms of an operation. */
  record Entry(Emission scalar, Emission vector) {}

  static Entry of(Instruction i) {
    return switch (i.op()) {
      case CONSTANT, INTEGER, TRUTH, INPUT, INTEGER_INPUT -> throw new IllegalArgumentException("no operation: " + i);
      case NEG -> new Entry(apply(1, CodeBuilder::dneg), vector(DOUBLES, "neg", 1));
      case ABS -> new Entry(math("abs", 1), vector(DOUBLES, "abs", 1));
      case SQRT -> new Entry(math("sqrt", 1), vector(DOUBLES, "sqrt", 1));
      case ADD -> new Entry(apply(2, CodeBuilder::dadd), vector(DOUBLES, "add", 2));
      case SUB -> new Entry(apply(2, CodeBuilder::dsub), vector(DOUBLES, "sub", 2));
      case MUL -> new Entry(apply(2, CodeBuilder::dmul), vector(DOUBLES, "mul", 2));
      case DIV -> new Entry(apply(2, CodeBuilder::ddiv), vector(DOUBLES, "div", 2));
      case FMA -> new Entry(math("fma", 3), vector(DOUBLES, "fma", 3));
      case LESS -> new Entry(compare(CodeBuilder::dcmpg, Opcode.IFLT), compare("LT"));
      case LESS_EQUAL -> new Entry(compare(CodeBuilder::dcmpg, Opcode.IFLE), compare("LE"));
      case EQUAL -> new Entry(compare(CodeBuilder::dcmpg, Opcode.IFEQ), compare("EQ"));
      case NOT_EQUAL -> new Entry(compare(CodeBuilder::dcmpg, Opcode.IFNE), compare("NE"));
      case AND -> new Entry(apply(2, CodeBuilder::iand), mask("and", 2));
      case OR -> new Entry(apply(2, CodeBuilder::ior), mask("or", 2));
      case NOT -> new Entry(apply(1, code -> code.iconst_1().ixor()), mask("not", 1));
      case SELECT, SELECT_RARE -> new Entry(choose(), blend());
      case INTEGER_SELECT -> new Entry(choose(), blendLongs());
      case BITS -> new Entry(apply(1, ScalarForm::toInteger), apply(1, VectorForm::toLongs));
      case FROM_BITS -> new Entry(apply(1, ScalarForm::toReal), apply(1, VectorForm::toDoubles));
      case INTEGER_ADD -> new Entry(apply(2, CodeBuilder::ladd), vector(LONGS, "add", 2));
      case INTEGER_SUB -> new Entry(apply(2, CodeBuilder::lsub), vector(LONGS, "sub", 2));
      case INTEGER_AND -> new Entry(apply(2, CodeBuilder::land), vector(LONGS, "and", 2));
      case INTEGER_OR -> new Entry(apply(2, CodeBuilder::lor), vector(LONGS, "or", 2));
      case INTEGER_XOR -> new Entry(apply(2, CodeBuilder::lxor), exclusiveOr());
      case SHIFT_LEFT -> new Entry(shift(i, CodeBuilder::lshl), shift(i, "LSHL"));
      case SHIFT_RIGHT -> new Entry(shift(i, CodeBuilder::lushr), shift(i, "LSHR"));
      case SHIFT_RIGHT_SIGNED -> new Entry(shift(i, CodeBuilder::lshr), shift(i, "ASHR"));
      case MULTIPLY_LOW_WORDS -> new Entry(multiply(), multiplyVectors());
    };
  }

  private static Emission apply(int arity, Consumer<CodeBuilder> operation) {
    return (code, operand) -> {
      for (int k = 0; k < arity; k++) {
        operand.accept(k);
      }
      operation.accept(code);
    };
  }

  private static Emission math(String name, int arity) {
    MethodTypeDesc type = MethodTypeDesc.of(CD_double, repeat(CD_double, arity));
    return apply(arity, code -> code.invokestatic(MATH, name, type));
  }

  private static Emission vector(ClassDesc kind, String name, int arity) {
    MethodTypeDesc type = MethodTypeDesc.of(kind, repeat(VECTOR, arity - 1));
    return apply(arity, code -> code.invokevirtual(kind, name, type));
  }

  private static Emission mask(String name, int arity) {
    MethodTypeDesc type = MethodTypeDesc.of(MASK, repeat(MASK, arity - 1));
    return apply(arity, code -> code.invokevirtual(MASK, name, type));
  }

  private static ClassDesc[] repeat(ClassDesc type, int count) {
    ClassDesc[] types = new ClassDesc[count];
    java.util.Arrays.fill(types, type);
    return types;
  }

  /** 1 or 0, by a three-way comparison that is positive for NaN. */
  private static Emission compare(Consumer<CodeBuilder> comparison, Opcode branch) {
    return apply(2, code -> {
      comparison.accept(code);
      Label yes = code.newLabel();
      Label end = code.newLabel();
      code.branch(branch, yes).iconst_0().goto_(end).labelBinding(yes).iconst_1().labelBinding(end);
    });
  }

  private static Emission compare(String operator) {
    return (code, operand) -> {
      operand.accept(0);
      code.getstatic(OPERATORS, operator, COMPARISON);
      operand.accept(1);
      code.invokevirtual(DOUBLES, "compare", MethodTypeDesc.of(MASK, COMPARISON, VECTOR));
    };
  }

  private static Emission choose() {
    return (code, operand) -> {
      Label no = code.newLabel();
      Label end = code.newLabel();
      operand.accept(0);
      code.ifeq(no);
      operand.accept(1);
      code.goto_(end).labelBinding(no);
      operand.accept(2);
      code.labelBinding(end);
    };
  }

  private static Emission blend() {
    return (code, operand) -> {
      operand.accept(2);
      operand.accept(1);
      operand.accept(0);
      code.invokevirtual(DOUBLES, "blend", MethodTypeDesc.of(DOUBLES, VECTOR, MASK));
    };
  }

  /** By way of doubles, because the mask is one of double vectors. */
  private static Emission blendLongs() {
    return (code, operand) -> {
      operand.accept(2);
      VectorForm.toDoubles(code);
      operand.accept(1);
      VectorForm.toDoubles(code);
      operand.accept(0);
      code.invokevirtual(DOUBLES, "blend", MethodTypeDesc.of(DOUBLES, VECTOR, MASK));
      VectorForm.toLongs(code);
    };
  }

  private static Emission exclusiveOr() {
    return (code, operand) -> {
      operand.accept(0);
      code.getstatic(OPERATORS, "XOR", ASSOCIATIVE);
      operand.accept(1);
      code.invokevirtual(LONGS, "lanewise", MethodTypeDesc.of(LONGS, BINARY, VECTOR));
    };
  }

  private static Emission shift(Instruction i, Consumer<CodeBuilder> operation) {
    return apply(1, code -> {
      code.loadConstant((int) i.literal());
      operation.accept(code);
    });
  }

  private static Emission shift(Instruction i, String operator) {
    return apply(1, code -> code.getstatic(OPERATORS, operator, BINARY).loadConstant(i.literal())
        .invokevirtual(LONGS, "lanewise", MethodTypeDesc.of(LONGS, BINARY, CD_long)));
  }

  private static Emission multiply() {
    return (code, operand) -> {
      operand.accept(0);
      code.loadConstant(LOW_WORD).land();
      operand.accept(1);
      code.loadConstant(LOW_WORD).land().lmul();
    };
  }

  /** The compiler knows this form and makes one 32-bit multiplication of it instead of three. */
  private static Emission multiplyVectors() {
    MethodTypeDesc and = MethodTypeDesc.of(LONGS, CD_long);
    return (code, operand) -> {
      operand.accept(0);
      code.loadConstant(LOW_WORD).invokevirtual(LONGS, "and", and);
      operand.accept(1);
      code.loadConstant(LOW_WORD).invokevirtual(LONGS, "and", and);
      code.invokevirtual(LONGS, "mul", MethodTypeDesc.of(LONGS, VECTOR));
    };
  }
}
