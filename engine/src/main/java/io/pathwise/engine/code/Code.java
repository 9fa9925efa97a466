package io.pathwise.engine.code;

import java.util.BitSet;
import java.util.Collection;
import java.util.List;

/**
 * A straight line of {@link Instruction}s in evaluation order, with named inputs and outputs. Made by
 * {@link CodeBuilder}; immutable.
 *
 * @param instructions
 *          in an order where operands come before their use
 * @param inputs
 *          names of the inputs, for people; an INPUT's literal field is an index into this list
 * @param outputs
 *          indices of the instructions whose results are the outputs, in order
 */
public record Code(List<Instruction> instructions, List<String> inputs, List<Integer> outputs) {

  /** Copies the lists. */
  public Code {
    instructions = List.copyOf(instructions);
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }

  /** How many instructions there are. */
  public int size() {
    return instructions.size();
  }

  /** The instructions that some of them are computed from, those included. */
  public BitSet needed(Collection<Integer> roots) {
    return needed(instructions, roots);
  }

  static BitSet needed(List<Instruction> instructions, Collection<Integer> roots) {
    BitSet needed = new BitSet(instructions.size());
    roots.forEach(needed::set);
    for (int i = needed.previousSetBit(instructions.size()); i >= 0; i = needed.previousSetBit(i - 1)) {
      Instruction instruction = instructions.get(i);
      for (int k = 0; k < instruction.op().arity(); k++) {
        needed.set(instruction.operand(k));
      }
    }
    return needed;
  }

  /** How many instructions compute something: all but constants and inputs. */
  public int operationCount() {
    int count = 0;
    for (Instruction instruction : instructions) {
      if (instruction.op().arity() > 0) {
        count++;
      }
    }
    return count;
  }

  /** One instruction a line, {@code %3 = FMA %0 %1 %2}; for error messages and golden tests. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < instructions.size(); i++) {
      Instruction instruction = instructions.get(i);
      text.append('%').append(i).append(" = ").append(instruction.op());
      switch (instruction.op()) {
        case CONSTANT -> text.append(' ').append(Double.longBitsToDouble(instruction.literal()));
        case INPUT, INTEGER_INPUT -> text.append(' ').append(inputs.get((int) instruction.literal()));
        case INTEGER, TRUTH, SHIFT_LEFT, SHIFT_RIGHT, SHIFT_RIGHT_SIGNED ->
          text.append(' ').append(instruction.literal());
        case NEG, ABS, SQRT, ADD, SUB, MUL, DIV, FMA, LESS, LESS_EQUAL, EQUAL, NOT_EQUAL, AND, OR, NOT, SELECT,
            SELECT_RARE, INTEGER_SELECT, BITS, FROM_BITS, INTEGER_ADD, INTEGER_SUB, INTEGER_AND, INTEGER_OR,
            INTEGER_XOR, MULTIPLY_LOW_WORDS ->
          {
          }
      }
      for (int k = 0; k < instruction.op().arity(); k++) {
        text.append(" %").append(instruction.operand(k));
      }
      text.append('\n');
    }
    return text.append("outputs ").append(outputs).append('\n').toString();
  }
}
