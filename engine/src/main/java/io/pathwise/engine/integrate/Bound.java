package io.pathwise.engine.integrate;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;

/**
 * A threshold of the coordinate Z: (level − offset)/slope, where offset + slope · Z crosses the level. Kept apart as
 * long as possible, because two levels of one line are compared without looking at the path.
 *
 * @param level
 *          what is crossed
 * @param offset
 *          the line at Z = 0
 * @param slope
 *          positive
 */
record Bound(Expr level, Expr offset, Expr slope) {

  /** Beyond this a standard normal variable does not go: the probability underflows. */
  static final double FARTHEST = 40.0;

  /** A threshold given as such. */
  static Bound at(Graph graph, Expr threshold) {
    return new Bound(threshold, graph.literal(0.0), graph.literal(1.0));
  }

  /** Whether another bound is on the same line. */
  boolean sameLine(Bound other) {
    return offset == other.offset && slope == other.slope;
  }

  /**
   * The threshold, brought to within ±{@link #FARTHEST}. Whether it lies outside is no threshold of its own, since
   * nothing changes there.
   */
  Expr threshold(Graph graph) {
    if (isUnit()) {
      return level;
    }
    Expr raw = graph.div(graph.sub(level, offset), slope);
    Expr far = graph.literal(FARTHEST);
    Expr near = graph.literal(-FARTHEST);
    Expr notAbove = graph.select(graph.less(graph.frozen(raw), far), raw, far);
    return graph.select(graph.less(near, graph.frozen(raw)), notAbove, near);
  }

  private boolean isUnit() {
    return offset instanceof Expr.Literal zero && zero.value() == 0.0 && slope instanceof Expr.Literal one
        && one.value() == 1.0;
  }

  /** The smaller of two. */
  static Bound min(Graph graph, Bound a, Bound b) {
    return a.sameLine(b)
        ? new Bound(graph.min(a.level, b.level), a.offset, a.slope)
        : at(graph, graph.min(a.threshold(graph), b.threshold(graph)));
  }

  /** The larger of two. */
  static Bound max(Graph graph, Bound a, Bound b) {
    return a.sameLine(b)
        ? new Bound(graph.max(a.level, b.level), a.offset, a.slope)
        : at(graph, graph.max(a.threshold(graph), b.threshold(graph)));
  }
}
