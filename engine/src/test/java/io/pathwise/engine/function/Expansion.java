package io.pathwise.engine.function;

import io.pathwise.engine.code.Code;
import io.pathwise.engine.code.CodeBuilder;
import io.pathwise.engine.code.CodeBuilder.Value;
import io.pathwise.engine.code.Instruction;
import io.pathwise.engine.code.Interpreter;
import io.pathwise.engine.code.Op;
import java.util.BitSet;
import java.util.function.BiFunction;

/** An expansion made runnable: builds its code once and interprets it. */
final class Expansion {

  /** An expansion with two operands. */
  interface Binary {
    Value expand(CodeBuilder code, Value x, Value y);
  }

  private final Code code;
  private final Interpreter interpreter;

  private Expansion(CodeBuilder builder, Value output) {
    builder.output(output);
    code = builder.build();
    interpreter = new Interpreter(code);
  }

  static Expansion of(BiFunction<CodeBuilder, Value, Value> function) {
    CodeBuilder builder = new CodeBuilder();
    return new Expansion(builder, function.apply(builder, builder.input("x")));
  }

  static Expansion of(Binary function) {
    CodeBuilder builder = new CodeBuilder();
    return new Expansion(builder, function.expand(builder, builder.input("x"), builder.input("y")));
  }

  static Expansion ofWord(BiFunction<CodeBuilder, Value, Value> function) {
    CodeBuilder builder = new CodeBuilder();
    return new Expansion(builder, function.apply(builder, builder.integerInput("word")));
  }

  /** An expansion of two words. */
  static Expansion ofWords(Binary function) {
    CodeBuilder builder = new CodeBuilder();
    return new Expansion(builder,
        function.expand(builder, builder.integerInput("first"), builder.integerInput("second")));
  }

  double at(double... x) {
    return interpreter.evaluate(x)[0];
  }

  double atWord(long... words) {
    interpreter.run(words);
    return Double.longBitsToDouble(interpreter.output(0));
  }

  /** Operations that are executed when no rare side is taken. */
  int usualOperations() {
    return operations(false);
  }

  /** All operations. */
  int allOperations() {
    return operations(true);
  }

  /** Divisions and roots that are executed when no rare side is taken. */
  int usualDivisions() {
    return (int) executed(false).stream().mapToObj(i -> code.instructions().get(i).op())
        .filter(op -> op == Op.DIV || op == Op.SQRT).count();
  }

  private int operations(boolean withRare) {
    return (int) executed(withRare).stream().filter(i -> code.instructions().get(i).op().arity() > 0).count();
  }

  private BitSet executed(boolean withRare) {
    BitSet needed = new BitSet();
    code.outputs().forEach(needed::set);
    for (int i = code.size() - 1; i >= 0; i--) {
      Instruction instruction = code.instructions().get(i);
      for (int k = 0; needed.get(i) && k < instruction.op().arity(); k++) {
        boolean rare = instruction.op() == Op.SELECT_RARE && k == 1;
        if (withRare || !rare) {
          needed.set(instruction.operand(k));
        }
      }
    }
    return needed;
  }
}
