package io.pathwise.greeks.measure;

import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.product.Product;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Expands measures into the numbers they stand for, in the order of results: by measure, then as the market lists. */
public final class Targets {

  private Targets() {}

  /** All numbers of the measures; a measure that the product does not have gives none. */
  public static List<Target> of(Product product, MarketData market, Collection<Measure> measures) {
    if (measures.isEmpty()) {
      return List.of();
    }
    FactorLists lists = FactorLists.of(product, market);
    List<Target> all = new ArrayList<>();
    for (Measure measure : Measure.values()) {
      if (measures.contains(measure)) {
        measure.factors(lists).forEach(list -> all.add(new Target(measure, list)));
      }
    }
    return all;
  }

  /** The row of a measure that has no number for a product on a market. */
  public static Greek absent(Measure measure, Product product, MarketData market) {
    return new Greek(measure, List.of(), Double.NaN, Double.NaN, "", "", 0, Greek.Status.NOT_APPLICABLE,
        measure.absence(FactorLists.of(product, market)));
  }
}
