package io.pathwise.pricing.model;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.pricing.market.PillarInterpolation;
import java.util.function.IntToDoubleFunction;

/**
 * The weight of a pillar's quote as a per-step expression: weight(t) − slope(t) · valuation time, since every event
 * comes nearer as the valuation time moves on while quotes keep their tenors. Exact, because weights are piecewise
 * linear.
 */
final class PillarWeights {

  private PillarWeights() {}

  /** The weight in the accumulated quantity between the start and the end of a step. */
  static Expr ofStep(Graph graph, InputsBuilder inputs, TimeGrid grid, String name, PillarInterpolation interpolation,
      int pillar, Expr valuationTime) {
    Expr weight = inputs.stepValue(name + "[" + pillar + "]", step -> interpolation.weights(grid.end(step))[pillar]
        - interpolation.weights(grid.start(step))[pillar]);
    Expr slope = inputs.stepValue(name + "[" + pillar + "].slope",
        step -> grid.endMoves(step) * interpolation.leftSlopes(grid.end(step))[pillar]
            - grid.startMoves(step) * interpolation.leftSlopes(grid.start(step))[pillar]);
    return graph.fma(graph.neg(slope), valuationTime, weight);
  }

  /** The weight in the accumulated quantity between the valuation date and the end of a step. */
  static Expr untilStep(Graph graph, InputsBuilder inputs, TimeGrid grid, String name,
      PillarInterpolation interpolation, int pillar, Expr valuationTime) {
    return until(graph, inputs, name, interpolation, pillar, valuationTime, grid::end, grid::endMoves);
  }

  /**
   * The weight in the accumulated quantity between the valuation date and a time of each step.
   *
   * @param time
   *          by step
   * @param moves
   *          by step, how much nearer the time comes when a unit of time passes: 1, or 0 if it is today
   */
  static Expr until(Graph graph, InputsBuilder inputs, String name, PillarInterpolation interpolation, int pillar,
      Expr valuationTime, IntToDoubleFunction time, IntToDoubleFunction moves) {
    Expr weight = inputs.stepValue(name + "[" + pillar + "]",
        step -> interpolation.weights(time.applyAsDouble(step))[pillar]);
    Expr slope = inputs.stepValue(name + "[" + pillar + "].slope",
        step -> moves.applyAsDouble(step) * interpolation.leftSlopes(time.applyAsDouble(step))[pillar]);
    return graph.fma(graph.neg(slope), valuationTime, weight);
  }
}
