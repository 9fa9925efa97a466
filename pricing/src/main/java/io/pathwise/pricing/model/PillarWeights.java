package io.pathwise.pricing.model;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.pricing.market.Interpolation;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;

/**
 * The weight of a pillar's quote as a per-step expression: weight(t − valuation time), since every event comes nearer
 * as the valuation time moves on while quotes keep their tenors. Exact between pillars, because weights are polynomials
 * there. Start at {@link #ofStep}.
 */
final class PillarWeights {

  private PillarWeights() {}

  /** The weight in the accumulated quantity between the start and the end of a step. */
  static Expr ofStep(Graph graph, InputsBuilder inputs, TimeGrid grid, String name, Interpolation interpolation,
      int pillar, Expr valuationTime) {
    List<Expr> coefficients = new ArrayList<>();
    coefficients.add(inputs.stepValue(name + "[" + pillar + "]",
        step -> interpolation.weights(grid.end(step))[pillar] - interpolation.weights(grid.start(step))[pillar]));
    for (int order = 1; order <= interpolation.degree(); order++) {
      int each = order;
      coefficients.add(inputs.stepValue(name + "[" + pillar + "]" + suffix(order),
          step -> coefficient(interpolation, pillar, each, grid.end(step), grid.endMoves(step))
              - coefficient(interpolation, pillar, each, grid.start(step), grid.startMoves(step))));
    }
    return moving(graph, coefficients, valuationTime);
  }

  /** The weight in the accumulated quantity between the valuation date and the end of a step. */
  static Expr untilStep(Graph graph, InputsBuilder inputs, TimeGrid grid, String name, Interpolation interpolation,
      int pillar, Expr valuationTime) {
    return until(graph, inputs, name, interpolation, pillar, valuationTime, grid::end, grid::endMoves);
  }

  /**
   * The weight in the accumulated quantity between the valuation date and a time of each step.
   *
   * @param time
   *          by step
   * @param moves
   *          by step, how much nearer the time comes when a unit of time passes: 1 for an event, 0 if it is today
   */
  static Expr until(Graph graph, InputsBuilder inputs, String name, Interpolation interpolation, int pillar,
      Expr valuationTime, IntToDoubleFunction time, IntToDoubleFunction moves) {
    List<Expr> coefficients = new ArrayList<>();
    coefficients.add(inputs.stepValue(name + "[" + pillar + "]",
        step -> interpolation.weights(time.applyAsDouble(step))[pillar]));
    for (int order = 1; order <= interpolation.degree(); order++) {
      int each = order;
      coefficients.add(inputs.stepValue(name + "[" + pillar + "]" + suffix(order),
          step -> coefficient(interpolation, pillar, each, time.applyAsDouble(step), moves.applyAsDouble(step))));
    }
    return moving(graph, coefficients, valuationTime);
  }

  /** The weight in the accumulated quantity between the valuation date and one time, which comes nearer. */
  static Expr until(Graph graph, InputsBuilder inputs, String name, Interpolation interpolation, int pillar,
      Expr valuationTime, double time) {
    List<Expr> coefficients = new ArrayList<>();
    coefficients.add(inputs.parameter(name, interpolation.weights(time)[pillar]));
    for (int order = 1; order <= interpolation.degree(); order++) {
      coefficients
          .add(inputs.parameter(name + suffix(order), coefficient(interpolation, pillar, order, time, 1)));
    }
    return moving(graph, coefficients, valuationTime);
  }

  private static String suffix(int order) {
    return switch (order) {
      case 1 -> ".slope";
      case 2 -> ".curvature";
      default -> ".power " + order;
    };
  }

  /**
   * That of a power of the time that passes, but for the sign of odd powers.
   *
   * @param moves
   *          how much nearer the time comes when a unit of time passes
   */
  private static double coefficient(Interpolation interpolation, int pillar, int order, double time, double moves) {
    double coefficient = interpolation.leftDerivatives(order, time)[pillar];
    for (int k = 1; k <= order; k++) {
      coefficient *= moves / k;
    }
    return coefficient;
  }

  /** A polynomial in the time that is taken away. */
  private static Expr moving(Graph graph, List<Expr> coefficients, Expr valuationTime) {
    Expr moving = coefficients.getLast();
    for (int power = coefficients.size() - 2; power >= 0; power--) {
      moving = graph.fma(graph.neg(moving), valuationTime, coefficients.get(power));
    }
    return moving;
  }
}
