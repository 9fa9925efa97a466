package io.pathwise.engine.cpu;

import static java.lang.constant.ConstantDescs.CD_Double;
import static java.lang.constant.ConstantDescs.CD_double;
import static java.lang.constant.ConstantDescs.CD_long;

import io.pathwise.engine.code.Instruction;
import io.pathwise.engine.code.Op.Kind;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.MethodTypeDesc;
import java.util.function.IntConsumer;

/**
 * One lane at a time: reals are doubles, integers longs, truth values ints. In rows integers keep their bits and truth
 * values are 1 and 0.
 */
final class ScalarForm implements Form {

  @Override
  public TypeKind type(Kind kind) {
    return switch (kind) {
      case REAL -> TypeKind.DOUBLE;
      case INTEGER -> TypeKind.LONG;
      case TRUTH -> TypeKind.INT;
    };
  }

  @Override
  public void pushStep(CodeBuilder code) {
    code.iconst_1();
  }

  @Override
  public void load(CodeBuilder code, Kind kind, Runnable arrayAndIndex) {
    arrayAndIndex.run();
    code.daload();
    switch (kind) {
      case REAL -> {
      }
      case INTEGER -> toInteger(code);
      case TRUTH -> code.dconst_0().dcmpl();
    }
  }

  @Override
  public void store(CodeBuilder code, Kind kind, Runnable arrayAndIndex, Runnable value) {
    arrayAndIndex.run();
    value.run();
    switch (kind) {
      case REAL -> {
      }
      case INTEGER -> toReal(code);
      case TRUTH -> code.i2d();
    }
    code.dastore();
  }

  @Override
  public void spread(CodeBuilder code, Kind kind, Runnable scalar) {
    scalar.run();
  }

  @Override
  public void toBits(CodeBuilder code) {
    code.i2l();
  }

  @Override
  public void operation(CodeBuilder code, Instruction instruction, IntConsumer operand) {
    OperationTable.of(instruction).scalar().emit(code, operand);
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
