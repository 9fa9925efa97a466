package io.pathwise.pricing.model;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.pricing.market.Interpolation;
import io.pathwise.pricing.market.RiskFactor;
import io.pathwise.pricing.market.ZeroCurve;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * A zero curve as expressions: rate · time is linear in the zeros, with weights that move with the valuation time.
 */
public final class Curve {

  private final Graph graph;
  private final InputsBuilder inputs;
  private final TimeGrid grid;
  private final String id;
  private final Interpolation interpolation;
  private final Expr valuationTime;
  private final List<Expr> zeros = new ArrayList<>();

  Curve(Graph graph, InputsBuilder inputs, TimeGrid grid, ZeroCurve curve, Expr valuationTime) {
    this.graph = graph;
    this.inputs = inputs;
    this.grid = grid;
    this.id = curve.id();
    this.interpolation = curve.weights();
    this.valuationTime = valuationTime;
    Expr shift = inputs.parameter(new RiskFactor.Zero(id), 0.0);
    for (int j = 0; j < curve.times().size(); j++) {
      RiskFactor pillar = new RiskFactor.ZeroPillar(id, curve.times().get(j));
      zeros.add(graph.add(inputs.parameter(pillar, curve.zeros().get(j)), shift));
    }
  }

  /** rate · time over the current step. */
  public Expr rateTimeOfStep() {
    Expr total = graph.literal(-0.0);
    for (int j = 0; j < zeros.size(); j++) {
      total = graph.fma(PillarWeights.ofStep(graph, inputs, grid, id + ".rate", interpolation, j, valuationTime),
          zeros.get(j), total);
    }
    return total;
  }

  /** rate · time from the valuation date to a time that comes nearer as the valuation time moves on. */
  Expr rateTimeTo(String event, double time) {
    Expr total = graph.literal(-0.0);
    for (int j = 0; j < zeros.size(); j++) {
      total = graph.fma(PillarWeights.until(graph, inputs, id + "[" + j + "] to " + event, interpolation, j,
          valuationTime, time), zeros.get(j), total);
    }
    return total;
  }

  /** The discount factor from the end of the current step to the valuation date. */
  public Expr discountFactor() {
    return graph.exp(graph.neg(rateTimeUntilStep()));
  }

  /** The discount factor from a time to the valuation date; both come nearer as the valuation time moves on. */
  public Expr discountFactor(String event, double time) {
    return graph.exp(graph.neg(rateTimeTo(event, time)));
  }

  /**
   * The discount factor from a time that follows from the end of the current step to the valuation date.
   *
   * @param payment
   *          what is paid then
   * @param ofEnd
   *          the time, from that of the step's end; later than today
   */
  public Expr discountFactor(String payment, DoubleUnaryOperator ofEnd) {
    Expr total = graph.literal(-0.0);
    for (int j = 0; j < zeros.size(); j++) {
      total = graph.fma(PillarWeights.until(graph, inputs, id + ".discount of " + payment, interpolation, j,
          valuationTime, step -> ofEnd.applyAsDouble(grid.end(step)), step -> 1), zeros.get(j), total);
    }
    return graph.exp(graph.neg(total));
  }

  /** rate · time from the valuation date to the end of the current step. */
  Expr rateTimeUntilStep() {
    Expr total = graph.literal(-0.0);
    for (int j = 0; j < zeros.size(); j++) {
      total = graph.fma(PillarWeights.untilStep(graph, inputs, grid, id + ".discount", interpolation, j, valuationTime),
          zeros.get(j), total);
    }
    return total;
  }
}
