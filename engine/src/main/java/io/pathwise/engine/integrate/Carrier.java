package io.pathwise.engine.integrate;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import org.jspecify.annotations.Nullable;

/** How a state that depends on the coordinate Z is carried from stage to stage. */
sealed interface Carrier {

  /** The profile of the state when it is read. */
  Profile profile(Graph graph);

  /**
   * offset + slope · Z.
   *
   * @param offset
   *          the original state
   * @param slope
   *          a state of its own, or the loading that all drawn states have
   */
  record Line(Expr.State offset, Expr.State slope) implements Carrier {
    @Override
    public Profile profile(Graph graph) {
      return new Profile.Affine(offset, slope, true);
    }
  }

  /**
   * A state that begins with one value and may be set to another by an event: the region of Z without the event so far.
   *
   * @param before
   *          the value without the event
   * @param after
   *          the value after the event
   * @param lower
   *          holds the region's lower end; null while it has none
   * @param upper
   *          holds the region's upper end; null while it has none
   */
  record Switch(Expr before, Expr after, Expr.@Nullable State lower, Expr.@Nullable State upper) implements Carrier {
    @Override
    public Profile profile(Graph graph) {
      return new Profile.Indicator(before, after, region(graph));
    }

    Region region(Graph graph) {
      return new Region(lower == null ? null : Bound.at(graph, lower), upper == null ? null : Bound.at(graph, upper));
    }
  }

  /**
   * A sum, of which the expectation over Z is carried.
   *
   * @param state
   *          the original state
   */
  record Total(Expr.State state) implements Carrier {
    @Override
    public Profile profile(Graph graph) {
      return new Profile.Free(state, true);
    }
  }
}
