package io.pathwise.engine.training;

import io.pathwise.engine.derive.Gradient;
import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.graph.Operation;
import io.pathwise.engine.graph.Traversal;
import io.pathwise.engine.graph.Variability;
import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.program.Program;
import io.pathwise.engine.program.Rewriter;
import io.pathwise.engine.rewrite.Kernel;
import io.pathwise.engine.rewrite.NotApplicableException;
import io.pathwise.engine.rewrite.Rewrite;
import io.pathwise.engine.rewrite.Smoothed;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes the thresholds of a program smooth, so that its derivatives along paths are those of its expectation but for a
 * small bias: for what is learnt from it and used with the program itself. Start at {@link #of}.
 */
final class SmoothThresholds {

  /** The width of a threshold in units of states that are logarithms, and relative to other numbers. */
  private static final double WIDTH = 0.015;
  private static final Rewrite SMOOTHED = new Smoothed(Kernel.LOGISTIC, WIDTH);

  private final Graph graph;
  private final List<Expr.State> moving;

  /** A program with its data. */
  record Smooth(Program program, Inputs inputs) {}

  private SmoothThresholds(Graph graph, Collection<Expr.State> moving) {
    this.graph = graph;
    this.moving = List.copyOf(moving);
  }

  /**
   * The program without thresholds; empty if it has none on paths.
   *
   * @param moving
   *          states, logarithms of prices in the main, that what is compared is made of
   */
  static Optional<Smooth> of(Program program, Inputs inputs, Collection<Expr.State> moving) {
    SmoothThresholds thresholds = new SmoothThresholds(program.graph(), moving);
    try {
      Program scaled = Rewriter.rewrite(program, thresholds::scaled);
      return Optional.of(new Smooth(SMOOTHED.program(scaled, inputs), SMOOTHED.inputs(scaled, inputs)));
    } catch (NotApplicableException e) {
      return Optional.empty();
    }
  }

  /** A comparison of numbers in units of what they move by. */
  private @Nullable Expr scaled(Expr node, List<Expr> operands) {
    if (!(node instanceof Expr.Apply comparison) || comparison.variability() != Variability.PATH
        || (comparison.operation() != Operation.LESS && comparison.operation() != Operation.LESS_EQUAL)) {
      return null;
    }
    return unit(comparison).<Expr>map(unit -> graph.apply(comparison.operation(), graph.div(operands.get(0), unit),
        graph.div(operands.get(1), unit))).orElse(null);
  }

  private Optional<Expr> unit(Expr.Apply comparison) {
    List<Expr> moves = Gradient.of(graph, graph.sub(comparison.operand(0), comparison.operand(1)), moving).stream()
        .filter(move -> !(move instanceof Expr.Literal zero && zero.value() == 0)).toList();
    if (moves.isEmpty()) {
      return comparison.operands().stream()
          .filter(side -> side.variability() != Variability.PATH && !(side instanceof Expr.Literal)).findFirst()
          .map(size -> positive(graph.abs(size)));
    }
    if (moves.stream().allMatch(move -> move.variability() != Variability.PATH)) {
      return Optional.empty();
    }
    Expr squares = graph.literal(0.0);
    for (Expr move : moves) {
      squares = graph.fma(move, move, squares);
    }
    return Optional.of(graph.frozen(positive(graph.sqrt(squares))));
  }

  private Expr positive(Expr size) {
    return graph.select(graph.less(graph.literal(0.0), size), size, graph.literal(1.0));
  }

  /** The states that some numbers are made of. */
  static List<Expr.State> states(Collection<Expr> numbers) {
    return Traversal.reachable(numbers).stream().filter(Expr.State.class::isInstance).map(Expr.State.class::cast)
        .toList();
  }
}
