package io.pathwise.engine.lower;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Traversal;
import io.pathwise.engine.program.Program;
import io.pathwise.engine.program.Stage;
import io.pathwise.engine.program.State;
import io.pathwise.engine.program.Sweep;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds the expressions and states that are the same on all paths: expressions without noise, and the states whose
 * initial values and updates are such expressions (a tangent that only sums per-step numbers, say). Recalled values
 * belong to the path, whatever they are.
 */
final class HostStates {

  private final Set<Expr> states = new LinkedHashSet<>();
  private final Map<Expr, Boolean> onPath = new HashMap<>();
  private final Map<Expr, Boolean> perStep = new HashMap<>();

  HostStates(Program program) {
    program.sweeps().stream().flatMap(sweep -> sweep.states().stream()).forEach(state -> states.add(state.value()));
    for (Sweep sweep : program.sweeps()) {
      while (removeOneRound(sweep)) {
        onPath.clear();
      }
      onPath.clear();
    }
  }

  private boolean removeOneRound(Sweep sweep) {
    Set<Expr> removed = new HashSet<>();
    for (State state : sweep.states()) {
      if (states.contains(state.value()) && isOnPath(state.initial())) {
        removed.add(state.value());
      }
    }
    for (Stage stage : sweep.stages()) {
      stage.updates().forEach((state, next) -> {
        if (states.contains(state) && isOnPath(next)) {
          removed.add(state);
        }
      });
    }
    return states.removeAll(removed);
  }

  /** The states that are the same on all paths, of those in a list. */
  List<State> among(List<State> all) {
    return all.stream().filter(state -> states.contains(state.value())).toList();
  }

  /** Whether the expression differs from path to path. */
  boolean isOnPath(Expr root) {
    Boolean known = onPath.get(root);
    if (known != null) {
      return known;
    }
    for (Expr node : Traversal.reachable(List.of(root))) {
      onPath.computeIfAbsent(node, key -> switch (key) {
        case Expr.Noise leaf -> true;
        case Expr.Sample leaf -> true;
        case Expr.Recall leaf -> true;
        case Expr.State leaf -> !states.contains(leaf);
        case Expr.Literal leaf -> false;
        case Expr.Truth leaf -> false;
        case Expr.Parameter leaf -> false;
        case Expr.StepValue leaf -> false;
        case Expr.Apply apply ->
          apply.operands().stream().anyMatch(operand -> Boolean.TRUE.equals(onPath.get(operand)));
      });
    }
    return Boolean.TRUE.equals(onPath.get(root));
  }

  /** Whether an expression that is not on the path changes from step to step. */
  boolean isPerStep(Expr root) {
    Boolean known = perStep.get(root);
    if (known != null) {
      return known;
    }
    for (Expr node : Traversal.reachable(List.of(root))) {
      perStep.computeIfAbsent(node, key -> key instanceof Expr.StepValue || key instanceof Expr.State
          || key.operands().stream().anyMatch(operand -> Boolean.TRUE.equals(perStep.get(operand))));
    }
    return Boolean.TRUE.equals(perStep.get(root));
  }
}
