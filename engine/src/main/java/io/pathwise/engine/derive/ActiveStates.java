package io.pathwise.engine.derive;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.program.Stage;
import io.pathwise.engine.program.State;
import io.pathwise.engine.program.Sweep;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Finds the states of forward sweeps that move with given parameters. */
final class ActiveStates {

  private ActiveStates() {}

  /** The states that have a derivative with respect to some of the parameters, in the order of the sweeps. */
  static Set<Expr.State> find(List<Sweep> sweeps, Set<Expr.Parameter> parameters) {
    Set<Expr.State> ordered = new LinkedHashSet<>();
    for (Sweep sweep : sweeps) {
      Set<Expr.State> active = new HashSet<>(ordered);
      boolean grown = true;
      while (grown) {
        grown = active.addAll(moving(sweep, activeExpressions(sweep, parameters, active)));
      }
      sweep.states().stream().map(State::value).filter(active::contains).forEach(ordered::add);
    }
    return ordered;
  }

  private static Set<Expr.State> moving(Sweep sweep, Set<Expr> activeExpressions) {
    Set<Expr.State> found = new HashSet<>();
    for (State state : sweep.states()) {
      boolean moves = activeExpressions.contains(state.initial());
      for (Stage stage : sweep.stages()) {
        Expr next = stage.updates().get(state.value());
        moves |= next != null && activeExpressions.contains(next);
      }
      if (moves) {
        found.add(state.value());
      }
    }
    return found;
  }

  /** The expressions of a sweep that move with the parameters, given the states that do. */
  static Set<Expr> activeExpressions(Sweep sweep, Set<Expr.Parameter> parameters, Set<Expr.State> states) {
    List<Expr> roots = new ArrayList<>();
    sweep.states().forEach(state -> roots.add(state.initial()));
    sweep.stages().forEach(stage -> roots.addAll(stage.updates().values()));
    return Derivatives.active(roots, leaf(parameters, states));
  }

  /** Whether a leaf is one of the parameters or states. */
  static Function<Expr, Boolean> leaf(Set<Expr.Parameter> parameters, Set<Expr.State> states) {
    return leaf -> leaf instanceof Expr.Parameter ? parameters.contains(leaf) : states.contains(leaf);
  }
}
