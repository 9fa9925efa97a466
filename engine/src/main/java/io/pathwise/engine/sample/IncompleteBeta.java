package io.pathwise.engine.sample;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;

/**
 * The distribution function of Beta(a, b) at x on the side of the smaller tail and relative to the density p = x^a (1 −
 * x)^b/B(a, b) of the log-odds log(x/(1 − x)): I(x)/p below the crossover (a + 1)/(a + b + 2), −(1 − I(x))/p above it.
 *
 * <p>
 * The continued fraction I/p = (1/a)/(1 + d₁x/(1 + d₂x/(1 + ...))) (DLMF 8.17.22), 56 levels, by its forward
 * recurrence, which needs one division; above the crossover with a, b and x, 1 − x exchanged. Where a and b are the
 * same on all paths, its coefficients are computed once. Relative error of the truncation below 1e-12 for shapes up to
 * 100 if the smaller one is above 0.3; 1e-10 for 0.05 against 100, and for 300 against 300.
 */
final class IncompleteBeta {

  private static final int LEVELS = 56;

  private IncompleteBeta() {}

  /**
   * The tail of log(X/(1 − X)), X ~ Beta(a, b), at log(x/(1 − x)).
   *
   * @param complement
   *          1 − x
   */
  static ImplicitDraw.Tail at(Graph graph, Expr x, Expr complement, Expr a, Expr b) {
    Expr one = graph.literal(1.0);
    Expr stillA = graph.frozen(a);
    Expr stillB = graph.frozen(b);
    Expr crossover = graph.div(graph.add(stillA, one), graph.add(graph.add(stillA, stillB), graph.literal(2.0)));
    Expr isLower = graph.less(graph.frozen(x), crossover);
    Expr nearer = graph.select(isLower, x, complement);
    Expr numeratorBefore = graph.literal(0.0);
    Expr numerator = one;
    Expr denominatorBefore = one;
    Expr denominator = one;
    for (int j = 1; j < LEVELS; j++) {
      Expr d = graph.select(isLower, coefficient(graph, a, b, j), coefficient(graph, b, a, j));
      Expr step = graph.mul(d, nearer);
      Expr nextNumerator = graph.fma(step, numeratorBefore, numerator);
      Expr nextDenominator = graph.fma(step, denominatorBefore, denominator);
      numeratorBefore = numerator;
      numerator = nextNumerator;
      denominatorBefore = denominator;
      denominator = nextDenominator;
    }
    Expr scale = graph.select(isLower, a, graph.neg(b));
    return new ImplicitDraw.Tail(isLower, graph.div(numerator, graph.mul(denominator, scale)));
  }

  /** d₂ₘ = m (b − m)/((a + 2m − 1)(a + 2m)), d₂ₘ₊₁ = −(a + m)(a + b + m)/((a + 2m)(a + 2m + 1)). */
  private static Expr coefficient(Graph graph, Expr a, Expr b, int j) {
    int half = j / 2;
    Expr m = graph.literal(half);
    Expr before = graph.add(a, graph.literal(j - 1.0));
    Expr after = graph.add(a, graph.literal(j));
    Expr numerator = j % 2 == 0
        ? graph.mul(m, graph.sub(b, m))
        : graph.neg(graph.mul(graph.add(a, m), graph.add(graph.add(a, b), m)));
    return graph.div(numerator, graph.mul(before, after));
  }
}
