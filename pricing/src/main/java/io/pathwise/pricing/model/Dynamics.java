package io.pathwise.pricing.model;

import io.pathwise.engine.graph.Expr;
import io.pathwise.pricing.market.Asset;
import io.pathwise.pricing.market.AssetModel;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * How a model moves the price of one asset: as expressions of a step, and as a law that other methods integrate. Each
 * model has one implementation. Start at {@link #of} and {@link #write}.
 */
public interface Dynamics {

  /** The dynamics of a model. */
  static Dynamics of(AssetModel model) {
    return switch (model) {
      case AssetModel.BlackScholes black -> new BlackScholesDynamics(black.vols());
      case AssetModel.Merton merton -> new MertonDynamics(merton);
      case AssetModel.Heston heston -> new HestonDynamics(heston.variance());
      case AssetModel.Bates bates -> new BatesDynamics(bates);
      case AssetModel.VarianceGamma gamma -> new VarianceGammaDynamics(gamma);
      case AssetModel.Cev cev -> new CevDynamics(cev.local());
      case AssetModel.Sabr sabr -> new SabrDynamics(sabr.local());
      case AssetModel.LocalVol local -> new LocalVolDynamics(local.surface(), local.reference());
    };
  }

  /**
   * Writes the log return of an asset over the current step, with what it takes of states and of other draws.
   *
   * @param logPrice
   *          the logarithm of the price; a model whose returns do not depend on it leaves it alone, and prices that
   *          nobody asks for need not be drawn
   * @param noise
   *          what has to do with other assets; a model that draws nothing before the return leaves it alone
   * @param carry
   *          the logarithm of the return's expected exponential
   */
  LogReturn write(ModelStep step, Asset asset, Supplier<LogPrice> logPrice, SharedNoise noise, Expr carry);

  /** {@link AssetModel#diffusionShare} as an expression of the model's parameters. */
  default Expr diffusionShare(ModelStep step, Asset asset) {
    return step.graph().literal(1.0);
  }

  /** The law of the price at a time in years; empty where its moments are not known. */
  Optional<ReturnLaw> law(double time);

  /** The time in years from which its moments fall fast enough to be integrated. */
  default double smoothFrom() {
    return 0;
  }

  /** What a step takes of time and memory. */
  StepCost stepCost();
}
