package io.pathwise.engine.integrate;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.program.Program;
import io.pathwise.engine.program.Stage;
import io.pathwise.engine.rewrite.NotApplicableException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/** Makes sure that the noise of a direction is used by its draws only. */
final class OwnNoise {

  private OwnNoise() {}

  static void check(Program program, Direction direction) {
    Set<Expr> draws = new HashSet<>(direction.samples().values());
    for (Stage stage : program.forward().stages()) {
      Deque<Expr> waiting = new ArrayDeque<>(stage.updates().values());
      Set<Expr> seen = new HashSet<>();
      while (!waiting.isEmpty()) {
        Expr node = waiting.pop();
        if (draws.contains(node) || !seen.add(node)) {
          continue;
        }
        boolean foreign = (node instanceof Expr.Noise noise && direction.components().containsKey(noise))
            || (node instanceof Expr.Sample sample
                && sample.noises().stream().anyMatch(direction.components()::containsKey));
        if (foreign) {
          throw new NotApplicableException("the noise of a draw is used elsewhere: " + node);
        }
        waiting.addAll(node.operands());
      }
    }
  }
}
