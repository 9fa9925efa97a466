package io.pathwise.engine.code;

/**
 * Executes {@link Code} one instruction after the other on one set of inputs: slow and obvious, the definition of what
 * every {@link Op} means. Reals, integers and truth values all travel as 64 bits. Not thread-safe: one per thread.
 */
public final class Interpreter {

  private final Code code;
  private final long[] values;

  /** An interpreter of that code. */
  public Interpreter(Code code) {
    this.code = code;
    this.values = new long[code.size()];
  }

  /** The outputs for real inputs; the code must have real inputs and outputs only. */
  public double[] evaluate(double... inputs) {
    long[] bits = new long[inputs.length];
    for (int i = 0; i < inputs.length; i++) {
      bits[i] = Double.doubleToRawLongBits(inputs[i]);
    }
    double[] results = new double[code.outputs().size()];
    run(bits);
    for (int i = 0; i < results.length; i++) {
      results[i] = real(code.outputs().get(i));
    }
    return results;
  }

  /** Runs the code; inputs are bits of reals, or integers. Read the results with {@link #output}. */
  public void run(long[] inputs) {
    for (int i = 0; i < values.length; i++) {
      values[i] = result(code.instructions().get(i), inputs);
    }
  }

  /** The bits of the output with that number, after {@link #run}. */
  public long output(int number) {
    return values[code.outputs().get(number)];
  }

  private long result(Instruction i, long[] inputs) {
    return switch (i.op()) {
      case CONSTANT, INTEGER, TRUTH -> i.literal();
      case INPUT, INTEGER_INPUT -> inputs[(int) i.literal()];
      case NEG -> bits(-real(i.a()));
      case ABS -> bits(Math.abs(real(i.a())));
      case SQRT -> bits(Math.sqrt(real(i.a())));
      case ADD -> bits(real(i.a()) + real(i.b()));
      case SUB -> bits(real(i.a()) - real(i.b()));
      case MUL -> bits(real(i.a()) * real(i.b()));
      case DIV -> bits(real(i.a()) / real(i.b()));
      case FMA -> bits(Math.fma(real(i.a()), real(i.b()), real(i.c())));
      case LESS -> truth(real(i.a()) < real(i.b()));
      case LESS_EQUAL -> truth(real(i.a()) <= real(i.b()));
      case EQUAL -> truth(real(i.a()) == real(i.b()));
      case NOT_EQUAL -> truth(real(i.a()) != real(i.b()));
      case AND, INTEGER_AND -> values[i.a()] & values[i.b()];
      case OR, INTEGER_OR -> values[i.a()] | values[i.b()];
      case NOT -> values[i.a()] ^ 1;
      case SELECT, SELECT_RARE, INTEGER_SELECT -> values[i.a()] != 0 ? values[i.b()] : values[i.c()];
      case BITS, FROM_BITS -> values[i.a()];
      case INTEGER_ADD -> values[i.a()] + values[i.b()];
      case INTEGER_SUB -> values[i.a()] - values[i.b()];
      case INTEGER_XOR -> values[i.a()] ^ values[i.b()];
      case SHIFT_LEFT -> values[i.a()] << i.literal();
      case SHIFT_RIGHT -> values[i.a()] >>> i.literal();
      case SHIFT_RIGHT_SIGNED -> values[i.a()] >> i.literal();
      case MULTIPLY_LOW_WORDS -> (values[i.a()] & 0xFFFFFFFFL) * (values[i.b()] & 0xFFFFFFFFL);
    };
  }

  private double real(int index) {
    return Double.longBitsToDouble(values[index]);
  }

  private static long bits(double value) {
    return Double.doubleToRawLongBits(value);
  }

  private static long truth(boolean value) {
    return value ? 1 : 0;
  }
}
