package io.pathwise.pricing.program;

import io.pathwise.engine.derive.Gradient;
import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import java.util.List;

/**
 * How far a number that depends on prices is from 0.
 *
 * @param gradient
 *          its derivative by the return of each asset
 * @param depth
 *          in standard deviations of what is to come, between −8 and 8
 */
record Moneyness(List<Expr> gradient, Expr depth) {

  private static final double FAR = 8;
  private static final double SHORTEST = 1e-30;

  /**
   * That of a number.
   *
   * @param prices
   *          the states that are logarithms of prices
   * @param perSpread
   *          one over the standard deviation of the return of each asset to the end
   */
  static Moneyness of(Graph graph, Expr number, List<Expr.State> prices, List<Expr> perSpread) {
    List<Expr> gradient = Gradient.of(graph, number, prices).stream().map(move -> NoiseLoadings.finite(graph, move))
        .toList();
    Expr length = graph.literal(SHORTEST);
    for (int i = 0; i < gradient.size(); i++) {
      Expr move = graph.div(gradient.get(i), perSpread.get(i));
      length = graph.fma(move, move, length);
    }
    Expr depth = graph.div(NoiseLoadings.finite(graph, number), graph.sqrt(length));
    return new Moneyness(gradient, graph.max(graph.literal(-FAR), graph.min(graph.literal(FAR), depth)));
  }
}
