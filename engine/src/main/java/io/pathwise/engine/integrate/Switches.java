package io.pathwise.engine.integrate;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.graph.Operation;
import io.pathwise.engine.program.Stage;
import io.pathwise.engine.program.State;
import io.pathwise.engine.program.Sweep;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Recognises states that events switch from one number to another, once. */
final class Switches {

  /**
   * A state that is a number until an event sets it to another.
   *
   * @param before
   *          the number at the start
   * @param after
   *          the number from the event on
   */
  record Found(Expr.Literal before, Expr.Literal after) {}

  private Switches() {}

  static Optional<Found> of(Graph graph, Sweep sweep, State state) {
    if (!(state.initial() instanceof Expr.Literal before)) {
      return Optional.empty();
    }
    Expr.@Nullable Literal after = null;
    for (Stage stage : sweep.stages()) {
      Expr next = stage.updates().get(state.value());
      if (next == null) {
        continue;
      }
      Optional<Event> event = event(graph, state.value(), next);
      if (event.isEmpty() || (after != null && after != event.get().after())) {
        return Optional.empty();
      }
      after = event.get().after();
    }
    return after == null ? Optional.empty() : Optional.of(new Found(before, after));
  }

  /** select(condition, after, state), or the other way round. */
  record Event(Expr condition, Expr.Literal after) {}

  static Optional<Event> event(Graph graph, Expr.State state, Expr next) {
    if (next instanceof Expr.Apply select && select.operation() == Operation.SELECT) {
      if (select.operand(2) == state && select.operand(1) instanceof Expr.Literal after) {
        return Optional.of(new Event(select.operand(0), after));
      }
      if (select.operand(1) == state && select.operand(2) instanceof Expr.Literal after) {
        return Optional.of(new Event(graph.not(select.operand(0)), after));
      }
    }
    return Optional.empty();
  }
}
