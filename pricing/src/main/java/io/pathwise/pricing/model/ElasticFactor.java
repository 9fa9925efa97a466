package io.pathwise.pricing.model;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.graph.Operation;
import io.pathwise.pricing.market.Asset;
import io.pathwise.pricing.market.ElasticVol;
import java.util.Objects;

/**
 * What the price at the start of a step makes of a volatility under constant elasticity of variance: the logarithm of
 * (Y/reference)^(β − 1), Y the price without the growth of its forward since today. Near 0, where a price is as good as
 * absorbed, the factor f is held below {@link #MOST} by f (1 + (f/25)^8)^(−1/8), so that nothing overflows; that is
 * smooth, as many paths may pass there, and 1e-12 where f is 1. Start at {@link #log}.
 */
final class ElasticFactor {

  /** The logarithm of the largest factor. */
  private static final double MOST = Math.log(25);
  private static final double SHARPNESS = 8;

  private ElasticFactor() {}

  /** The logarithm of the factor at the start of the step. */
  static Expr log(ModelStep step, Asset asset, ElasticVol local, Expr logPrice, Expr carry) {
    Graph graph = step.graph();
    Expr growth = Growth.untilStep(step, asset, carry);
    Expr reference = step.inputs().parameter(asset.id() + "." + ElasticVol.REFERENCE, local.reference());
    Expr level = graph.sub(graph.sub(logPrice, growth), graph.log(reference));
    return heldBelow(graph, graph.mul(lessOne(step, asset), level));
  }

  /** β − 1. */
  static Expr lessOne(ModelStep step, Asset asset) {
    Expr beta = Objects.requireNonNull(step.parameters(asset).get(ElasticVol.BETA));
    return step.graph().sub(beta, step.graph().literal(1.0));
  }

  /** Two ways to write one function, of which each is accurate on its side. */
  private static Expr heldBelow(Graph graph, Expr x) {
    Expr sharpness = graph.literal(SHARPNESS);
    Expr excess = graph.mul(sharpness, graph.sub(x, graph.literal(MOST)));
    Expr isAbove = graph.less(graph.literal(0.0), graph.frozen(excess));
    Expr negative = graph.select(isAbove, graph.neg(excess), excess);
    Expr rest = graph.div(graph.apply(Operation.LOG1P, graph.exp(negative)), sharpness);
    return graph.sub(graph.select(isAbove, graph.literal(MOST), x), rest);
  }

  /** A number that is held between bounds that are hardly ever met, beyond which it has no derivatives. */
  static Expr within(Graph graph, Expr x, double least, double most) {
    Expr fixed = graph.frozen(x);
    Expr atMost = graph.select(graph.less(graph.literal(most), fixed), graph.literal(most), x);
    return graph.select(graph.less(fixed, graph.literal(least)), graph.literal(least), atMost);
  }
}
