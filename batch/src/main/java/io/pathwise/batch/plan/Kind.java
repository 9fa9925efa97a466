package io.pathwise.batch.plan;

import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.product.Product;
import java.util.Locale;
import java.util.TreeSet;

/**
 * Trades that are alike in what they cost: of one type, on equally many assets with the same models, with simulations
 * of about the same length.
 *
 * @param type
 *          of the product
 * @param assets
 *          how many
 * @param models
 *          their names
 * @param steps
 *          of the simulation: numbers between two powers of two count as one
 */
public record Kind(String type, int assets, String models, int steps) {

  /** The kind of a product whose simulation has so many steps. */
  static Kind of(Product product, MarketData market, int steps) {
    TreeSet<String> models = new TreeSet<>();
    product.assets().forEach(asset -> models.add(market.asset(asset).model().format().label()));
    return new Kind(type(product), product.assets().size(),
        String.join("+", models), Integer.highestOneBit(Math.max(1, steps)));
  }

  private static String type(Product product) {
    String domestic = product.domestic().getClass().getSimpleName().toLowerCase(Locale.ROOT);
    return product.crossCurrency().map(cross -> domestic + ", " + cross.conversion().label()).orElse(domestic);
  }
}
