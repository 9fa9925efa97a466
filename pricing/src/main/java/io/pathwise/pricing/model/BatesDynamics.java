package io.pathwise.pricing.model;

import io.pathwise.engine.graph.Expr;
import io.pathwise.pricing.market.Asset;
import io.pathwise.pricing.market.AssetModel;
import io.pathwise.pricing.market.StochasticVariance;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Bates's model (1996): Heston's, and the jumps of {@link JumpSum} that are independent of it.
 *
 * @param model
 *          its parameters
 */
record BatesDynamics(AssetModel.Bates model) implements Dynamics {

  private static final double STEP_COST = 6;

  @Override
  public LogReturn write(ModelStep step, Asset asset, Supplier<LogPrice> logPrice, SharedNoise noise,
      Expr carry) {
    return JumpSum.addTo(HestonReturn.write(step, asset, model.variance(), noise, carry), step, asset, model.jumps());
  }

  @Override
  public Expr diffusionShare(ModelStep step, Asset asset) {
    Expr longRun = Objects.requireNonNull(step.parameters(asset).get(StochasticVariance.THETA));
    return JumpSum.diffusionShare(step, asset, longRun);
  }

  @Override
  public Optional<ReturnLaw> law(double time) {
    return Optional.of(JumpSum.added(HestonDynamics.law(model.variance(), time), model.jumps(), time));
  }

  @Override
  public StepCost stepCost() {
    return new StepCost(STEP_COST, HestonDynamics.TAPE_BYTES);
  }
}
