package io.pathwise.engine.graph;

import org.jspecify.annotations.Nullable;

/**
 * The algebraic simplifications a {@link Graph} applies when it makes an expression. Each keeps the value bit for bit
 * for every operand, NaN payloads aside: x + 0.0 stays (x may be −0.0), x · 0 stays (x may be NaN or negative).
 */
final class Simplifier {

  private Simplifier() {}

  /** The simpler equal expression, or null when there is none. */
  static @Nullable Expr simplify(Graph graph, Operation operation, Expr... x) {
    return switch (operation) {
      case NEG -> x[0] instanceof Expr.Literal a ? graph.literal(-a.value()) : operandOf(Operation.NEG, x[0]);
      case ABS -> x[0] instanceof Expr.Literal a ? graph.literal(Math.abs(a.value())) : null;
      case SQRT -> x[0] instanceof Expr.Literal a ? graph.literal(Math.sqrt(a.value())) : null;
      case ADD -> add(graph, x[0], x[1]);
      case SUB -> sub(graph, x[0], x[1]);
      case MUL -> mul(graph, x[0], x[1]);
      case DIV -> div(graph, x[0], x[1]);
      case FMA -> fma(graph, x[0], x[1], x[2]);
      case MIN, MAX -> x[0] == x[1] ? x[0] : null;
      case LESS -> x[0] == x[1] ? graph.truth(false) : compare(graph, x, (a, b) -> a < b);
      case LESS_EQUAL -> compare(graph, x, (a, b) -> a <= b);
      case EQUAL -> compare(graph, x, (a, b) -> a == b);
      case NOT_EQUAL -> compare(graph, x, (a, b) -> a != b);
      case AND -> connect(x[0], x[1], true);
      case OR -> connect(x[0], x[1], false);
      case NOT -> x[0] instanceof Expr.Truth a ? graph.truth(!a.value()) : operandOf(Operation.NOT, x[0]);
      case SELECT -> x[0] instanceof Expr.Truth a ? (a.value() ? x[1] : x[2]) : x[1] == x[2] ? x[1] : null;
      case FROZEN -> x[0] instanceof Expr.Literal || isApply(Operation.FROZEN, x[0]) ? x[0] : null;
      case DECIDED -> x[0] instanceof Expr.Truth || isApply(Operation.DECIDED, x[0]) ? x[0] : null;
      case PINNED -> x[1] instanceof Expr.Literal ? graph.frozen(x[0]) : null;
      case LIKELIHOOD_RATIO -> x[0] instanceof Expr.Literal ? graph.literal(1.0) : null;
      case EXP, LOG, EXPM1, LOG1P, SIN, COS, ERFC, NORMAL_CDF, INVERSE_NORMAL_CDF, FLOOR, POW -> null;
    };
  }

  private static @Nullable Expr add(Graph graph, Expr x, Expr y) {
    if (x instanceof Expr.Literal a && y instanceof Expr.Literal b) {
      return graph.literal(a.value() + b.value());
    }
    if (is(x, -0.0)) {
      return y;
    }
    return is(y, -0.0) ? x : x.id() > y.id() ? graph.add(y, x) : null;
  }

  private static @Nullable Expr sub(Graph graph, Expr x, Expr y) {
    if (x instanceof Expr.Literal a && y instanceof Expr.Literal b) {
      return graph.literal(a.value() - b.value());
    }
    return is(y, 0.0) ? x : null;
  }

  private static @Nullable Expr mul(Graph graph, Expr x, Expr y) {
    if (x instanceof Expr.Literal a && y instanceof Expr.Literal b) {
      return graph.literal(a.value() * b.value());
    }
    if (is(x, 1.0)) {
      return y;
    }
    if (is(y, 1.0)) {
      return x;
    }
    if (is(x, -1.0)) {
      return graph.neg(y);
    }
    if (is(y, -1.0)) {
      return graph.neg(x);
    }
    return x.id() > y.id() ? graph.mul(y, x) : null;
  }

  private static @Nullable Expr div(Graph graph, Expr x, Expr y) {
    if (x instanceof Expr.Literal a && y instanceof Expr.Literal b) {
      return graph.literal(a.value() / b.value());
    }
    return is(y, 1.0) ? x : null;
  }

  private static @Nullable Expr fma(Graph graph, Expr x, Expr y, Expr z) {
    if (x instanceof Expr.Literal a && y instanceof Expr.Literal b && z instanceof Expr.Literal c) {
      return graph.literal(Math.fma(a.value(), b.value(), c.value()));
    }
    if (is(x, 1.0)) {
      return graph.add(y, z);
    }
    if (is(y, 1.0)) {
      return graph.add(x, z);
    }
    return is(z, -0.0) ? graph.mul(x, y) : x.id() > y.id() ? graph.fma(y, x, z) : null;
  }

  private interface Comparison {
    boolean holds(double a, double b);
  }

  private static @Nullable Expr compare(Graph graph, Expr[] x, Comparison comparison) {
    return x[0] instanceof Expr.Literal a && x[1] instanceof Expr.Literal b
        ? graph.truth(comparison.holds(a.value(), b.value()))
        : null;
  }

  private static @Nullable Expr connect(Expr x, Expr y, boolean neutral) {
    if (x instanceof Expr.Truth a) {
      return a.value() == neutral ? y : x;
    }
    if (y instanceof Expr.Truth b) {
      return b.value() == neutral ? x : y;
    }
    return x == y ? x : null;
  }

  private static boolean is(Expr x, double value) {
    return x instanceof Expr.Literal a && Double.doubleToLongBits(a.value()) == Double.doubleToLongBits(value);
  }

  private static boolean isApply(Operation operation, Expr x) {
    return x instanceof Expr.Apply a && a.operation() == operation;
  }

  private static @Nullable Expr operandOf(Operation operation, Expr x) {
    return x instanceof Expr.Apply a && a.operation() == operation ? a.operand(0) : null;
  }
}
