package io.pathwise.engine.sample;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Operation;
import io.pathwise.engine.graph.Traversal;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds thresholds in expressions: selections whose condition depends on a leaf through something that is not frozen.
 */
final class Thresholds {

  private Thresholds() {}

  static boolean isIn(Expr root, Expr leaf) {
    Set<Expr> dependent = new HashSet<>();
    for (Expr node : Traversal.reachable(List.of(root))) {
      boolean depends = node == leaf || node.operands().stream().anyMatch(dependent::contains);
      if (node instanceof Expr.Apply apply) {
        depends &= apply.operation() != Operation.FROZEN;
        if (apply.operation() == Operation.SELECT && dependent.contains(apply.operand(0))) {
          return true;
        }
      }
      if (depends) {
        dependent.add(node);
      }
    }
    return false;
  }
}
