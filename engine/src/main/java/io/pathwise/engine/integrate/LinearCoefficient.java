package io.pathwise.engine.integrate;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.graph.Traversal;
import io.pathwise.engine.rewrite.NotApplicableException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The factor with which a noise enters an expression that is linear in it. */
final class LinearCoefficient {

  private LinearCoefficient() {}

  /**
   * ∂root/∂noise.
   *
   * @return null if the noise does not occur
   * @throws NotApplicableException
   *           when the expression is not linear in the noise
   */
  static @Nullable Expr of(Graph graph, Expr root, Expr.Noise noise) {
    Map<Expr, Expr> known = new HashMap<>();
    for (Expr node : Traversal.reachable(List.of(root))) {
      if (node == noise) {
        known.put(node, graph.literal(1.0));
      } else if (node.operands().stream().anyMatch(known::containsKey)) {
        known.put(node, coefficient(graph, node, known));
      }
    }
    return known.get(root);
  }

  private static Expr coefficient(Graph graph, Expr node, Map<Expr, Expr> known) {
    if (node instanceof Expr.Apply apply) {
      @Nullable
      Expr a = known.get(apply.operand(0));
      @Nullable
      Expr b = apply.operands().size() > 1 ? known.get(apply.operand(1)) : null;
      switch (apply.operation()) {
        case NEG -> {
          if (a != null) {
            return graph.neg(a);
          }
        }
        case ADD -> {
          return sum(graph, a, b);
        }
        case SUB -> {
          return sum(graph, a, b == null ? null : graph.neg(b));
        }
        case MUL -> {
          if (a == null || b == null) {
            return product(graph, apply, a, b);
          }
        }
        case FMA -> {
          if (a == null || b == null) {
            return sum(graph, a == null && b == null ? null : product(graph, apply, a, b),
                known.get(apply.operand(2)));
          }
        }
        case DIV -> {
          if (a != null && b == null) {
            return graph.div(a, apply.operand(1));
          }
        }
        case ABS, SQRT, EXP, LOG, EXPM1, LOG1P, SIN, COS, ERFC, NORMAL_CDF, INVERSE_NORMAL_CDF, FLOOR, POW, MIN, MAX,
            LESS, LESS_EQUAL, EQUAL, NOT_EQUAL, AND, OR, NOT, SELECT, FROZEN, DECIDED, PINNED,
            LIKELIHOOD_RATIO ->
          {
          }
      }
    }
    throw new NotApplicableException("a draw is not linear in the noise of another: " + node);
  }

  private static Expr product(Graph graph, Expr.Apply product, @Nullable Expr a, @Nullable Expr b) {
    if (a != null) {
      return graph.mul(a, product.operand(1));
    }
    if (b != null) {
      return graph.mul(product.operand(0), b);
    }
    throw new IllegalStateException("neither factor has the noise");
  }

  private static Expr sum(Graph graph, @Nullable Expr a, @Nullable Expr b) {
    if (a != null && b != null) {
      return graph.add(a, b);
    }
    if (a != null) {
      return a;
    }
    if (b != null) {
      return b;
    }
    throw new IllegalStateException("no summand has the noise");
  }
}
