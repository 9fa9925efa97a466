package io.pathwise.engine.code;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * Builds a {@link Code}. Equal instructions are made once (value numbering), so asking twice for the same exponential
 * costs nothing. No folding happens here: rounding and special values are exactly those of the instructions asked for.
 */
public final class CodeBuilder {

  /** The result of an instruction under construction; valid only with the builder that made it. */
  public record Value(int index, Op.Kind kind) {}

  private final List<Instruction> instructions = new ArrayList<>();
  private final Map<Instruction, Value> known = new HashMap<>();
  private final List<String> inputs = new ArrayList<>();
  private final Map<String, Value> inputsByName = new HashMap<>();
  private final List<Integer> outputs = new ArrayList<>();

  /** A number. */
  public Value constant(double number) {
    return add(new Instruction(Op.CONSTANT, -1, -1, -1, Double.doubleToLongBits(number)));
  }

  /** An integer. */
  public Value integer(long number) {
    return add(new Instruction(Op.INTEGER, -1, -1, -1, number));
  }

  /** A truth value. */
  public Value truth(boolean value) {
    return add(new Instruction(Op.TRUTH, -1, -1, -1, value ? 1 : 0));
  }

  /** The real input of that name; made on first use. */
  public Value input(String name) {
    return input(name, Op.INPUT);
  }

  /** The integer input of that name; made on first use. */
  public Value integerInput(String name) {
    return input(name, Op.INTEGER_INPUT);
  }

  private Value input(String name, Op op) {
    Value value = inputsByName.get(name);
    if (value == null) {
      value = add(new Instruction(op, -1, -1, -1, inputs.size()));
      inputs.add(name);
      inputsByName.put(name, value);
    }
    if (value.kind() != op.result()) {
      throw new IllegalArgumentException("the input " + name + " is " + value.kind() + ", not " + op.result());
    }
    return value;
  }

  /** An operation without a literal on earlier values. */
  public Value op(Op op, Value... operands) {
    if (operands.length != op.arity() || op.arity() == 0) {
      throw new IllegalArgumentException(op + " takes " + op.arity() + " operands, not " + operands.length);
    }
    for (int k = 0; k < operands.length; k++) {
      if (operands[k].kind() != op.operand(k)) {
        throw new IllegalArgumentException(
            op + " takes " + op.operand(k) + " as operand " + k + ", not " + operands[k].kind());
      }
    }
    return add(new Instruction(op, operands[0].index(), operands.length > 1 ? operands[1].index() : -1,
        operands.length > 2 ? operands[2].index() : -1, 0));
  }

  private Value shift(Op op, Value a, int amount) {
    if (a.kind() != Op.Kind.INTEGER || amount < 0 || amount > 63) {
      throw new IllegalArgumentException(op + " takes an integer and an amount from 0 to 63");
    }
    return add(new Instruction(op, a.index(), -1, -1, amount));
  }

  private Value add(Instruction instruction) {
    Value value = known.get(instruction);
    if (value == null) {
      value = new Value(instructions.size(), instruction.op().result());
      instructions.add(instruction);
      known.put(instruction, value);
    }
    return value;
  }

  /** −a. */
  public Value neg(Value a) {
    return op(Op.NEG, a);
  }

  /** |a|. */
  public Value abs(Value a) {
    return op(Op.ABS, a);
  }

  /** √a. */
  public Value sqrt(Value a) {
    return op(Op.SQRT, a);
  }

  /** a + b. */
  public Value add(Value a, Value b) {
    return op(Op.ADD, a, b);
  }

  /** a − b. */
  public Value sub(Value a, Value b) {
    return op(Op.SUB, a, b);
  }

  /** a · b. */
  public Value mul(Value a, Value b) {
    return op(Op.MUL, a, b);
  }

  /** a / b. */
  public Value div(Value a, Value b) {
    return op(Op.DIV, a, b);
  }

  /** a · b + c, rounded once. */
  public Value fma(Value a, Value b, Value c) {
    return op(Op.FMA, a, b, c);
  }

  /** a &lt; b. */
  public Value less(Value a, Value b) {
    return op(Op.LESS, a, b);
  }

  /** a ≤ b. */
  public Value lessEqual(Value a, Value b) {
    return op(Op.LESS_EQUAL, a, b);
  }

  /** a = b. */
  public Value equal(Value a, Value b) {
    return op(Op.EQUAL, a, b);
  }

  /** a ≠ b or unordered. */
  public Value notEqual(Value a, Value b) {
    return op(Op.NOT_EQUAL, a, b);
  }

  /** Whether a is NaN. */
  public Value isNaN(Value a) {
    return op(Op.NOT_EQUAL, a, a);
  }

  /** condition ? a : b, for reals and for integers. */
  public Value select(Value condition, Value a, Value b) {
    return op(a.kind() == Op.Kind.INTEGER ? Op.INTEGER_SELECT : Op.SELECT, condition, a, b);
  }

  /** condition ? rare : usual, where the condition is seldom true. */
  public Value selectRare(Value condition, Value rare, Value usual) {
    return op(Op.SELECT_RARE, condition, rare, usual);
  }

  /** The bits of a real; unspecified for NaN. */
  public Value bits(Value a) {
    return op(Op.BITS, a);
  }

  /** The real with the given bits. */
  public Value fromBits(Value a) {
    return op(Op.FROM_BITS, a);
  }

  /** a shifted left. */
  public Value shiftLeft(Value a, int amount) {
    return shift(Op.SHIFT_LEFT, a, amount);
  }

  /** a shifted right, zeros in. */
  public Value shiftRight(Value a, int amount) {
    return shift(Op.SHIFT_RIGHT, a, amount);
  }

  /** a shifted right, sign bits in. */
  public Value shiftRightSigned(Value a, int amount) {
    return shift(Op.SHIFT_RIGHT_SIGNED, a, amount);
  }

  /**
   * Adds what some outputs of other code need.
   *
   * @param outputs
   *          which of its outputs, by number
   * @param inputs
   *          what stands for its input of a number; asked for those only that are needed
   * @return the values of those outputs
   */
  public List<Value> addCode(Code code, List<Integer> outputs, IntFunction<Value> inputs) {
    Value[] values = new Value[code.size()];
    int[] indices = new int[values.length];
    code.needed(outputs.stream().map(code.outputs()::get).toList()).stream().forEach(i -> {
      Instruction old = code.instructions().get(i);
      values[i] = old.op() == Op.INPUT || old.op() == Op.INTEGER_INPUT
          ? inputs.apply((int) old.literal())
          : add(moved(old, indices));
      indices[i] = values[i].index();
    });
    return outputs.stream().map(output -> values[code.outputs().get(output)]).toList();
  }

  /** Names a value as the next output. */
  public void output(Value value) {
    outputs.add(value.index());
  }

  /** The code so far, without the instructions that no output needs. */
  public Code build() {
    int[] renumbered = new int[instructions.size()];
    List<Instruction> kept = new ArrayList<>();
    Code.needed(instructions, outputs).stream().forEach(i -> {
      renumbered[i] = kept.size();
      kept.add(moved(instructions.get(i), renumbered));
    });
    return new Code(kept, inputs, outputs.stream().map(i -> renumbered[i]).toList());
  }

  private static Instruction moved(Instruction old, int[] indices) {
    return new Instruction(old.op(), moved(indices, old.a()), moved(indices, old.b()), moved(indices, old.c()),
        old.literal());
  }

  private static int moved(int[] renumbered, int index) {
    return index < 0 ? -1 : renumbered[index];
  }
}
