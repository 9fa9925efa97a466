package io.pathwise.pricing.model;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.sample.Exponential;
import io.pathwise.pricing.Require;

/**
 * What the logarithm of a price does within the current step, given where it begins and ends: a Brownian bridge, which
 * is exact where drift and volatility do not change within the step, else in the limit of short steps. Expressions of
 * the stage {@link ModelStep#STAGE}. Start at {@link #staysBelow} and {@link #highest}.
 *
 * @param step
 *          the context
 * @param start
 *          the logarithm at the start of the step
 * @param end
 *          at its end, before a dividend that is paid there
 * @param variance
 *          of the step's Brownian motion; 0 over a step without length
 */
public record PriceMove(ModelStep step, Expr start, Expr end, Expr variance) {

  /** In place of a variance of 0: the bridge is then a straight line, as good as. */
  private static final double LEAST_VARIANCE = 1e-30;

  /** The mean of −2 log U, U uniform. */
  private static final double MEAN = 2;

  /**
   * The probability that the price stays below a level H all the time, 1 − exp(−2 a⁺ b⁺/v) with a and b the logarithms
   * of H over the price at start and end and v the variance (Beaglehole, Dybvig and Zhou 1997; Glasserman 2003, section
   * 6.4). It is Lipschitz in a, b and v.
   */
  public Expr staysBelow(Expr logLevel) {
    Require.given("logLevel", logLevel);
    return stays(graph().sub(logLevel, start), graph().sub(logLevel, end));
  }

  /** The probability that the price stays above a level all the time: {@link #staysBelow} turned round. */
  public Expr staysAbove(Expr logLevel) {
    Require.given("logLevel", logLevel);
    return stays(graph().sub(start, logLevel), graph().sub(end, logLevel));
  }

  private Expr stays(Expr distance, Expr distanceAtEnd) {
    Graph graph = graph();
    Expr both = graph.mul(positiveAtStart(distance), graph.max(distanceAtEnd, graph.literal(0.0)));
    Expr scale = graph.div(graph.literal(-2.0), graph.max(variance, graph.literal(LEAST_VARIANCE)));
    return graph.sub(graph.literal(1.0), graph.exp(graph.mul(both, scale)));
  }

  /** Today the price is known and so is the side: there is a kink in later steps only. */
  private Expr positiveAtStart(Expr distance) {
    Graph graph = graph();
    Expr zero = graph.literal(0.0);
    Expr today = graph.select(graph.less(zero, graph.frozen(distance)), distance, zero);
    return graph.select(step.hasPrevious(), graph.max(distance, zero), today);
  }

  /**
   * Draws the logarithm of the highest price, ½ (x + y + √((y − x)² − 2 v log U)) with x and y the logarithms at start
   * and end, v the variance and U uniform (Beaglehole, Dybvig and Zhou 1997; Glasserman 2003, section 6.4).
   */
  public Expr highest() {
    return graph().mul(graph().literal(0.5), graph().add(graph().add(start, end), drawnRange()));
  }

  /** Draws the logarithm of the lowest price: {@link #highest} with the other root. */
  public Expr lowest() {
    return graph().mul(graph().literal(0.5), graph().sub(graph().add(start, end), drawnRange()));
  }

  /** √((y − x)² − 2 v log U): by what the extreme is beyond the start and beyond the end, together. */
  private Expr drawnRange() {
    Graph graph = graph();
    Expr move = graph.sub(end, start);
    Expr drawn = step.builder().sample(new Exponential(), graph.literal(1 / MEAN));
    return Positive.root(graph, graph.fma(move, move, graph.mul(variance, drawn)), 0.0);
  }

  private Graph graph() {
    return step.graph();
  }
}
