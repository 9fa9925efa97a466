package io.pathwise.engine.kernel;

import io.pathwise.engine.code.Code;
import java.util.List;

/** A statement of a kernel. Control flow is the same for all paths that run in step. */
public sealed interface Statement {

  /**
   * Executes a straight line of operations. All inputs are read before any target is written.
   *
   * @param code
   *          which
   * @param inputs
   *          for every input of the code
   * @param outputs
   *          which outputs are wanted, by number
   * @param targets
   *          where they go, in the same order
   */
  record Compute(Code code, List<Variable> inputs, List<Integer> outputs, List<Variable> targets)
      implements
        Statement {
    /** Copies the lists. */
    public Compute {
      inputs = List.copyOf(inputs);
      outputs = List.copyOf(outputs);
      targets = List.copyOf(targets);
      if (inputs.size() != code.inputs().size() || outputs.size() != targets.size()) {
        throw new IllegalArgumentException("a variable is needed for every input and for every wanted output");
      }
    }
  }

  /** target = source. */
  record Assign(Variable target, Variable source) implements Statement {}

  /** target = memory[index]. */
  record Load(Variable target, Memory memory, Index index) implements Statement {}

  /** memory[index] = source; of memory that every path has its own of. */
  record Store(Memory memory, Index index, Variable source) implements Statement {}

  /**
   * Runs a body for counter = from, … count − 1, or for count − 1, … from.
   *
   * @param counter
   *          a variable of its own; only the body reads it
   * @param from
   *          the lowest number
   * @param count
   *          one more than the highest
   * @param backwards
   *          whether from the highest to the lowest
   * @param body
   *          what is repeated
   */
  record Repeat(Variable counter, int from, Variable count, boolean backwards, List<Statement> body)
      implements
        Statement {
    /** Copies the list. */
    public Repeat {
      body = List.copyOf(body);
    }
  }

  /** Runs one of two bodies. */
  record When(Test test, List<Statement> then, List<Statement> otherwise) implements Statement {
    /** Copies the lists. */
    public When {
      then = List.copyOf(then);
      otherwise = List.copyOf(otherwise);
    }
  }

  /**
   * Adds values over all paths of the block, in the order of {@code BlockTree}, each into a row of totals.
   *
   * @param values
   *          of every path
   * @param row
   *          the row of the first; the others follow
   */
  record Total(List<Variable> values, Index row) implements Statement {
    /** Copies the list. */
    public Total {
      values = List.copyOf(values);
    }
  }

  /** Says what comes next. */
  record Remark(String text) implements Statement {}

  /** A comparison of integers that all paths have in common. */
  sealed interface Test {

    /** a = 0. */
    record IsZero(Variable a) implements Test {}

    /** a = b. */
    record IsEqual(Variable a, Variable b) implements Test {}

    /** a &lt; b, both at least 0. */
    record IsLess(Variable a, Variable b) implements Test {}
  }
}
