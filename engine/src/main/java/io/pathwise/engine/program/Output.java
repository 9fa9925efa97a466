package io.pathwise.engine.program;

import io.pathwise.engine.graph.Expr;
import java.util.List;

/** What a program yields for a block of paths: one number, the sum over its paths. */
public sealed interface Output {

  /** Unique among the outputs of the program. */
  String name();

  /**
   * The sum over paths of an expression of final states and parameters.
   *
   * @param name
   *          the output's name
   * @param value
   *          per path
   */
  record PathSum(String name, Expr value) implements Output {}

  /**
   * A linear combination of sums over paths, formed once per block: Σ coefficient · sum, over terms in order and, for
   * sinks, over steps in order. This is where the adjoints of host values are pulled back to the parameters.
   *
   * @param name
   *          the output's name
   * @param terms
   *          what is combined
   */
  record Pullback(String name, List<Term> terms) implements Output {

    /** Copies the list. */
    public Pullback {
      terms = List.copyOf(terms);
    }
  }

  /** A term of a {@link Pullback}. */
  sealed interface Term {
    /** What the sum is multiplied by; not PATH. */
    Expr coefficient();
  }

  /**
   * The sum over paths of an expression of final states.
   *
   * @param value
   *          per path
   * @param coefficient
   *          an expression of parameters
   */
  record PathTerm(Expr value, Expr coefficient) implements Term {}

  /**
   * The sums of a {@link Stage.Sink}, each step with its own coefficient.
   *
   * @param sink
   *          the sink's name
   * @param coefficient
   *          an expression of parameters and step values, evaluated at each step
   */
  record SinkTerm(String sink, Expr coefficient) implements Term {}
}
