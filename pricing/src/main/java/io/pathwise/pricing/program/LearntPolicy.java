package io.pathwise.pricing.program;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.program.Output;
import io.pathwise.engine.program.Program;
import io.pathwise.engine.run.Simulation;
import io.pathwise.engine.training.Decision;
import io.pathwise.engine.training.PolicyTraining;
import io.pathwise.pricing.Require;
import java.util.List;

/**
 * The decisions of one of several trades in a program, which are to be learnt before the program tells anything. Start
 * at {@link #fit}.
 *
 * @param payoff
 *          what the trade pays, discounted, an expression of final states
 * @param decisions
 *          that one side of the trade, or the other, takes
 */
public record LearntPolicy(Expr payoff, List<Decision> decisions) {

  private static final String VALUE = "value";

  /** Copies the list. */
  public LearntPolicy {
    Require.given("payoff", payoff);
    decisions = Require.elements("decisions", decisions);
  }

  /**
   * Learns the decisions on paths of their own.
   *
   * @param program
   *          in which the trade stands
   * @param inputs
   *          its data
   * @param blocks
   *          of paths
   * @return the data with what was learnt
   */
  public Inputs fit(Program program, Inputs inputs, PolicyTraining.Compiler compiler, Simulation simulation, long seed,
      long blocks) {
    Program alone = Require.given("program", program).withOutputs(List.of(new Output.PathSum(VALUE, payoff)));
    return new PolicyTraining(alone, VALUE, decisions, Require.given("inputs", inputs))
        .train(Require.given("compiler", compiler), Require.given("simulation", simulation), seed, blocks).inputs();
  }
}
