package io.pathwise.engine.sample;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.graph.Operation;
import java.util.List;
import java.util.Optional;

/** Exponential(λ) on [0, ∞), λ &gt; 0 the rate, so that the mean is 1/λ. */
public record Exponential() implements InversionDistribution {

  @Override
  public String name() {
    return "exponential";
  }

  @Override
  public List<String> parameters() {
    return List.of("rate");
  }

  @Override
  public List<Double> regularArguments() {
    return List.of(1.0);
  }

  /** −log(1 − u)/λ. */
  @Override
  public Expr draw(Graph graph, Expr noise, List<Expr> a) {
    return graph.neg(graph.div(graph.apply(Operation.LOG1P, graph.neg(noise)), a.get(0)));
  }

  /** log λ − λx, for x ≥ 0. */
  @Override
  public Expr logDensity(Graph graph, Expr x, List<Expr> a) {
    return graph.sub(graph.log(a.get(0)), graph.mul(a.get(0), x));
  }

  @Override
  public Optional<Expr> cdf(Graph graph, Expr x, List<Expr> a) {
    return Optional.of(probability(graph, graph.max(x, graph.literal(0.0)), a));
  }

  /** 1 − exp(−λx). */
  @Override
  public Expr probability(Graph graph, Expr x, List<Expr> a) {
    return graph.neg(graph.apply(Operation.EXPM1, graph.neg(graph.mul(a.get(0), x))));
  }
}
