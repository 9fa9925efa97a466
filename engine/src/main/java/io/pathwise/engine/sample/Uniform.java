package io.pathwise.engine.sample;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import java.util.List;
import java.util.Optional;

/**
 * Uniform(a, b) on [a, b] with a &lt; b, both finite. Its support moves with its parameters: pathwise derivatives are
 * right, a score with respect to a or b would lack the boundary terms and is refused through the threshold in the
 * log-density.
 */
public record Uniform() implements InversionDistribution {

  @Override
  public String name() {
    return "uniform";
  }

  @Override
  public List<String> parameters() {
    return List.of("lower", "upper");
  }

  @Override
  public List<Double> regularArguments() {
    return List.of(0.0, 1.0);
  }

  /** a + u (b − a), which never rounds to beyond an end. */
  @Override
  public Expr draw(Graph graph, Expr noise, List<Expr> a) {
    return graph.fma(noise, width(graph, a), a.get(0));
  }

  /** −log(b − a) on [a, b], −∞ elsewhere. */
  @Override
  public Expr logDensity(Graph graph, Expr x, List<Expr> a) {
    Expr inside = graph.and(graph.lessEqual(a.get(0), x), graph.lessEqual(x, a.get(1)));
    return graph.select(inside, graph.neg(graph.log(width(graph, a))), graph.literal(Double.NEGATIVE_INFINITY));
  }

  @Override
  public Expr probability(Graph graph, Expr x, List<Expr> a) {
    return graph.div(graph.sub(x, a.get(0)), width(graph, a));
  }

  @Override
  public Optional<Expr> cdf(Graph graph, Expr x, List<Expr> a) {
    return Optional.of(graph.min(graph.max(probability(graph, x, a), graph.literal(0.0)), graph.literal(1.0)));
  }

  private static Expr width(Graph graph, List<Expr> a) {
    return graph.sub(a.get(1), a.get(0));
  }
}
