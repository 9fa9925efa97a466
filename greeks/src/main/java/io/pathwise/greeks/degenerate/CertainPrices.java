package io.pathwise.greeks.degenerate;

import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.RiskFactor;
import io.pathwise.pricing.market.VolTermStructure;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;

/**
 * The deterministic part of the prices of a market: prices without variance follow their forwards, and prices that move
 * alike keep their ratio. Start at {@link #areCertain} and {@link #moveAlike}.
 */
final class CertainPrices {

  private final MarketData market;

  CertainPrices(MarketData market) {
    this.market = market;
  }

  /** The forward price of an asset for a time. */
  ForwardLevel price(String asset, double time) {
    return ForwardLevel.price(market, asset, time);
  }

  /** Whether none of the prices has any variance up to a time. */
  boolean areCertain(List<String> assets, double time) {
    return assets.stream().allMatch(asset -> market.asset(asset).model().expectedVariance(time) == 0);
  }

  /**
   * Whether the ratio of two prices has no variance up to a time, as with equal volatilities of one Brownian motion.
   */
  boolean moveAlike(String a, String b, double time) {
    if (a.equals(b) || areCertain(List.of(a, b), time)) {
      return true;
    }
    return market.correlations().get(a, b) == 1
        && vols(a).flatMap(first -> vols(b).map(second -> ends(first, second, time)
            .allMatch(end -> first.forwardVariance(end) == second.forwardVariance(end)))).orElse(false);
  }

  private Optional<VolTermStructure> vols(String asset) {
    return market.asset(asset).model().blackVols();
  }

  /** The ends of the intervals up to a time on which two volatilities are constant. */
  private static DoubleStream ends(VolTermStructure first, VolTermStructure second, double time) {
    DoubleStream pillars = DoubleStream.concat(first.times().stream().mapToDouble(Double::doubleValue),
        second.times().stream().mapToDouble(Double::doubleValue));
    return DoubleStream.concat(pillars.filter(end -> end < time), DoubleStream.of(time));
  }

  /** Whether a factor changes the variance of a price up to a time. */
  boolean spreads(RiskFactor factor, String asset, double time) {
    return switch (factor) {
      case RiskFactor.Vol(String id) -> id.equals(asset) && time > 0;
      case RiskFactor.ModelParameter(String id, String _) -> id.equals(asset) && time > 0;
      case RiskFactor.VolPillar(String id, double pillar) -> id.equals(asset)
          && vols(id).map(vols -> vols.interpolation().weights(time)[vols.times().indexOf(pillar)] > 0).orElse(false);
      case RiskFactor.Spot _,RiskFactor.Zero _,RiskFactor.ZeroPillar _,RiskFactor.Dividend _,RiskFactor.Correlation _,RiskFactor.ValuationTime _ ->
        false;
    };
  }
}
