package io.pathwise.engine.cpu;

import io.pathwise.engine.code.Code;
import io.pathwise.engine.code.CodeBuilder;
import io.pathwise.engine.code.CodeBuilder.Value;
import io.pathwise.engine.code.Op;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Random code that uses every operation and keeps to the rules: the bits of a NaN reach no number. Integers and truth
 * values come out as reals that show all their bits.
 */
final class RandomCode {

  private static final double[] SPECIAL = {0.0, -0.0, 1, -1, Double.MIN_VALUE, -Double.MIN_VALUE, Double.MIN_NORMAL / 3,
      Double.MIN_NORMAL, Double.MAX_VALUE, -Double.MAX_VALUE, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY,
      Double.NaN, 0.5, Math.PI, 1e300, 1e-300, 0x1.8p52};

  private static final List<Op> OPERATIONS = List.of(Op.values());

  private final Random random;
  private final CodeBuilder code = new CodeBuilder();
  private final List<Value> reals = new ArrayList<>();
  private final List<Value> integers = new ArrayList<>();
  private final List<Value> truths = new ArrayList<>();

  private RandomCode(Random random) {
    this.random = random;
  }

  /** Any real, often a special one. */
  static double real(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> SPECIAL[random.nextInt(SPECIAL.length)];
      case 1 -> Double.longBitsToDouble(random.nextLong());
      default -> random.nextGaussian();
    };
  }

  /** Code of about so many operations. */
  static Code make(Random random, int realInputs, int integerInputs, int operations, int outputs) {
    RandomCode maker = new RandomCode(random);
    for (int i = 0; i < realInputs; i++) {
      maker.reals.add(maker.code.input("x" + i));
    }
    for (int i = 0; i < integerInputs; i++) {
      maker.integers.add(maker.code.integerInput("n" + i));
    }
    maker.reals.add(maker.code.constant(real(random)));
    maker.integers.add(maker.code.integer(random.nextLong()));
    maker.truths.add(maker.code.truth(random.nextBoolean()));
    for (int i = 0; i < operations; i++) {
      maker.add(OPERATIONS.get(random.nextInt(OPERATIONS.size())));
    }
    for (int i = 0; i < outputs; i++) {
      maker.output();
    }
    return maker.code.build();
  }

  private Value recent(List<Value> values) {
    int back = random.nextInt(4) == 0 ? random.nextInt(values.size()) : Math.min(values.size() - 1, random.nextInt(8));
    return values.get(values.size() - 1 - back);
  }

  private Value any(Op.Kind kind) {
    return recent(switch (kind) {
      case REAL -> reals;
      case INTEGER -> integers;
      case TRUTH -> truths;
    });
  }

  private void add(Op op) {
    switch (op) {
      case CONSTANT -> reals.add(code.constant(real(random)));
      case INTEGER -> integers.add(code.integer(random.nextLong()));
      case TRUTH, INPUT, INTEGER_INPUT -> truths.add(code.isNaN(recent(reals)));
      case BITS -> integers.add(bits(recent(reals)));
      case SHIFT_LEFT -> integers.add(code.shiftLeft(recent(integers), random.nextInt(64)));
      case SHIFT_RIGHT -> integers.add(code.shiftRight(recent(integers), random.nextInt(64)));
      case SHIFT_RIGHT_SIGNED -> integers.add(code.shiftRightSigned(recent(integers), random.nextInt(64)));
      case SELECT_RARE -> addRare();
      case NEG, ABS, SQRT, ADD, SUB, MUL, DIV, FMA, LESS, LESS_EQUAL, EQUAL, NOT_EQUAL, AND, OR, NOT, SELECT,
          INTEGER_SELECT, FROM_BITS, INTEGER_ADD, INTEGER_SUB, INTEGER_AND, INTEGER_OR, INTEGER_XOR,
          MULTIPLY_LOW_WORDS -> {
        Value[] operands = new Value[op.arity()];
        for (int k = 0; k < operands.length; k++) {
          operands[k] = any(op.operand(k));
        }
        keep(code.op(op, operands));
      }
    }
  }

  private void keep(Value value) {
    switch (value.kind()) {
      case REAL -> reals.add(value);
      case INTEGER -> integers.add(value);
      case TRUTH -> truths.add(value);
    }
  }

  /** A rare side long enough for a guard, with integers and truth values in it. */
  private void addRare() {
    Value condition = code.less(code.abs(recent(reals)), code.constant(random.nextInt(3) * 0.3));
    Value rare = recent(reals);
    for (int i = 0; i < random.nextInt(20); i++) {
      rare = code.fma(rare, code.constant(random.nextGaussian()), recent(reals));
      if (i % 5 == 4) {
        rare = code.fromBits(code.op(Op.INTEGER_XOR, bits(rare), code.integer(1L << random.nextInt(20))));
        rare = code.select(code.less(rare, recent(reals)), rare, code.sqrt(rare));
      }
    }
    reals.add(code.selectRare(condition, rare, recent(reals)));
  }

  private Value bits(Value real) {
    return code.bits(code.select(code.isNaN(real), code.constant(0.25), real));
  }

  private void output() {
    switch (random.nextInt(4)) {
      case 0 -> code.output(visible(code.shiftRight(recent(integers), 32)));
      case 1 -> code.output(visible(code.op(Op.INTEGER_AND, recent(integers), code.integer(0xFFFFFFFFL))));
      case 2 -> code.output(code.select(recent(truths), code.constant(1), code.constant(2)));
      default -> code.output(recent(reals));
    }
  }

  /** A number that shows the low 32 bits. */
  private Value visible(Value integer) {
    return code.fromBits(code.op(Op.INTEGER_OR, integer, code.integer(0x4330000000000000L)));
  }
}
