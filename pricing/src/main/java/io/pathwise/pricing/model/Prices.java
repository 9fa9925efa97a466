package io.pathwise.pricing.model;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import java.util.List;

/**
 * The simulated prices as expressions, for stages that come after the model's.
 *
 * @param logPrices
 *          one per asset that the payoff reads, in the product's order, in the currency of payment
 */
public record Prices(List<Expr> logPrices) {

  public Expr log(int asset) {
    return logPrices.get(asset);
  }

  public Expr price(Graph graph, int asset) {
    return graph.exp(logPrices.get(asset));
  }
}
