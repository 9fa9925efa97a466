package io.pathwise.engine.rewrite;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Traversal;
import io.pathwise.engine.program.Stage;
import io.pathwise.engine.program.Sweep;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The expressions that depend on some nodes of a sweep, through the expressions of a stage or through states.
 *
 * @param nodes
 *          the nodes
 * @param states
 *          the states that depend on them
 */
public record Influence(Set<Expr> nodes, Set<Expr> states) {

  /** Follows the nodes through the states of a sweep. */
  public static Influence of(Sweep sweep, Set<Expr> nodes) {
    Influence influence = new Influence(nodes, new HashSet<>());
    boolean grown = true;
    while (grown) {
      grown = false;
      for (Stage stage : sweep.stages()) {
        for (Map.Entry<Expr.State, Expr> update : stage.updates().entrySet()) {
          if (!influence.states.contains(update.getKey()) && influence.reaches(update.getValue())) {
            grown |= influence.states.add(update.getKey());
          }
        }
      }
    }
    return influence;
  }

  /** Whether an expression depends on the nodes. */
  public boolean reaches(Expr expression) {
    return Traversal.reachable(List.of(expression)).stream()
        .anyMatch(node -> states.contains(node) || nodes.contains(node));
  }
}
