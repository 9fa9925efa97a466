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

/** Finds the states of a forward sweep that move with given parameters. */
final class ActiveStates {

  private ActiveStates() {}

  /** The states that have a derivative with respect to some of the parameters, in the order of the sweep. */
  static Set<Expr.State> find(Sweep sweep, Set<Expr.Parameter> parameters) {
    Set<Expr.State> active = new LinkedHashSet<>();
    boolean grown = true;
    while (grown) {
      Set<Expr> expressions = activeExpressions(sweep, parameters, active);
      Set<Expr.State> found = new HashSet<>();
      for (State state : sweep.states()) {
        boolean moves = expressions.contains(state.initial());
        for (Stage stage : sweep.stages()) {
          Expr next = stage.updates().get(state.value());
          moves |= next != null && expressions.contains(next);
        }
        if (moves) {
          found.add(state.value());
        }
      }
      grown = active.addAll(found);
    }
    Set<Expr.State> ordered = new LinkedHashSet<>();
    sweep.states().stream().map(State::value).filter(active::contains).forEach(ordered::add);
    return ordered;
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
