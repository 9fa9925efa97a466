package io.pathwise.pricing.model;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.pricing.market.Asset;
import io.pathwise.pricing.market.AssetModel;
import io.pathwise.pricing.market.ElasticVol;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Constant elasticity of variance (Cox 1975): the log return of a step is normal with the volatility that
 * {@link LeadingVol} makes of the price at its start, so the discounted price is a martingale at every step, and the
 * bias of the law is of the order of the square of the steps.
 *
 * @param local
 *          its parameters
 */
record CevDynamics(ElasticVol local) implements Dynamics {

  /** What an adjoint keeps of a step whose volatility depends on the path. */
  static final double TAPE_BYTES = 16 << 10;

  private static final double STEP_COST = 2;

  @Override
  public LogReturn write(ModelStep step, Asset asset, Supplier<LogPrice> logPrice, SharedNoise noise,
      Expr carry) {
    Graph graph = step.graph();
    Expr vol = Objects.requireNonNull(step.parameters(asset).get(AssetModel.VOL));
    Expr factor = ElasticFactor.log(step, asset, local, logPrice.get().state(), carry);
    Expr slope = graph.mul(ElasticFactor.lessOne(step, asset), graph.mul(vol, graph.exp(factor)));
    Expr leading = LeadingVol.ofStep(step, asset, factor, graph.mul(slope, slope)).log();
    return BlackScholesDynamics.ofVol(step, graph.mul(vol, graph.exp(leading)), carry);
  }

  @Override
  public Optional<ReturnLaw> law(double time) {
    return Optional.empty();
  }

  @Override
  public StepCost stepCost() {
    return new StepCost(STEP_COST, TAPE_BYTES);
  }
}
