package io.pathwise.engine.sample;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.random.NoiseKind;
import java.util.List;
import java.util.Optional;

/**
 * A law with finitely many values, drawn by inversion: the unit interval is divided into parts as long as the
 * probabilities, and the draw is the value in whose part the uniform noise lies. There is no reparameterisation, since
 * a draw jumps as the probabilities move: the score, or enumeration of the {@link #outcomes}, takes its place.
 */
public interface DiscreteDistribution extends OneNoiseDistribution {

  @Override
  default boolean isDiscrete() {
    return true;
  }

  @Override
  default NoiseKind noise() {
    return NoiseKind.UNIFORM;
  }

  @Override
  default Optional<Expr> noiseOf(Graph graph, Expr x, List<Expr> a) {
    return Optional.empty();
  }

  @Override
  default Optional<Expr> cdf(Graph graph, Expr x, List<Expr> a) {
    return Optional.empty();
  }

  @Override
  List<Outcome> outcomes(Graph graph, List<Expr> arguments);

  /**
   * The first value whose cumulative probability is not below the noise, or the last value. The last probability is not
   * needed.
   *
   * @param values
   *          in the order in which their parts of the unit interval lie
   * @param probabilities
   *          of all values but the last, at least
   */
  static Expr inversion(Graph graph, Expr noise, double[] values, List<Expr> probabilities) {
    Expr[] cumulative = new Expr[values.length - 1];
    for (int k = 0; k < cumulative.length; k++) {
      cumulative[k] = k == 0 ? probabilities.get(k) : graph.add(cumulative[k - 1], probabilities.get(k));
    }
    Expr result = graph.literal(values[values.length - 1]);
    for (int k = cumulative.length - 1; k >= 0; k--) {
      result = graph.select(graph.less(cumulative[k], noise), result, graph.literal(values[k]));
    }
    return result;
  }
}
