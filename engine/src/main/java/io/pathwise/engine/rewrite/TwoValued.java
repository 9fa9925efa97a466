package io.pathwise.engine.rewrite;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Operation;
import io.pathwise.engine.program.Program;
import io.pathwise.engine.program.State;
import io.pathwise.engine.program.Sweep;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * A state that takes two values only, such as "alive": it starts as a number, and events set it to that number or
 * another.
 *
 * @param low
 *          the smaller value
 * @param high
 *          the larger value
 */
record TwoValued(double low, double high) {

  /** All such states of a program. */
  static Map<Expr, TwoValued> of(Program program) {
    Map<Expr, TwoValued> found = new HashMap<>();
    for (Sweep sweep : program.sweeps()) {
      for (State state : sweep.states()) {
        of(sweep, state).ifPresent(values -> found.put(state.value(), values));
      }
    }
    return found;
  }

  private static Optional<TwoValued> of(Sweep sweep, State state) {
    Deque<Expr> waiting = new ArrayDeque<>();
    waiting.add(state.initial());
    sweep.stages().stream().flatMap(stage -> Optional.ofNullable(stage.updates().get(state.value())).stream())
        .forEach(waiting::add);
    TreeSet<Double> values = new TreeSet<>();
    while (!waiting.isEmpty()) {
      Expr next = waiting.pop();
      if (next instanceof Expr.Literal literal) {
        values.add(literal.value());
      } else if (next instanceof Expr.Apply select && select.operation() == Operation.SELECT) {
        waiting.add(select.operand(1));
        waiting.add(select.operand(2));
      } else if (next != state.value()) {
        return Optional.empty();
      }
    }
    return values.size() == 2 ? Optional.of(new TwoValued(values.first(), values.last())) : Optional.empty();
  }
}
