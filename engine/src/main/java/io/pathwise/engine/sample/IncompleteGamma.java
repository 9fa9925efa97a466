package io.pathwise.engine.sample;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;

/**
 * The distribution function of Gamma(k, 1) at x, on the side of the smaller tail and relative to the density x p of log
 * x, where p = x^(k−1) e^−x/Γ(k): P(k, x)/(x p) below the crossover x₀ = 5 + 1.5 k, −Q(k, x)/(x p) above it.
 * Differentiable in k; x must be frozen or derivatives with respect to it are expensive.
 *
 * <p>
 * Below, P/(x p) = 1/k + x/(k (k+1)) + x²/(k (k+1) (k+2)) + ... (DLMF 8.7.1), 72 terms, as a polynomial in x: where k
 * is the same on all paths its coefficients are computed once, and so are their derivatives, so that a term costs a
 * path one operation. Above, Legendre's continued fraction Q/(x p) = 1/(x+1−k − 1(1−k)/(x+3−k − 2(2−k)/(x+5−k − ...)))
 * (DLMF 8.9.2), 17 levels, by its forward recurrence, which needs one division. For k up to 20 the truncation errors of
 * both are below 1e-12 of the smaller tail; beyond, the series is too short. Below the crossover Q is found as 1 − P,
 * with an absolute error of 5e-15.
 */
final class IncompleteGamma {

  private static final int TERMS = 72;
  private static final int LEVELS = 17;

  private IncompleteGamma() {}

  /** The tail of log X, X ~ Gamma(k, 1), at log x. */
  static ImplicitDraw.Tail at(Graph graph, Expr x, Expr k) {
    Expr still = graph.frozen(k);
    Expr crossover = graph.fma(graph.literal(1.5), still, graph.literal(5.0));
    Expr isLower = graph.less(graph.frozen(x), crossover);
    // Harmless points on the sides that are not taken.
    Expr below = graph.select(isLower, x, graph.literal(1.0));
    Expr above = graph.select(isLower, crossover, x);
    return new ImplicitDraw.Tail(isLower,
        graph.select(isLower, series(graph, below, k), graph.neg(fraction(graph, above, k))));
  }

  private static Expr series(Graph graph, Expr x, Expr k) {
    Expr one = graph.literal(1.0);
    Expr[] coefficients = new Expr[TERMS];
    coefficients[0] = graph.div(one, k);
    for (int n = 1; n < TERMS; n++) {
      coefficients[n] = graph.div(coefficients[n - 1], graph.add(k, graph.literal(n)));
    }
    Expr sum = coefficients[TERMS - 1];
    for (int n = TERMS - 2; n >= 0; n--) {
      sum = graph.fma(sum, x, coefficients[n]);
    }
    return sum;
  }

  private static Expr fraction(Graph graph, Expr x, Expr k) {
    Expr linear = graph.sub(graph.literal(1.0), k);
    Expr numeratorBefore = graph.literal(0.0);
    Expr numerator = graph.literal(1.0);
    Expr denominatorBefore = graph.literal(1.0);
    Expr denominator = graph.add(x, linear);
    for (int j = 1; j < LEVELS; j++) {
      Expr b = graph.add(x, graph.add(linear, graph.literal(2.0 * j)));
      Expr a = graph.mul(graph.literal(j), graph.sub(k, graph.literal(j)));
      Expr nextNumerator = graph.fma(b, numerator, graph.mul(a, numeratorBefore));
      Expr nextDenominator = graph.fma(b, denominator, graph.mul(a, denominatorBefore));
      numeratorBefore = numerator;
      numerator = nextNumerator;
      denominatorBefore = denominator;
      denominator = nextDenominator;
    }
    return graph.div(numerator, denominator);
  }
}
