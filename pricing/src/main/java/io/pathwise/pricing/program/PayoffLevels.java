package io.pathwise.pricing.program;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.graph.Operation;
import io.pathwise.engine.graph.Traversal;
import io.pathwise.engine.program.Stage;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where a payoff jumps or bends: numbers made of prices that events compare with others, such as the worst price less a
 * barrier, or a price less a strike. Start at {@link #of}.
 */
final class PayoffLevels {

  private static final int MOST = 4;
  private static final Set<Operation> JUMPS = Set.of(Operation.LESS, Operation.LESS_EQUAL);
  private static final Set<Operation> BENDS = Set.of(Operation.MIN, Operation.MAX);

  private final Graph graph;
  private final List<Expr.State> prices;
  private final Set<Expr> known;

  private PayoffLevels(Graph graph, List<Expr.State> prices, Set<Expr> known) {
    this.graph = graph;
    this.prices = prices;
    this.known = known;
  }

  /**
   * The differences that are 0 at a level, of the first few levels. What depends on the step has none, nor what is
   * compared for a decision.
   *
   * @param stages
   *          the events
   * @param prices
   *          the states that are logarithms of prices
   * @param but
   *          an amount whose levels are not wanted
   */
  static List<Expr> of(Graph graph, Collection<Stage> stages, List<Expr.State> prices, Optional<Expr> but) {
    PayoffLevels levels = new PayoffLevels(graph, prices, Set.copyOf(Traversal.reachable(but.stream().toList())));
    Set<Expr> differences = new LinkedHashSet<>();
    stages.forEach(stage -> Traversal.reachable(stage.updates().values()).stream()
        .flatMap(node -> levels.difference(node).stream()).forEach(differences::add));
    return differences.stream().limit(MOST).toList();
  }

  private Optional<Expr> difference(Expr node) {
    if (!(node instanceof Expr.Apply compared) || known.contains(node) || !isLevel(compared)) {
      return Optional.empty();
    }
    Expr difference = graph.sub(compared.operand(0), compared.operand(1));
    return isOfPrices(difference)
        && Traversal.reachable(List.of(difference)).stream().allMatch(PayoffLevels::isKnownNow)
            ? Optional.of(difference)
            : Optional.empty();
  }

  /** The smaller of two prices is no level: which asset leads is seen without it. */
  private boolean isLevel(Expr.Apply compared) {
    return JUMPS.contains(compared.operation())
        || (BENDS.contains(compared.operation()) && !compared.operands().stream().allMatch(this::isOfPrices));
  }

  private boolean isOfPrices(Expr number) {
    return Traversal.reachable(List.of(number)).stream()
        .anyMatch(node -> node instanceof Expr.State state && prices.contains(state));
  }

  private static boolean isKnownNow(Expr node) {
    return switch (node) {
      case Expr.StepValue value -> false;
      case Expr.Noise noise -> false;
      case Expr.Sample sample -> false;
      case Expr.Recall recall -> false;
      case Expr.Apply apply -> apply.operation() != Operation.FROZEN;
      case Expr.Literal literal -> true;
      case Expr.Truth truth -> true;
      case Expr.Parameter parameter -> true;
      case Expr.State state -> true;
    };
  }
}
