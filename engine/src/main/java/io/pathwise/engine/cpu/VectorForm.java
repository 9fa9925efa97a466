package io.pathwise.engine.cpu;

import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_double;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;

import io.pathwise.engine.code.Instruction;
import io.pathwise.engine.code.Op.Kind;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.function.IntConsumer;

/**
 * A vector of lanes at a time, by the Vector API: reals are double vectors, integers long vectors, truth values masks
 * of double vectors. The API appears by name only, so that this class loads without it. In rows integers keep their
 * bits and truth values are 1 and 0, as in {@link ScalarForm}.
 */
final class VectorForm implements Form {

  static final ClassDesc VECTOR = ClassDesc.of("jdk.incubator.vector.Vector");
  static final ClassDesc DOUBLES = ClassDesc.of("jdk.incubator.vector.DoubleVector");
  static final ClassDesc LONGS = ClassDesc.of("jdk.incubator.vector.LongVector");
  static final ClassDesc MASK = ClassDesc.of("jdk.incubator.vector.VectorMask");
  static final ClassDesc OPERATORS = ClassDesc.of("jdk.incubator.vector.VectorOperators");
  static final ClassDesc COMPARISON = ClassDesc.of("jdk.incubator.vector.VectorOperators$Comparison");
  private static final ClassDesc SPECIES = ClassDesc.of("jdk.incubator.vector.VectorSpecies");
  private static final ClassDesc ARRAY = CD_double.arrayType();

  @Override
  public TypeKind type(Kind kind) {
    return TypeKind.REFERENCE;
  }

  @Override
  public void pushStep(CodeBuilder code) {
    pushSpecies(code, DOUBLES);
    code.invokeinterface(SPECIES, "length", MethodTypeDesc.of(CD_int));
  }

  @Override
  public void load(CodeBuilder code, Kind kind, Runnable arrayAndIndex) {
    pushSpecies(code, DOUBLES);
    arrayAndIndex.run();
    code.invokestatic(DOUBLES, "fromArray", MethodTypeDesc.of(DOUBLES, SPECIES, ARRAY, CD_int));
    switch (kind) {
      case REAL -> {
      }
      case INTEGER -> toLongs(code);
      case TRUTH -> code.getstatic(OPERATORS, "NE", COMPARISON).dconst_0().invokevirtual(DOUBLES, "compare",
          MethodTypeDesc.of(MASK, COMPARISON, CD_double));
    }
  }

  @Override
  public void store(CodeBuilder code, Kind kind, Runnable arrayAndIndex, Runnable value) {
    switch (kind) {
      case REAL -> value.run();
      case INTEGER -> {
        value.run();
        toDoubles(code);
      }
      case TRUTH -> {
        pushSpecies(code, DOUBLES);
        code.invokestatic(DOUBLES, "zero", MethodTypeDesc.of(DOUBLES, SPECIES)).dconst_1();
        value.run();
        code.invokevirtual(DOUBLES, "blend", MethodTypeDesc.of(DOUBLES, CD_double, MASK));
      }
    }
    arrayAndIndex.run();
    code.invokevirtual(DOUBLES, "intoArray", MethodTypeDesc.of(CD_void, ARRAY, CD_int));
  }

  @Override
  public void spread(CodeBuilder code, Kind kind, Runnable scalar) {
    switch (kind) {
      case REAL -> {
        pushSpecies(code, DOUBLES);
        scalar.run();
        code.invokestatic(DOUBLES, "broadcast", MethodTypeDesc.of(DOUBLES, SPECIES, CD_double));
      }
      case INTEGER -> {
        pushSpecies(code, LONGS);
        scalar.run();
        code.invokestatic(LONGS, "broadcast", MethodTypeDesc.of(LONGS, SPECIES, CD_long));
      }
      case TRUTH -> {
        pushSpecies(code, DOUBLES);
        scalar.run();
        code.invokeinterface(SPECIES, "maskAll", MethodTypeDesc.of(MASK, CD_boolean));
      }
    }
  }

  @Override
  public void toBits(CodeBuilder code) {
    code.invokevirtual(MASK, "toLong", MethodTypeDesc.of(CD_long));
  }

  @Override
  public void operation(CodeBuilder code, Instruction instruction, IntConsumer operand) {
    OperationTable.of(instruction).vector().emit(code, operand);
  }

  /** Replaces the double vector on the stack by its bits. */
  static void toLongs(CodeBuilder code) {
    code.invokevirtual(DOUBLES, "reinterpretAsLongs", MethodTypeDesc.of(LONGS));
  }

  /** Replaces the long vector on the stack by the doubles with these bits. */
  static void toDoubles(CodeBuilder code) {
    code.invokevirtual(LONGS, "reinterpretAsDoubles", MethodTypeDesc.of(DOUBLES));
  }

  private static void pushSpecies(CodeBuilder code, ClassDesc vector) {
    code.getstatic(vector, "SPECIES_PREFERRED", SPECIES);
  }
}
