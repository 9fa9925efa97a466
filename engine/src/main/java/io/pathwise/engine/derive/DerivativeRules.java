package io.pathwise.engine.derive;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.graph.Operation;
import io.pathwise.engine.graph.Variability;
import org.jspecify.annotations.Nullable;

/**
 * The derivative of every operation, in one table: for y = f(x₀, x₁, x₂) the linear map t ↦ ∂f/∂xᵢ · t. Tangents sum
 * the maps of the operands' tangents; adjoints apply the same map to the adjoint of y. A null is a derivative that is
 * zero by the operation's nature, not by its values.
 */
final class DerivativeRules {

  private static final double INVERSE_SQRT_TWO_PI = 0.3989422804014327;
  private static final double SQRT_TWO_PI = 2.5066282746310002;
  private static final double MINUS_TWO_OVER_SQRT_PI = -1.1283791670955126;

  private DerivativeRules() {}

  /**
   * ∂y/∂(operand) · t.
   *
   * @param y
   *          the applied operation
   * @param operand
   *          which of its operands
   * @param t
   *          what the partial derivative is multiplied with
   * @return null where the derivative is zero whatever the operands
   */
  static @Nullable Expr apply(Graph g, Expr.Apply y, int operand, Expr t) {
    Expr x = y.operand(0);
    return switch (y.operation()) {
      case NEG -> g.neg(t);
      // At 0 the derivative is that of the right side, +1.
      case ABS -> g.select(g.less(x, g.literal(0.0)), g.neg(t), t);
      case SQRT -> g.mul(t, g.div(g.literal(0.5), y));
      case EXP, LIKELIHOOD_RATIO -> g.mul(y, t);
      case LOG -> quotient(g, t, x);
      case EXPM1 -> g.fma(y, t, t);
      case LOG1P -> quotient(g, t, g.add(x, g.literal(1.0)));
      case SIN -> g.mul(g.apply(Operation.COS, x), t);
      case COS -> g.neg(g.mul(g.apply(Operation.SIN, x), t));
      case ERFC -> g.mul(g.mul(g.literal(MINUS_TWO_OVER_SQRT_PI), g.exp(g.neg(g.mul(x, x)))), t);
      case NORMAL_CDF -> g.mul(g.mul(g.literal(INVERSE_SQRT_TWO_PI), gaussian(g, x, -0.5)), t);
      case INVERSE_NORMAL_CDF -> g.mul(g.mul(g.literal(SQRT_TWO_PI), gaussian(g, y, 0.5)), t);
      case POW -> operand == 0
          ? g.mul(g.mul(y.operand(1), g.apply(Operation.POW, x, g.sub(y.operand(1), g.literal(1.0)))), t)
          : g.mul(g.mul(y, g.log(x)), t);
      case ADD -> t;
      case SUB -> operand == 0 ? t : g.neg(t);
      case MUL -> g.mul(y.operand(1 - operand), t);
      case DIV -> operand == 0 ? quotient(g, t, y.operand(1)) : g.neg(g.mul(y, quotient(g, t, y.operand(1))));
      // Where both operands are equal the derivative is that of the first.
      case MIN -> branch(g, g.lessEqual(x, y.operand(1)), operand, t);
      case MAX -> branch(g, g.greaterEqual(x, y.operand(1)), operand, t);
      case FMA -> operand == 2 ? t : g.mul(y.operand(1 - operand), t);
      case SELECT -> operand == 0 ? null : branch(g, x, operand - 1, t);
      case PINNED -> operand == 0 ? null : t;
      // Piecewise constant, or constant by declaration: thresholds are for Smoothness to refuse.
      case FLOOR, FROZEN, LESS, LESS_EQUAL, EQUAL, NOT_EQUAL, AND, OR, NOT, DECIDED -> null;
    };
  }

  /** t / x, as a multiplication with 1/x where that is the same on all paths. */
  private static Expr quotient(Graph g, Expr t, Expr x) {
    return x.variability() == Variability.PATH ? g.div(t, x) : g.mul(t, g.div(g.literal(1.0), x));
  }

  private static Expr gaussian(Graph g, Expr x, double factor) {
    return g.exp(g.mul(g.literal(factor), g.mul(x, x)));
  }

  private static Expr branch(Graph g, Expr condition, int side, Expr t) {
    Expr zero = g.literal(0.0);
    return side == 0 ? g.select(condition, t, zero) : g.select(condition, zero, t);
  }

  /** The sum of two terms, the first of which may be missing (zero). */
  static Expr sum(Graph g, @Nullable Expr a, Expr b) {
    if (a == null) {
      return b;
    }
    if (a instanceof Expr.Apply p && b instanceof Expr.Apply q && p.operation() == Operation.SELECT
        && q.operation() == Operation.SELECT && p.operand(0) == q.operand(0)) {
      // Terms of the two branches of one select: c ? s : 0 plus c ? 0 : t.
      return g.select(p.operand(0), sumOfBranch(g, p.operand(1), q.operand(1)),
          sumOfBranch(g, p.operand(2), q.operand(2)));
    }
    if (b instanceof Expr.Apply product && product.operation() == Operation.MUL) {
      return g.fma(product.operand(0), product.operand(1), a);
    }
    if (a instanceof Expr.Apply product && product.operation() == Operation.MUL) {
      return g.fma(product.operand(0), product.operand(1), b);
    }
    if (b instanceof Expr.Apply negated && negated.operation() == Operation.NEG) {
      return g.sub(a, negated.operand(0));
    }
    return g.add(a, b);
  }

  private static Expr sumOfBranch(Graph g, Expr a, Expr b) {
    if (isZero(a)) {
      return b;
    }
    return isZero(b) ? a : sum(g, a, b);
  }

  private static boolean isZero(Expr x) {
    return x instanceof Expr.Literal literal && literal.value() == 0.0;
  }
}
