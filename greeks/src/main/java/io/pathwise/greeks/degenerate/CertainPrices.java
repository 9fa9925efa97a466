package io.pathwise.greeks.degenerate;

import io.pathwise.pricing.market.ExchangeRate;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.RiskFactor;
import io.pathwise.pricing.market.VolTermStructure;
import io.pathwise.pricing.product.CrossCurrency;
import io.pathwise.pricing.product.Product;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * The deterministic part of the prices that a product reads: prices without variance follow their forwards, and prices
 * that move alike keep their ratio. Start at {@link #areCertain} and {@link #moveAlike}.
 */
final class CertainPrices {

  private final Product product;
  private final MarketData market;

  CertainPrices(Product product, MarketData market) {
    this.product = product;
    this.market = market;
  }

  /** The forward price of an asset for a time, in the currency in which the product reads it. */
  ForwardLevel price(String asset, double time) {
    return ForwardLevel.price(market, product, asset, time);
  }

  /** Whether none of the prices has any variance up to a time. */
  boolean areCertain(List<String> assets, double time) {
    return assets.stream().flatMap(this::sources)
        .allMatch(asset -> market.asset(asset).model().expectedVariance(time) == 0);
  }

  /** The assets whose prices make the price of one: with a rate if it is converted. */
  private Stream<String> sources(String asset) {
    return Stream.concat(Stream.of(asset), rate(asset).stream());
  }

  private Optional<String> rate(String asset) {
    return product.crossCurrency().filter(cross -> cross.conversion() == CrossCurrency.Conversion.COMPOSITE)
        .flatMap(cross -> cross.rate(asset)).map(ExchangeRate::asset);
  }

  /**
   * Whether the ratio of two prices has no variance up to a time, as with equal volatilities of one Brownian motion.
   */
  boolean moveAlike(String a, String b, double time) {
    if (a.equals(b) || areCertain(List.of(a, b), time)) {
      return true;
    }
    return market.correlations().get(a, b) == 1 && rate(a).equals(rate(b))
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
      case RiskFactor.Vol(String id) -> sources(asset).anyMatch(id::equals) && time > 0;
      case RiskFactor.QuotedVol(String id, double _, double _) -> sources(asset).anyMatch(id::equals) && time > 0;
      case RiskFactor.ModelParameter(String id, String _) -> sources(asset).anyMatch(id::equals) && time > 0;
      case RiskFactor.VolPillar(String id, double pillar) -> sources(asset).anyMatch(id::equals)
          && vols(id).map(vols -> vols.interpolation().weights(time)[vols.times().indexOf(pillar)] > 0).orElse(false);
      case RiskFactor.Spot _,RiskFactor.Zero _,RiskFactor.ZeroPillar _,RiskFactor.Dividend _,RiskFactor.Correlation _,RiskFactor.ValuationTime _,RiskFactor.ExerciseTime _ ->
        false;
    };
  }
}
