package io.pathwise.engine.program;

import io.pathwise.engine.graph.Expr;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A group of simultaneous state updates, executed at the steps of its schedule. All expressions read the states as they
 * are when the stage starts.
 *
 * @param name
 *          unique in the program
 * @param schedule
 *          the name of the set of steps at which it runs, given at run time; null for every step
 * @param updates
 *          the next value of each state that changes
 * @param sinks
 *          values that are summed over the paths of a block separately for every step
 */
public record Stage(String name, @Nullable String schedule, Map<Expr.State, Expr> updates, List<Sink> sinks) {

  /** Copies the collections, keeping their order. */
  public Stage {
    updates = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(updates));
    sinks = List.copyOf(sinks);
  }

  /**
   * A value summed over the paths of a block, for every step.
   *
   * @param name
   *          unique among the sinks of the program
   * @param value
   *          what is summed
   */
  public record Sink(String name, Expr value) {}
}
