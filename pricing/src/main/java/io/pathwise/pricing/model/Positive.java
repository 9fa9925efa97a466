package io.pathwise.pricing.model;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.graph.Variability;

/**
 * Roots and quotients that are 0 where their argument is not positive. Where the argument differs from path to path,
 * the condition is frozen, for the result is continuous there, and the side not taken gets a harmless argument, lest an
 * infinite derivative meet a zero.
 */
final class Positive {

  private Positive() {}

  /** √x if x &gt; threshold, else 0. */
  static Expr root(Graph graph, Expr x, double threshold) {
    Expr positive = isAbove(graph, x, threshold);
    return graph.select(positive, graph.sqrt(harmless(graph, positive, x)), graph.literal(0.0));
  }

  /** y / x if x &gt; 0, else something. */
  static Expr quotient(Graph graph, Expr y, Expr x, double otherwise) {
    Expr positive = isAbove(graph, x, 0.0);
    return graph.select(positive, graph.div(y, harmless(graph, positive, x)), graph.literal(otherwise));
  }

  private static Expr isAbove(Graph graph, Expr x, double threshold) {
    return graph.less(graph.literal(threshold), isOnPath(x) ? graph.frozen(x) : x);
  }

  private static Expr harmless(Graph graph, Expr positive, Expr x) {
    return isOnPath(x) ? graph.select(positive, x, graph.literal(1.0)) : x;
  }

  private static boolean isOnPath(Expr x) {
    return x.variability() == Variability.PATH;
  }
}
