package io.pathwise.batch.lab;

import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.RiskFactor;
import io.pathwise.pricing.product.Product;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The exact values of products, each computed once: those by quadrature take seconds and several cases want them. */
final class ExactValues {

  private record Key(MarketData market, Product product, List<RiskFactor> factors) {}

  private final Map<Key, Optional<Exact>> known = new HashMap<>();

  /** The closed form or quadrature of a product's number, if there is one. */
  Optional<Exact> of(MarketData market, Product product, List<RiskFactor> factors) {
    return known.computeIfAbsent(new Key(market, product, List.copyOf(factors)),
        key -> Exact.of(key.market(), key.product(), key.factors()));
  }
}
