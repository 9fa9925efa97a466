package io.pathwise.engine.derive;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.graph.Traversal;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Forward and reverse derivatives of straight expressions, by {@link DerivativeRules}. A sample node is differentiated
 * through its draw (the reparameterise rule).
 */
final class Derivatives {

  private Derivatives() {}

  /** Tangents of expressions, given the tangents of leaves; remembers what it has computed. */
  static final class Forward {
    private final Graph graph;
    private final Function<Expr, @Nullable Expr> leafTangent;
    private final Map<Expr, @Nullable Expr> known = new HashMap<>();

    /**
     * A forward sweep.
     *
     * @param leafTangent
     *          the tangent of a parameter or state, null when it is zero
     */
    Forward(Graph graph, Function<Expr, @Nullable Expr> leafTangent) {
      this.graph = graph;
      this.leafTangent = leafTangent;
    }

    /** The tangent of an expression, null when it is zero by structure. */
    @Nullable
    Expr tangent(Expr root) {
      for (Expr node : Traversal.reachable(List.of(root), known.keySet())) {
        known.put(node, tangentOfNode(node));
      }
      return known.get(root);
    }

    private @Nullable Expr tangentOfNode(Expr node) {
      return switch (node) {
        case Expr.Parameter leaf -> leafTangent.apply(leaf);
        case Expr.State leaf -> leafTangent.apply(leaf);
        case Expr.Literal leaf -> null;
        case Expr.Truth leaf -> null;
        case Expr.StepValue leaf -> null;
        case Expr.Noise leaf -> null;
        case Expr.Recall leaf -> throw new IllegalArgumentException("differentiate before taking the adjoint: " + leaf);
        case Expr.Sample sample -> sample.operands().stream().allMatch(operand -> known.get(operand) == null)
            ? null
            : tangent(draw(graph, sample));
        case Expr.Apply apply -> {
          @Nullable
          Expr total = null;
          for (int i = 0; i < apply.operands().size(); i++) {
            @Nullable
            Expr tangent = known.get(apply.operand(i));
            @Nullable
            Expr term = tangent == null ? null : DerivativeRules.apply(graph, apply, i, tangent);
            total = term == null ? total : DerivativeRules.sum(graph, total, term);
          }
          yield total;
        }
      };
    }
  }

  /** A sample as the expression of its noises. */
  static Expr draw(Graph graph, Expr.Sample sample) {
    return sample.distribution().draw(graph, sample.noises(), sample.operands());
  }

  /**
   * Reverse derivatives: the adjoint Σ seed · ∂root/∂leaf of every active leaf.
   *
   * @param seeds
   *          the adjoint of each root
   * @param isLeaf
   *          where the sweep stops: the expressions whose adjoints are asked for
   * @param active
   *          which expressions have a derivative at all; others are passed over
   */
  static Map<Expr, Expr> reverse(Graph graph, Map<Expr, Expr> seeds, Set<Expr> active, Function<Expr, Boolean> isLeaf) {
    TreeMap<Integer, Expr> nodes = new TreeMap<>();
    Map<Expr, Expr> adjoints = new HashMap<>();
    Map<Expr, Expr> leaves = new LinkedHashMap<>();
    seeds.forEach((root, seed) -> {
      if (active.contains(root)) {
        nodes.put(root.id(), root);
        adjoints.merge(root, seed, (a, b) -> DerivativeRules.sum(graph, a, b));
      }
    });
    while (!nodes.isEmpty()) {
      Expr node = nodes.pollLastEntry().getValue();
      Expr adjoint = adjoints.get(node);
      if (adjoint == null) {
        throw new IllegalStateException("no adjoint for " + node);
      }
      if (isLeaf.apply(node)) {
        leaves.put(node, adjoint);
      } else if (node instanceof Expr.Apply apply) {
        for (int i = 0; i < apply.operands().size(); i++) {
          Expr operand = apply.operand(i);
          @Nullable
          Expr term = active.contains(operand) ? DerivativeRules.apply(graph, apply, i, adjoint) : null;
          if (term != null) {
            adjoints.merge(operand, term, (a, b) -> DerivativeRules.sum(graph, a, b));
            nodes.put(operand.id(), operand);
          }
        }
      } else {
        throw new IllegalStateException("an active expression that is neither leaf nor operation: " + node);
      }
    }
    return leaves;
  }

  /** Which of the expressions reachable from the roots have a derivative, given which leaves have one. */
  static Set<Expr> active(Collection<? extends Expr> roots, Function<Expr, Boolean> leafIsActive) {
    Set<Expr> active = new HashSet<>();
    for (Expr node : Traversal.reachable(roots)) {
      boolean isActive = switch (node) {
        case Expr.Parameter leaf -> leafIsActive.apply(leaf);
        case Expr.State leaf -> leafIsActive.apply(leaf);
        case Expr.Literal leaf -> false;
        case Expr.Truth leaf -> false;
        case Expr.StepValue leaf -> false;
        case Expr.Noise leaf -> leafIsActive.apply(leaf);
        case Expr.Recall leaf -> false;
        case Expr.Sample sample -> sample.operands().stream().anyMatch(active::contains);
        case Expr.Apply apply -> switch (apply.operation()) {
          case FROZEN, FLOOR, LESS, LESS_EQUAL, EQUAL, NOT_EQUAL, AND, OR, NOT, DECIDED -> false;
          case PINNED -> active.contains(apply.operand(1));
          case SELECT -> active.contains(apply.operand(1)) || active.contains(apply.operand(2));
          case NEG, ABS, SQRT, EXP, LOG, EXPM1, LOG1P, SIN, COS, ERFC, NORMAL_CDF, INVERSE_NORMAL_CDF, POW, ADD, SUB,
              MUL, DIV, MIN, MAX, FMA, LIKELIHOOD_RATIO ->
            apply.operands().stream().anyMatch(active::contains);
        };
      };
      if (isActive) {
        active.add(node);
      }
    }
    return active;
  }
}
