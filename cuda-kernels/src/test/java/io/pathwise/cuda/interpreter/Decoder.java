package io.pathwise.cuda.interpreter;

import io.pathwise.cuda.interpreter.Step.Effect;

/** The table of instructions: from the opcode to the family that knows it. Whatever is not in it is refused. */
final class Decoder {

  private Decoder() {}

  static Step decode(Statement statement, Scope scope, Registers registers) {
    Decoding decoding = new Decoding(statement, scope, registers);
    return decoding.step(effect(decoding));
  }

  private static Effect effect(Decoding d) {
    boolean real = d.lastType() == PtxType.F64;
    return switch (d.statement().opcode()) {
      case "add", "sub", "neg", "abs", "mul", "div" -> compute(
          real ? FloatArithmetic.decode(d) : IntegerArithmetic.decode(d));
      case "fma", "sqrt" -> compute(FloatArithmetic.decode(d));
      case "mad", "rem", "min", "max" -> compute(IntegerArithmetic.decode(d));
      case "and", "or", "xor", "not", "cnot", "shl", "shr" -> compute(BitInstructions.decode(d));
      case "setp", "selp" -> compute(Comparisons.decode(d));
      case "cvt" -> compute(Conversions.decode(d));
      case "mov", "cvta" -> compute(Moves.decode(d));
      case "ld", "st" -> compute(MemoryInstructions.decode(d));
      case "bra" -> branch(d);
      case "bar", "barrier" -> barrier(d);
      case "ret", "exit" -> {
        if (d.statement().opcode().equals("ret")) {
          d.take(".uni");
        }
        d.finish(0);
        yield new Effect.Exit();
      }
      default -> throw d.refuse("unknown instruction");
    };
  }

  private static Effect compute(Action action) {
    return new Effect.Compute(action);
  }

  private static Effect branch(Decoding d) {
    boolean uniform = d.take(".uni");
    d.finish(1);
    if (!(d.operand(0) instanceof Operand.Name(String label))) {
      throw d.refuse("the target has to be a label");
    }
    return new Effect.Branch(label, uniform);
  }

  private static Effect barrier(Decoding d) {
    if (d.statement().opcode().equals("bar")) {
      d.take(".cta");
    }
    if (!d.take(".sync")) {
      throw d.refuse("only .sync is known");
    }
    d.take(".aligned");
    d.finish(1);
    if (!d.operand(0).equals(new Operand.Int(0, false))) {
      throw d.refuse("only barrier 0, of all threads, is known");
    }
    return new Effect.Barrier();
  }
}
