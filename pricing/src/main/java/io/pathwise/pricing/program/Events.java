package io.pathwise.pricing.program;

import io.pathwise.engine.derive.Adjoint;
import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.program.ProgramBuilder;

/**
 * What a product pays, as events: {@code when(stage, price ≥ barrier).pay(rebate).terminate()}. Conditions stay visible
 * in the program as comparisons, so that estimators see thresholds as thresholds. Amounts are discounted from the
 * event.
 */
final class Events {

  private final ProgramBuilder builder;
  private final Graph graph;
  private final Expr discountFactor;
  private final Expr.State alive;
  private final Expr.State paid;

  /**
   * No event yet.
   *
   * @param discountFactor
   *          from the end of the current step to the valuation date
   * @param due
   *          what is paid in any case, discounted
   * @param begins
   *          1, as a literal or a parameter
   * @param prefix
   *          of the names of states
   */
  Events(ProgramBuilder builder, Expr discountFactor, Expr due, Expr begins, String prefix) {
    this.builder = builder;
    this.graph = builder.graph();
    this.discountFactor = discountFactor;
    this.alive = builder.state(prefix + "alive", begins);
    this.paid = builder.state(prefix + "paid", due);
  }

  /** Everything paid, discounted; to be read at the end. */
  Expr paid() {
    return paid;
  }

  /** The states that say whether the product has ended, and what it has paid. */
  Adjoint.Ending ending() {
    return new Adjoint.Ending(alive, paid);
  }

  /** 1 on paths that have not ended. */
  Expr.State alive() {
    return alive;
  }

  /** An event of every path at a stage. */
  Event always(String stage) {
    return new Event(stage, graph.truth(true));
  }

  /** An event of the paths on which a condition holds at a stage. */
  Event when(String stage, Expr condition) {
    return new Event(stage, condition);
  }

  /** What happens to the product, if it has not been terminated at an earlier stage or step. */
  final class Event {
    private final String stage;
    private final Expr condition;

    private Event(String stage, Expr condition) {
      this.stage = stage;
      this.condition = condition;
    }

    /** Pays an amount at once. */
    Event pay(Expr amount) {
      return pay(amount, discountFactor);
    }

    /** Pays an amount that is discounted by another factor. */
    Event pay(Expr amount, Expr discounted) {
      Expr paidBefore = builder.current(stage, paid);
      Expr weight = graph.mul(alive, discounted);
      Expr counted = graph.select(condition, amount, graph.literal(0.0));
      builder.replace(stage, paid, graph.fma(weight, counted, paidBefore));
      return this;
    }

    /** Ends the product: nothing is paid at later stages and steps. */
    Event terminate() {
      builder.replace(stage, alive, graph.select(condition, graph.literal(0.0), builder.current(stage, alive)));
      return this;
    }
  }
}
