package io.pathwise.engine.integrate;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;

/**
 * Expectations over Z ~ Normal(0, 1): E[exp(a + bZ); l &lt; Z &lt; u] = exp(a + b²/2) (Φ(u − b) − Φ(l − b)).
 */
final class Integral {

  private Integral() {}

  /** E[function(Z)]. */
  static Expr of(Graph graph, Profile.Function function) {
    Expr total = of(graph, function.base(), Region.WHOLE);
    for (Profile.Piece piece : function.pieces()) {
      Expr part = of(graph, piece.function(), piece.region());
      total = total instanceof Expr.Literal zero && zero.value() == 0.0 ? part : graph.add(total, part);
    }
    return total;
  }

  private static Expr of(Graph graph, Exponentials function, Region region) {
    Expr total = function.constant() instanceof Expr.Literal constant && constant.value() == 0.0
        ? constant
        : graph.mul(function.constant(), probability(graph, region, graph.literal(0.0)));
    for (Exponentials.Term term : function.terms()) {
      Expr half = graph.mul(graph.literal(0.5), term.slope());
      Expr mean = graph.mul(term.coefficient(), graph.exp(graph.fma(half, term.slope(), term.offset())));
      total = graph.fma(mean, probability(graph, region, term.slope()), total);
    }
    return total;
  }

  /** P(Z + shift in the region); 0 when its ends are the wrong way round. */
  static Expr probability(Graph graph, Region region, Expr shift) {
    Bound lower = region.lower();
    Bound upper = region.upper();
    if (upper == null) {
      return lower == null
          ? graph.literal(1.0)
          : graph.normalCdf(graph.sub(shift, lower.threshold(graph)));
    }
    Expr below = graph.normalCdf(graph.sub(upper.threshold(graph), shift));
    if (lower == null) {
      return below;
    }
    Expr start = Bound.min(graph, lower, upper).threshold(graph);
    return graph.sub(below, graph.normalCdf(graph.sub(start, shift)));
  }
}
