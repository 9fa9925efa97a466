package io.pathwise.engine.lower;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.graph.Operation;
import io.pathwise.engine.program.Program;
import io.pathwise.engine.program.Rewriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Replaces operations that matter to derivatives only by their values: samples by their draws, frozen and pinned
 * expressions by their first operand, likelihood ratios by 1.
 */
final class Resolution {

  private Resolution() {}

  static Program resolve(Program program) {
    Graph graph = program.graph();
    Program drawn = Rewriter.drawn(program);
    // After the samples, since draws may freeze what is no threshold.
    return Rewriter.rewrite(drawn, (node, operands) -> resolve(graph, node, operands));
  }

  private static @Nullable Expr resolve(Graph graph, Expr node, List<Expr> operands) {
    if (node instanceof Expr.Apply apply) {
      if (apply.operation() == Operation.FROZEN || apply.operation() == Operation.DECIDED
          || apply.operation() == Operation.PINNED) {
        return operands.getFirst();
      }
      if (apply.operation() == Operation.LIKELIHOOD_RATIO) {
        return graph.literal(1.0);
      }
    }
    return null;
  }
}
