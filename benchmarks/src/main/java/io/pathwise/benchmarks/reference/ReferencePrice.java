package io.pathwise.benchmarks.reference;

import io.pathwise.pricing.analytic.AnalyticPrice;
import io.pathwise.pricing.market.AssetModel;
import io.pathwise.pricing.market.Dividends;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.RiskFactor;
import io.pathwise.pricing.product.Barrier;
import io.pathwise.pricing.product.Product;
import java.util.List;

/**
 * The price of a product on one asset, without a simulation. Start at {@link #derivatives}.
 */
public interface ReferencePrice {

  /** Derivatives of a price by risk factors; the value for none. */
  interface Derivatives {
    double of(List<RiskFactor> factors);
  }

  /** The price in a market near the one that the method was made for. */
  double value(MarketData market, Product product);

  /**
   * The best method for a product: Schroder's formula, integrals over the characteristic function, the formula of a
   * surface of implied volatilities, finite differences for all else.
   */
  static Derivatives derivatives(MarketData market, Product product) {
    AssetModel model = market.asset(product.domestic().assets().getFirst()).model();
    boolean isBarrier = product instanceof Barrier;
    boolean isPlain = product.crossCurrency().isEmpty() && !isBarrier;
    return switch (model) {
      case AssetModel.Heston _ when isPlain && !hasCash(market, product) -> analytic(market, product);
      case AssetModel.LocalVol _ when isPlain -> analytic(market, product);
      case AssetModel.Cev(var local) when isPlain && local.beta() < 1 && !falls(market, product) ->
        new Differences(new SchroderPrice(), market, product);
      case AssetModel.Heston _,AssetModel.Sabr _ -> new Differences(new TwoFactors(market, product), market, product);
      default -> new Differences(new OneFactor(market, product), market, product);
    };
  }

  private static Derivatives analytic(MarketData market, Product product) {
    return AnalyticPrice.of(market, product).orElseThrow()::derivative;
  }

  private static boolean hasCash(MarketData market, Product product) {
    return !market.asset(product.domestic().assets().getFirst()).dividends().cash(product.expiry()).isEmpty();
  }

  private static boolean falls(MarketData market, Product product) {
    return hasCash(market, product) && market.asset(product.domestic().assets().getFirst()).dividends()
        .cashModel() == Dividends.CashModel.SPOT;
  }
}
