package io.pathwise.engine.rewrite;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Operation;
import io.pathwise.engine.graph.Traversal;
import io.pathwise.engine.program.Program;
import io.pathwise.engine.program.Stage;
import io.pathwise.engine.program.State;
import io.pathwise.engine.program.Sweep;
import java.util.HashSet;
import java.util.Set;

/** Finds the expressions that differ from path to path and are not frozen. */
final class PathDependence {

  private final Set<Expr> moving = new HashSet<>();

  PathDependence(Program program) {
    int before;
    do {
      before = moving.size();
      for (Expr node : Traversal.reachable(program.everything())) {
        if (moves(node)) {
          moving.add(node);
        }
      }
      for (Sweep sweep : program.sweeps()) {
        for (State state : sweep.states()) {
          if (moving.contains(state.initial())) {
            moving.add(state.value());
          }
        }
        for (Stage stage : sweep.stages()) {
          stage.updates().forEach((state, next) -> {
            if (moving.contains(next)) {
              moving.add(state);
            }
          });
        }
      }
    } while (moving.size() > before);
  }

  private boolean moves(Expr node) {
    return node instanceof Expr.Noise || node instanceof Expr.Sample
        || (!(node instanceof Expr.Apply apply && apply.operation() == Operation.FROZEN)
            && node.operands().stream().anyMatch(moving::contains));
  }

  boolean contains(Expr node) {
    return moving.contains(node);
  }
}
