package io.pathwise.engine.sample;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.random.NoiseKind;
import java.util.List;
import java.util.Optional;

/**
 * A continuous law drawn by the inverse of its distribution function from one uniform number, so that a draw rises with
 * its noise. The noise of a draw is the probability below it.
 */
public interface InversionDistribution extends OneNoiseDistribution {

  @Override
  default NoiseKind noise() {
    return NoiseKind.UNIFORM;
  }

  /** P(X ≤ x; a) for x that may be drawn. */
  Expr probability(Graph graph, Expr x, List<Expr> arguments);

  @Override
  default Optional<Expr> noiseOf(Graph graph, Expr x, List<Expr> a) {
    return Optional.of(probability(graph, x, a));
  }

  @Override
  default Optional<Expr> cdf(Graph graph, Expr x, List<Expr> a) {
    return Optional.of(probability(graph, x, a));
  }
}
