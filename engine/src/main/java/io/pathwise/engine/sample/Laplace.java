package io.pathwise.engine.sample;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import java.util.List;

/**
 * Laplace(μ, b) with location μ and scale b &gt; 0, density exp(−|x − μ|/b)/(2b). The log-density has a kink at the
 * location: its score with respect to the location is right in the first order, and jumps, so that a second derivative
 * by the score is refused.
 */
public record Laplace() implements InversionDistribution {

  @Override
  public String name() {
    return "laplace";
  }

  @Override
  public List<String> parameters() {
    return List.of("location", "scale");
  }

  @Override
  public List<Double> regularArguments() {
    return List.of(0.0, 1.0);
  }

  /** μ + b log 2u in the lower half, μ − b log 2(1 − u) in the upper one. */
  @Override
  public Expr draw(Graph graph, Expr noise, List<Expr> a) {
    Expr half = graph.literal(0.5);
    Expr one = graph.literal(1.0);
    // Both halves and their first derivatives meet at one half: no threshold.
    Expr isLower = graph.less(graph.frozen(noise), half);
    Expr tail = graph.select(isLower, noise, graph.sub(one, noise));
    Expr size = graph.log(graph.add(tail, tail));
    return graph.fma(a.get(1), graph.select(isLower, size, graph.neg(size)), a.get(0));
  }

  /** −|x − μ|/b − log b; the absolute value is taken before the division, since the scale does not move the kink. */
  @Override
  public Expr logDensity(Graph graph, Expr x, List<Expr> a) {
    Expr distance = graph.abs(graph.sub(x, a.get(0)));
    return graph.neg(graph.add(graph.div(distance, a.get(1)), graph.log(a.get(1))));
  }

  @Override
  public Expr probability(Graph graph, Expr x, List<Expr> a) {
    Expr residual = residual(graph, x, a);
    Expr isLower = graph.less(graph.frozen(residual), graph.literal(0.0));
    Expr exponential = graph.exp(graph.select(isLower, residual, graph.neg(residual)));
    Expr tail = graph.mul(graph.literal(0.5), exponential);
    return graph.select(isLower, tail, graph.sub(graph.literal(1.0), tail));
  }

  private static Expr residual(Graph graph, Expr x, List<Expr> a) {
    return graph.div(graph.sub(x, a.get(0)), a.get(1));
  }
}
