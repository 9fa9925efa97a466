package io.pathwise.benchmarks.reference;

import io.pathwise.pricing.market.AssetModel;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.RiskFactor;
import io.pathwise.pricing.product.Digital;
import io.pathwise.pricing.product.Product;
import java.util.List;

/**
 * What is a usual move of a risk factor up to a product's expiry, and with it the natural size of a number: what is
 * paid, divided by the moves of its factors. Start at {@link #size}.
 */
public final class Units {

  private static final double CORRELATION = 0.5;
  private static final double LEAST_PARAMETER = 0.1;

  private Units() {}

  /** The natural size of a number: the standard deviation of the price, or the amount of a digital option. */
  public static double size(List<RiskFactor> factors, MarketData market, Product product) {
    String asset = product.domestic().assets().getFirst();
    double size = product.domestic() instanceof Digital digital
        ? Math.abs(digital.amount()) * (digital.payout() == Digital.Payout.CASH ? 1 : market.asset(asset).spot())
        : market.asset(asset).spot() * deviation(asset, market, product);
    for (RiskFactor factor : factors) {
      size /= of(factor, market, product);
    }
    return size;
  }

  /** A usual move. */
  static double of(RiskFactor factor, MarketData market, Product product) {
    String asset = product.domestic().assets().getFirst();
    double time = product.expiry();
    return switch (factor) {
      case RiskFactor.Spot(String id) -> market.asset(id).spot() * deviation(id, market, product);
      case RiskFactor.Vol(String id) -> deviation(id, market, product) / Math.sqrt(time);
      case RiskFactor.VolPillar(String id, double _) -> deviation(id, market, product) / Math.sqrt(time);
      case RiskFactor.QuotedVol(String id, double _, double _) -> deviation(id, market, product) / Math.sqrt(time);
      case RiskFactor.Zero _,RiskFactor.ZeroPillar _,RiskFactor.Dividend _ -> deviation(asset, market, product) / time;
      case RiskFactor.Correlation _ -> CORRELATION;
      case RiskFactor.ValuationTime _,RiskFactor.ExerciseTime _ -> time;
      case RiskFactor.ModelParameter(String id, String name) ->
        parameter(market.asset(id).model(), name);
    };
  }

  private static double parameter(AssetModel model, String name) {
    if (name.startsWith("rho")) {
      return CORRELATION;
    }
    return Math.max(Math.abs(model.parameters().getOrDefault(name, 0.0)), name.equals("beta") ? LEAST_PARAMETER : 0);
  }

  private static double deviation(String asset, MarketData market, Product product) {
    return Math.sqrt(market.asset(asset).model().expectedVariance(product.expiry()));
  }
}
