package io.pathwise.engine.cpu;

import io.pathwise.engine.code.Code;
import io.pathwise.engine.code.Instruction;
import io.pathwise.engine.kernel.Statement.Compute;
import io.pathwise.engine.kernel.Variable;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A straight line of operations as it is compiled: what matters of a {@link Compute}, wherever its variables lie.
 *
 * @param code
 *          the operations
 * @param outputs
 *          the instructions whose results are wanted
 * @param perPath
 *          for every input whether every path has its own
 * @param overwrites
 *          for every output the inputs that are read from the variable to which it goes
 */
record Line(Code code, List<Integer> outputs, List<Boolean> perPath, List<List<Integer>> overwrites) {

  /** Copies the lists. */
  Line {
    outputs = List.copyOf(outputs);
    perPath = List.copyOf(perPath);
    overwrites = List.copyOf(overwrites);
  }

  static Line of(Compute compute) {
    List<Variable> inputs = compute.inputs();
    Map<Variable, List<Integer>> readFrom = IntStream.range(0, inputs.size()).boxed()
        .collect(Collectors.groupingBy(inputs::get));
    return new Line(compute.code(), compute.outputs().stream().map(compute.code().outputs()::get).toList(),
        inputs.stream().map(Variable::perPath).toList(),
        compute.targets().stream().map(target -> readFrom.getOrDefault(target, List.of())).toList());
  }

  Instruction instruction(int index) {
    return code.instructions().get(index);
  }

  boolean isInput(int index) {
    return switch (instruction(index).op()) {
      case INPUT, INTEGER_INPUT -> true;
      case CONSTANT, INTEGER, TRUTH, NEG, ABS, SQRT, ADD, SUB, MUL, DIV, FMA, LESS, LESS_EQUAL, EQUAL, NOT_EQUAL, AND,
          OR, NOT, SELECT, SELECT_RARE, INTEGER_SELECT, BITS, FROM_BITS, INTEGER_ADD, INTEGER_SUB, INTEGER_AND,
          INTEGER_OR, INTEGER_XOR, SHIFT_LEFT, SHIFT_RIGHT, SHIFT_RIGHT_SIGNED, MULTIPLY_LOW_WORDS ->
        false;
    };
  }

  /** The number of an input. */
  int input(int index) {
    return (int) instruction(index).literal();
  }
}
