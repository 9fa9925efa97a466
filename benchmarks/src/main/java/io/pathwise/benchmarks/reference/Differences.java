package io.pathwise.benchmarks.reference;

import io.pathwise.pricing.market.Asset;
import io.pathwise.pricing.market.Dividend;
import io.pathwise.pricing.market.Dividends;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.RiskFactor;
import io.pathwise.pricing.product.Barrier;
import io.pathwise.pricing.product.CrossCurrency;
import io.pathwise.pricing.product.Digital;
import io.pathwise.pricing.product.DomesticProduct;
import io.pathwise.pricing.product.European;
import io.pathwise.pricing.product.Product;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * Derivatives of a reference price up to the third order, by central differences of fourth order with moves of a
 * fiftieth of what is usual for a factor. Start at {@link #of}.
 */
final class Differences implements ReferencePrice.Derivatives {

  private static final double MOVE = 0.02;
  private static final double MOVE_OF_TIME = 0.002;

  /** Central differences of fourth order for the first three derivatives. */
  private static final double[][] STENCILS = {{1.0 / 12, -8.0 / 12, 0, 8.0 / 12, -1.0 / 12},
      {-1.0 / 12, 16.0 / 12, -30.0 / 12, 16.0 / 12, -1.0 / 12},
      {1.0 / 8, -1, 13.0 / 8, 0, -13.0 / 8, 1, -1.0 / 8}};

  private final ReferencePrice price;
  private final MarketData market;
  private final Product product;
  private final Map<Map<RiskFactor, Integer>, Double> known = new HashMap<>();

  Differences(ReferencePrice price, MarketData market, Product product) {
    this.price = price;
    this.market = market;
    this.product = product;
  }

  @Override
  public double of(List<RiskFactor> factors) {
    SequencedMap<RiskFactor, Integer> orders = new LinkedHashMap<>();
    factors.forEach(factor -> orders.merge(factor, 1, Integer::sum));
    return difference(orders, Map.of());
  }

  private double difference(SequencedMap<RiskFactor, Integer> orders, Map<RiskFactor, Integer> moves) {
    if (orders.isEmpty()) {
      return known.computeIfAbsent(Map.copyOf(moves), this::moved);
    }
    SequencedMap<RiskFactor, Integer> others = new LinkedHashMap<>(orders);
    RiskFactor factor = orders.firstEntry().getKey();
    int order = orders.firstEntry().getValue();
    others.remove(factor);
    double[] weights = STENCILS[order - 1];
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      int times = i - weights.length / 2;
      if (weights[i] != 0) {
        Map<RiskFactor, Integer> further = new HashMap<>(moves);
        if (times != 0) {
          further.put(factor, times);
        }
        sum += weights[i] * difference(others, further);
      }
    }
    return sum / Math.pow(step(factor), order);
  }

  private double moved(Map<RiskFactor, Integer> moves) {
    MarketData shifted = market;
    double time = 0;
    for (Map.Entry<RiskFactor, Integer> move : moves.entrySet()) {
      double amount = move.getValue() * step(move.getKey());
      if (move.getKey() instanceof RiskFactor.ValuationTime) {
        time = amount;
      } else {
        shifted = shifted.shifted(move.getKey(), amount);
      }
    }
    return time == 0 ? price.value(shifted, product) : price.value(later(shifted, time), later(time));
  }

  private double step(RiskFactor factor) {
    return factor instanceof RiskFactor.ValuationTime
        ? MOVE_OF_TIME * product.expiry()
        : MOVE * Units.of(factor, market, product);
  }

  /** Dividends are events, and come nearer; quotes keep their tenors. */
  private static MarketData later(MarketData market, double time) {
    MarketData moved = market;
    for (Asset asset : market.assets().values()) {
      moved = moved.with(asset.withDividends(Dividends.of(asset.dividends().list().stream()
          .map(dividend -> new Dividend(dividend.time() - time, dividend.kind(), dividend.amount())).toList(),
          asset.dividends().cashModel())));
    }
    return moved;
  }

  private Product later(double time) {
    DomesticProduct domestic = switch (product.domestic()) {
      case European e -> European.of(e.asset(), e.option(), e.strike(), e.expiry() - time);
      case Digital d -> Digital.of(d.asset(), d.option(), d.strike(), d.expiry() - time, d.payout(), d.amount());
      case Barrier b -> Barrier.of(b.asset(), b.option(), b.strike(), b.expiry() - time, b.barrier(), b.kind(),
          b.monitoring().stream().map(at -> at - time).toList(), b.rebate());
      default -> throw new IllegalArgumentException("no reference for " + product);
    };
    return product.crossCurrency().<Product>map(cross -> new CrossCurrency(domestic, cross.conversion(), cross.rates()))
        .orElse(domestic);
  }
}
