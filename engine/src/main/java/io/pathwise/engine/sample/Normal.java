package io.pathwise.engine.sample;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.random.NoiseKind;
import java.util.List;
import java.util.Optional;

/**
 * Normal(μ, σ), σ the standard deviation. With σ = 0 the draw is μ and pathwise derivatives are right; the score does
 * not exist and evaluates to NaN or infinity.
 */
public record Normal() implements OneNoiseDistribution {

  @Override
  public String name() {
    return "normal";
  }

  @Override
  public List<String> parameters() {
    return List.of("mean", "standard deviation");
  }

  @Override
  public List<Double> regularArguments() {
    return List.of(0.0, 1.0);
  }

  @Override
  public NoiseKind noise() {
    return NoiseKind.NORMAL;
  }

  @Override
  public Expr draw(Graph graph, Expr noise, List<Expr> a) {
    return graph.fma(a.get(1), noise, a.get(0));
  }

  /** −½ ε² − log σ with ε = (x − μ)/σ. */
  @Override
  public Expr logDensity(Graph graph, Expr x, List<Expr> a) {
    Expr residual = residual(graph, x, a);
    return graph.sub(graph.mul(graph.literal(-0.5), graph.mul(residual, residual)), graph.log(a.get(1)));
  }

  @Override
  public Optional<Expr> noiseOf(Graph graph, Expr x, List<Expr> a) {
    return Optional.of(residual(graph, x, a));
  }

  @Override
  public Optional<Expr> cdf(Graph graph, Expr x, List<Expr> a) {
    return Optional.of(graph.normalCdf(residual(graph, x, a)));
  }

  private static Expr residual(Graph graph, Expr x, List<Expr> a) {
    return graph.div(graph.sub(x, a.get(0)), a.get(1));
  }
}
