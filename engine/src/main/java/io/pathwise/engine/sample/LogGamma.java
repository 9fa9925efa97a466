package io.pathwise.engine.sample;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;

/**
 * log Γ(k) for k &gt; 0 as an expression: Stirling's series at k + 8 (Abramowitz and Stegun 1964, 6.1.40), where seven
 * terms leave 1e-15, less the logarithm of k (k + 1) ... (k + 7). The error is about 1e-15 of the larger of 10 and the
 * result, also of the derivatives, relative to 1/k for small k. Free where k is the same on all paths.
 */
final class LogGamma {

  private static final int SHIFT = 8;
  private static final double HALF_LOG_TWO_PI = 0.9189385332046727;
  /** B₂ₙ/(2n (2n − 1)) for n = 1, 2, ... */
  private static final double[] STIRLING = {1.0 / 12, -1.0 / 360, 1.0 / 1260, -1.0 / 1680, 1.0 / 1188,
      -691.0 / 360360, 1.0 / 156};

  private LogGamma() {}

  /** log Γ(k). */
  static Expr of(Graph graph, Expr k) {
    Expr product = k;
    for (int i = 1; i < SHIFT; i++) {
      product = graph.mul(product, graph.add(k, graph.literal(i)));
    }
    Expr w = graph.add(k, graph.literal(SHIFT));
    Expr inverse = graph.div(graph.literal(1.0), w);
    Expr square = graph.mul(inverse, inverse);
    Expr series = graph.literal(STIRLING[STIRLING.length - 1]);
    for (int n = STIRLING.length - 2; n >= 0; n--) {
      series = graph.fma(series, square, graph.literal(STIRLING[n]));
    }
    Expr main = graph.fma(graph.sub(w, graph.literal(0.5)), graph.log(w), graph.neg(w));
    Expr atShifted = graph.add(main, graph.fma(series, inverse, graph.literal(HALF_LOG_TWO_PI)));
    return graph.sub(atShifted, graph.log(product));
  }
}
