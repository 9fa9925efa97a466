package io.pathwise.pricing.program;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.training.Decision;
import io.pathwise.pricing.Require;
import java.util.List;

/**
 * The decisions of one of several trades in a program, which are to be learnt before the program tells anything.
 *
 * @param payoff
 *          what the trade pays, discounted, an expression of final states
 * @param decisions
 *          that one side of the trade, or the other, takes
 */
public record LearntPolicy(Expr payoff, List<Decision> decisions) {

  /** Copies the list. */
  public LearntPolicy {
    Require.given("payoff", payoff);
    decisions = Require.elements("decisions", decisions);
  }
}
