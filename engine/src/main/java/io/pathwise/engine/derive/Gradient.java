package io.pathwise.engine.derive;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The derivatives of an expression with respect to some of its leaves, as expressions. */
public final class Gradient {

  private Gradient() {}

  /**
   * The derivatives, in the order of the leaves; 0 where there is none. Draws are to be leaves themselves, or not in
   * it.
   *
   * @param leaves
   *          states, parameters or noises
   */
  public static List<Expr> of(Graph graph, Expr expression, List<? extends Expr> leaves) {
    Set<Expr> moving = new HashSet<>(leaves);
    Set<Expr> active = Derivatives.active(List.of(expression), moving::contains);
    Map<Expr, Expr> adjoints = Derivatives.reverse(graph, Map.of(expression, graph.literal(1.0)), active,
        moving::contains);
    return leaves.stream().map(leaf -> adjoints.getOrDefault(leaf, graph.literal(0.0))).toList();
  }
}
