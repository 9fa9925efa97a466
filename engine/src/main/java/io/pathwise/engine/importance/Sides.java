package io.pathwise.engine.importance;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Operation;
import io.pathwise.engine.graph.Traversal;
import io.pathwise.engine.graph.Type;
import io.pathwise.engine.program.Output;
import io.pathwise.engine.program.Program;
import io.pathwise.engine.program.Stage;
import io.pathwise.engine.program.State;
import io.pathwise.engine.program.Sweep;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What a payoff is on either side of its only kink: a side takes the place of the kink, and what varies with the path
 * is followed through states and stages, whatever the data are. Start at {@link #vary}.
 */
final class Sides {

  /** What an expression is on all paths. */
  private sealed interface Extent {
  }

  /** A number that the program tells. */
  private record Known(double value) implements Extent {}

  private enum Unknown implements Extent {
    SAME, VARIES
  }

  private final Program program;
  private final boolean isFirst;
  /** Of states, over all steps. */
  private final Map<Expr, Extent> states = new HashMap<>();

  private Sides(Program program, boolean isFirst) {
    this.program = program;
    this.isFirst = isFirst;
  }

  /** Whether a payoff, the first output of a program with one kink, varies with the path on both sides of the kink. */
  static boolean vary(Program program) {
    return new Sides(program, true).varies() && new Sides(program, false).varies();
  }

  private boolean varies() {
    Map<Expr, Extent> before;
    do {
      before = Map.copyOf(states);
      program.forwardSweeps().forEach(this::follow);
    } while (!states.equals(before));
    return extent(((Output.PathSum) program.outputs().getFirst()).value()) == Unknown.VARIES;
  }

  private void follow(Sweep sweep) {
    for (State state : sweep.states()) {
      states.merge(state.value(), extent(state.initial()), Sides::wider);
    }
    for (Stage stage : sweep.stages()) {
      Map<Expr, Extent> found = extents(List.copyOf(stage.updates().values()));
      stage.updates().forEach((state, next) -> states.merge(state, known(found, next), Sides::wider));
    }
  }

  private static Extent wider(Extent a, Extent b) {
    return a == Unknown.VARIES || b == Unknown.VARIES ? Unknown.VARIES : a.equals(b) ? a : Unknown.SAME;
  }

  private Extent extent(Expr expression) {
    return known(extents(List.of(expression)), expression);
  }

  private Map<Expr, Extent> extents(List<Expr> roots) {
    Map<Expr, Extent> found = new HashMap<>();
    for (Expr node : Traversal.reachable(roots)) {
      found.put(node, switch (node) {
        case Expr.Literal literal -> new Known(literal.value());
        case Expr.Truth truth -> new Known(truth.value() ? 1 : 0);
        case Expr.Parameter _,Expr.StepValue _ -> Unknown.SAME;
        case Expr.State state -> known(states, state);
        case Expr.Noise _,Expr.Sample _ -> Unknown.VARIES;
        case Expr.Apply apply -> apply(apply, apply.operands().stream().map(operand -> known(found, operand)).toList());
        case Expr.Recall recall -> throw new IllegalArgumentException("no adjoint is needed here: " + recall);
      });
    }
    return found;
  }

  private static Extent known(Map<Expr, Extent> found, Expr node) {
    return Objects.requireNonNull(found.get(node), "unknown expression");
  }

  private Extent apply(Expr.Apply apply, List<Extent> operands) {
    Operation operation = apply.operation();
    if (Kinks.isKink(apply)) {
      if (operation == Operation.FLOOR) {
        return Unknown.SAME;
      }
      boolean isCondition = apply.type() == Type.BOOL;
      return isCondition ? new Known(isFirst ? 1 : 0) : operands.get(isFirst ? 0 : operands.size() - 1);
    }
    if (operation == Operation.SELECT && operands.getFirst() instanceof Known condition) {
      return operands.get(condition.value() != 0 ? 1 : 2);
    }
    boolean isProduct = operation == Operation.MUL || operation == Operation.FMA || operation == Operation.AND;
    if (isProduct && operands.subList(0, 2).contains(new Known(0))) {
      return operation == Operation.FMA ? operands.get(2) : new Known(0);
    }
    if (operands.contains(Unknown.VARIES)) {
      return Unknown.VARIES;
    }
    return operands.stream().allMatch(Known.class::isInstance) ? new Known(value(operation, operands)) : Unknown.SAME;
  }

  private static double value(Operation operation, List<Extent> operands) {
    double[] x = new double[UnrolledPath.MOST_OPERANDS];
    for (int i = 0; i < operands.size(); i++) {
      x[i] = ((Known) operands.get(i)).value();
    }
    return UnrolledPath.value(operation, x[0], x[1], x[2]);
  }
}
