package io.pathwise.engine.graph;

import io.pathwise.engine.random.NoiseKind;
import java.util.List;
import java.util.Optional;

/**
 * The law p(·; a) of a sample node, with everything the three rules need: how to draw it (reparameterise), its
 * log-density (score), its distribution function or probabilities (integrate). All are expressions of the draw and of
 * the parameters a, so that derivatives of any order follow. To add a distribution, implement this in a file of its
 * own, in {@code engine.sample}: nothing else has to know it. Implementations are values: equal ones are the same law.
 */
public interface Distribution {

  /** The name the printer uses, in lower case. */
  String name();

  /** Whether draws are values of a discrete set; then {@link #outcomes} lists them. */
  default boolean isDiscrete() {
    return false;
  }

  /**
   * Whether a draw jumps as parameters move with the noise held fixed. Then it has no pathwise derivative and must be
   * scored, or integrated: a discrete law, or a rejection sampler, which accepts another proposal.
   */
  default boolean jumps() {
    return isDiscrete();
  }

  /** The names of the parameters, in the order in which {@code arguments} come. */
  List<String> parameters();

  /** Parameters, in order, at which the law is not degenerate: they stand in where a score is not wanted. */
  List<Double> regularArguments();

  /** The laws of the noises that a draw uses, at least one. */
  List<NoiseKind> noises();

  /**
   * x = g(ε; a), the draw as an expression of its noises.
   *
   * @param noises
   *          one for each of {@link #noises}
   */
  Expr draw(Graph graph, List<? extends Expr> noises, List<Expr> arguments);

  /**
   * log p(x; a), up to terms that depend on x alone. Where the support depends on a parameter the expression must have
   * a threshold in that parameter (log 0 = −∞ outside), so that differentiating it is refused.
   */
  Expr logDensity(Graph graph, Expr x, List<Expr> arguments);

  /**
   * ε with g(ε; a) = x: the noise that yields a given draw; empty for laws that {@link #jumps jump}, which have no
   * reparameterisation, and for those that are drawn with several noises.
   */
  Optional<Expr> noiseOf(Graph graph, Expr x, List<Expr> arguments);

  /** P(X ≤ x; a) of a continuous law; empty for discrete laws. */
  Optional<Expr> cdf(Graph graph, Expr x, List<Expr> arguments);

  /** The values and probabilities of a discrete law with finitely many; empty for continuous laws. */
  default List<Outcome> outcomes(Graph graph, List<Expr> arguments) {
    return List.of();
  }

  /**
   * A value of a discrete law.
   *
   * @param value
   *          what is drawn
   * @param probability
   *          P(X = value; a)
   */
  record Outcome(double value, Expr probability) {}
}
