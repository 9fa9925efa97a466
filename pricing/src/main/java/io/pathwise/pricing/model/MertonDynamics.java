package io.pathwise.pricing.model;

import io.pathwise.engine.graph.Expr;
import io.pathwise.pricing.market.Asset;
import io.pathwise.pricing.market.AssetModel;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Merton's model (1976): geometric Brownian motion and the jumps of {@link JumpSum}, exact at every step.
 *
 * @param model
 *          its parameters
 */
record MertonDynamics(AssetModel.Merton model) implements Dynamics {

  private static final double STEP_COST = 3;

  @Override
  public LogReturn write(ModelStep step, Asset asset, Supplier<LogPrice> logPrice, SharedNoise noise,
      Expr carry) {
    return JumpSum.addTo(BlackScholesDynamics.constantVol(step, asset, carry), step, asset, model.jumps());
  }

  @Override
  public Expr diffusionShare(ModelStep step, Asset asset) {
    Expr vol = Objects.requireNonNull(step.parameters(asset).get(AssetModel.VOL));
    return JumpSum.diffusionShare(step, asset, step.graph().mul(vol, vol));
  }

  @Override
  public Optional<ReturnLaw> law(double time) {
    ReturnLaw diffusion = BlackScholesDynamics.lognormal(model.vol() * model.vol() * time);
    return Optional.of(JumpSum.added(diffusion, model.jumps(), time));
  }

  @Override
  public StepCost stepCost() {
    return new StepCost(STEP_COST, BlackScholesDynamics.TAPE_BYTES);
  }
}
