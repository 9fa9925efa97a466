package io.pathwise.pricing.model;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.pricing.market.Asset;
import io.pathwise.pricing.market.ElasticVol;
import java.util.Objects;

/**
 * What the price at the start of a step makes of a volatility under constant elasticity of variance: the logarithm of
 * (Y/reference)^(β − 1), Y the price without the growth of its forward since today. Near 0 and for enormous prices the
 * factor is held between {@link #LEAST} and {@link #MOST}, with a frozen condition, as it is continuous there: so
 * nothing overflows where a price is as good as absorbed. Start at {@link #log}.
 */
final class ElasticFactor {

  /** The logarithms of the smallest and of the largest factor. */
  private static final double LEAST = -Math.log(1e6);
  private static final double MOST = Math.log(25);

  private ElasticFactor() {}

  /** The logarithm of the factor at the start of the step. */
  static Expr log(ModelStep step, Asset asset, ElasticVol local, Expr logPrice, Expr carry) {
    Graph graph = step.graph();
    Expr.State growth = step.builder().state(asset.id() + ".growth", graph.literal(0.0));
    step.builder().update(ModelStep.STAGE, growth, graph.add(growth, carry));
    Expr reference = step.inputs().parameter(asset.id() + "." + ElasticVol.REFERENCE, local.reference());
    Expr level = graph.sub(graph.sub(logPrice, growth), graph.log(reference));
    return within(graph, graph.mul(lessOne(step, asset), level), LEAST, MOST);
  }

  /** β − 1. */
  static Expr lessOne(ModelStep step, Asset asset) {
    Expr beta = Objects.requireNonNull(step.parameters(asset).get(ElasticVol.BETA));
    return step.graph().sub(beta, step.graph().literal(1.0));
  }

  /** A number that is held between bounds, beyond which it has no derivatives. */
  static Expr within(Graph graph, Expr x, double least, double most) {
    Expr fixed = graph.frozen(x);
    Expr atMost = graph.select(graph.less(graph.literal(most), fixed), graph.literal(most), x);
    return graph.select(graph.less(fixed, graph.literal(least)), graph.literal(least), atMost);
  }
}
