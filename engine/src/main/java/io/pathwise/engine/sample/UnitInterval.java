package io.pathwise.engine.sample;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import java.util.function.UnaryOperator;

/**
 * What laws on (0, 1) do at the ends, where draws of small shapes crowd beyond the last doubles: a draw is never below
 * e^−690 nor above 1 − 2⁻⁴⁰, and the mass beyond lies there. (Between 1 − 2⁻⁴⁰ and 1 the doubles are so coarse against
 * 1 − x that a density is no longer the mass of the numbers that round to x.) All conditions are on frozen values,
 * since nothing jumps.
 */
final class UnitInterval {

  private static final double LEAST_LOG = -690.0;
  private static final double MOST = 1.0 - 0x1p-40;

  private UnitInterval() {}

  /** e^y, at most the largest and at least the smallest draw. */
  static Expr inside(Graph graph, Expr y) {
    Expr least = graph.literal(LEAST_LOG);
    Expr x = graph.exp(graph.select(graph.less(graph.frozen(y), least), least, y));
    Expr most = graph.literal(MOST);
    return graph.select(graph.less(most, graph.frozen(x)), most, x);
  }

  /** Chooses by whether x is the smallest draw, the largest, or between. */
  static Expr select(Graph graph, Expr x, Expr atLeast, Expr between, Expr atMost) {
    Expr still = graph.frozen(x);
    Expr isLeast = graph.less(graph.log(still), graph.literal(LEAST_LOG + 1e-6));
    Expr isMost = graph.lessEqual(graph.literal(MOST), still);
    return graph.select(isLeast, atLeast, graph.select(isMost, atMost, between));
  }

  /** A distribution function that is 0 for x ≤ 0 and 1 for x ≥ 1. */
  static Expr cdf(Graph graph, Expr x, UnaryOperator<Expr> inner) {
    Expr zero = graph.literal(0.0);
    Expr one = graph.literal(1.0);
    Expr isPositive = graph.less(zero, graph.frozen(x));
    Expr isBelowOne = graph.less(graph.frozen(x), one);
    Expr harmless = graph.select(graph.and(isPositive, isBelowOne), x, graph.literal(0.5));
    return graph.select(isPositive, graph.select(isBelowOne, inner.apply(harmless), one), zero);
  }
}
