package io.pathwise.engine.rewrite;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.graph.Traversal;
import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.program.Program;
import io.pathwise.engine.program.Stage;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * All stages that run at one step, composed: the states after the step as expressions of those before it.
 *
 * @param graph
 *          where the expressions live
 * @param states
 *          the expression of every state that a stage of the step updates
 */
record ComposedStep(Graph graph, Map<Expr, Expr> states) {

  /** Composes the stages of a step. */
  static ComposedStep of(Program program, Inputs inputs, int step) {
    ComposedStep composed = new ComposedStep(program.graph(), new HashMap<>());
    for (Stage stage : program.forward().stages()) {
      if (runs(stage, inputs, step)) {
        Map<Expr, Expr> after = composed.after(stage.updates().values());
        Map<Expr, Expr> updated = new HashMap<>();
        stage.updates().forEach((state, next) -> updated.put(state, after.getOrDefault(next, next)));
        composed.states.putAll(updated);
      }
    }
    return composed;
  }

  /** Whether a stage runs at a step. */
  static boolean runs(Stage stage, Inputs inputs, int step) {
    return stage.schedule() == null || inputs.schedule(stage.schedule())[step];
  }

  /** An expression of the states after the step, as one of the states before it. */
  Expr after(Expr expression) {
    return after(List.of(expression)).getOrDefault(expression, expression);
  }

  private Map<Expr, Expr> after(Collection<Expr> expressions) {
    return Traversal.rebuild(graph, expressions, Traversal.replacing(states::get));
  }
}
