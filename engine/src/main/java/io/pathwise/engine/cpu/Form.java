package io.pathwise.engine.cpu;

import io.pathwise.engine.code.Instruction;
import io.pathwise.engine.code.Op.Kind;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.util.function.IntConsumer;

/**
 * How values are held and worked on in generated code: one lane at a time, or a vector of lanes at a time. What is
 * passed as {@link Runnable} emits code that pushes something; {@link OperationTable} holds the operations.
 */
interface Form {

  /** The type of a local variable that holds a value. */
  TypeKind type(Kind kind);

  /** Pushes how many lanes a value holds. */
  void pushStep(CodeBuilder code);

  /** Pushes what lies in an array. */
  void load(CodeBuilder code, Kind kind, Runnable arrayAndIndex);

  /** Puts a value into an array. */
  void store(CodeBuilder code, Kind kind, Runnable arrayAndIndex, Runnable value);

  /** Pushes a value that has the same scalar in all lanes; the scalar of a truth value is an int. */
  void spread(CodeBuilder code, Kind kind, Runnable scalar);

  /** Replaces the truth value on the stack by a long with one bit a lane. */
  void toBits(CodeBuilder code);

  /** Pushes the result of an operation whose operands are pushed by number. */
  void operation(CodeBuilder code, Instruction instruction, IntConsumer operand);
}
