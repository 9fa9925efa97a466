package io.pathwise.engine.integrate;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.rewrite.NotApplicableException;
import org.jspecify.annotations.Nullable;

/**
 * An interval of the coordinate Z. Its ends have no mass, so they may belong to it or not.
 *
 * @param lower
 *          null if there is none
 * @param upper
 *          null if there is none
 */
record Region(@Nullable Bound lower, @Nullable Bound upper) {

  static final Region WHOLE = new Region(null, null);

  static Region above(Bound bound) {
    return new Region(bound, null);
  }

  static Region below(Bound bound) {
    return new Region(null, bound);
  }

  Region intersect(Graph graph, Region other) {
    return new Region(tighter(graph, lower, other.lower, true), tighter(graph, upper, other.upper, false));
  }

  private static @Nullable Bound tighter(Graph graph, @Nullable Bound a, @Nullable Bound b, boolean isLower) {
    if (a == null) {
      return b;
    }
    if (b == null || a.equals(b)) {
      return a;
    }
    return isLower ? Bound.max(graph, a, b) : Bound.min(graph, a, b);
  }

  /** What is left of the line; only of a region with one end. */
  Region complement() {
    if (lower != null && upper == null) {
      return below(lower);
    }
    if (upper != null && lower == null) {
      return above(upper);
    }
    throw new NotApplicableException("what happens outside an interval with two ends would be two intervals");
  }

  /** The region where a condition holds that is the same for all Z, else nothing. */
  Region where(Graph graph, Expr condition) {
    Expr far = graph.literal(Bound.FARTHEST);
    Expr near = graph.literal(-Bound.FARTHEST);
    if (upper != null && lower == null) {
      return below(Bound.at(graph, graph.select(condition, upper.threshold(graph), near)));
    }
    Expr from = lower == null ? near : lower.threshold(graph);
    return new Region(Bound.at(graph, graph.select(condition, from, far)), upper);
  }
}
