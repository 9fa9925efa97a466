package io.pathwise.engine.integrate;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;

/**
 * A standard normal draw moved into a region, monotonically: with u = Φ(z) the draw Φ⁻¹((1 − u) Φ(l) + u Φ(u)). Where
 * nothing is cut off it stays what it was. A region with a lower end only is reflected, so that the smaller tail is
 * computed with.
 */
final class TruncatedCoordinate {

  /** A region that begins this far out is all but empty, and the draw is its nearer end. */
  private static final double LEAST_PROBABILITY = 1e-280;

  private TruncatedCoordinate() {}

  static Expr draw(Graph graph, Expr z, Region region) {
    Bound lower = region.lower();
    Bound upper = region.upper();
    if (upper == null) {
      return lower == null ? z : graph.neg(below(graph, graph.neg(z), graph.neg(lower.threshold(graph))));
    }
    if (lower == null) {
      return below(graph, z, upper.threshold(graph));
    }
    Expr end = upper.threshold(graph);
    Expr start = Bound.min(graph, lower, upper).threshold(graph);
    Expr p = graph.normalCdf(start);
    Expr mass = graph.sub(graph.normalCdf(end), p);
    return inverse(graph, graph.fma(graph.normalCdf(z), mass, p), mass, start);
  }

  private static Expr below(Graph graph, Expr z, Expr end) {
    Expr mass = graph.normalCdf(end);
    return inverse(graph, graph.mul(graph.normalCdf(z), mass), mass, end);
  }

  private static Expr inverse(Graph graph, Expr probability, Expr mass, Expr end) {
    Expr least = graph.literal(LEAST_PROBABILITY);
    Expr isRemote = graph.less(graph.frozen(graph.min(probability, mass)), least);
    Expr isOne = graph.lessEqual(graph.literal(1.0), graph.frozen(probability));
    Expr safe = graph.select(isRemote, graph.literal(0.5),
        graph.select(isOne, graph.literal(Math.nextDown(1.0)), probability));
    return graph.select(isRemote, end, graph.inverseNormalCdf(safe));
  }
}
