package io.pathwise.benchmarks.validation;

import io.pathwise.pricing.market.Asset;
import io.pathwise.pricing.market.AssetModel;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.StochasticVariance;
import io.pathwise.pricing.product.Product;
import java.util.Locale;

/**
 * A trade on one asset whose numbers have a reference, in its market.
 *
 * @param kind
 *          the model, or what else of the market is looked at
 * @param product
 *          what is priced
 * @param market
 *          where
 */
record MarketCase(String kind, Product product, MarketData market) {

  /** The kind of option. */
  String option() {
    return product.domestic().getClass().getSimpleName().toLowerCase(Locale.ROOT);
  }

  /** Whether its law is simulated in steps, with a bias. */
  boolean isStepped() {
    return !(model() instanceof AssetModel.BlackScholes);
  }

  AssetModel model() {
    return market.asset(product.domestic().assets().getFirst()).model();
  }

  /** The same in a market that is simulated with other steps. */
  MarketData simulatedBy(int stepsPerYear) {
    Asset asset = market.asset(product.domestic().assets().getFirst());
    return market.with(asset.withModel(switch (asset.model()) {
      case AssetModel.Cev(var local) -> new AssetModel.Cev(local.simulatedBy(stepsPerYear));
      case AssetModel.Sabr sabr ->
        new AssetModel.Sabr(sabr.local().simulatedBy(stepsPerYear), sabr.nu(), sabr.rho());
      case AssetModel.LocalVol local -> local.simulatedBy(stepsPerYear);
      case AssetModel.Heston(StochasticVariance variance) ->
        new AssetModel.Heston(variance.simulatedBy(variance.scheme(), stepsPerYear));
      case AssetModel other -> other;
    }));
  }
}
