package io.pathwise.engine.rewrite;

import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.program.Program;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A rewrite of a program and the data that the result needs. Implementations are values: equal ones do the same. The
 * rewritten program has all outputs of the original under their names; derivatives up to {@link #highestOrder} are then
 * taken of the rewritten program by {@link io.pathwise.engine.derive.Tangent} or
 * {@link io.pathwise.engine.derive.Adjoint}, and {@link io.pathwise.engine.derive.Smoothness} of the rewritten program
 * tells whether they are unbiased.
 */
public interface Rewrite {

  /** What people call it, in lower case with dashes. */
  String name();

  /** Whether the expectation of an output changes. */
  boolean biased();

  /**
   * How often the result may be differentiated. There is a limit where numbers are frozen that depend on parameters, as
   * low derivatives do not need to know: {@link io.pathwise.engine.derive.Smoothness} cannot see that.
   */
  default int highestOrder() {
    return Integer.MAX_VALUE;
  }

  /**
   * The rewritten program, in the graph of the original.
   *
   * @param program
   *          with one forward sweep and path sums as outputs
   * @param inputs
   *          its data; only their pattern is looked at (the number of steps, which steps a schedule has, which numbers
   *          are zero, the signs of parameters), so that the result serves all data of the same pattern
   * @throws NotApplicableException
   *           when the program is not of the kind that can be rewritten, saying why
   */
  Program program(Program program, Inputs inputs);

  /**
   * The data of the rewritten program: the original's and what the rewrite adds (masks, directions, widths), which
   * derivatives hold fixed.
   *
   * @param program
   *          the original program
   */
  Inputs inputs(Program program, Inputs inputs);

  /**
   * Makes the data of the rewritten program, as {@link #inputs} does, for all data of one pattern: what follows from
   * the pattern is found out once.
   *
   * @param inputs
   *          data of the pattern
   */
  default UnaryOperator<Inputs> translation(Program program, Inputs inputs) {
    return other -> inputs(program, other);
  }

  /**
   * Data of the rewritten program that has the pattern of {@link #inputs}, for the analysis of its structure, where
   * those take long to find; empty where they do not.
   */
  default Optional<Inputs> pattern(Program program, Inputs inputs) {
    return Optional.empty();
  }
}
