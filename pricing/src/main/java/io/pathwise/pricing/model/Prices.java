package io.pathwise.pricing.model;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import java.util.List;

/**
 * The simulated prices as expressions, for stages that come after the model's.
 *
 * @param logPrices
 *          one state per asset, in the product's order
 */
public record Prices(List<Expr.State> logPrices) {

  public Expr log(int asset) {
    return logPrices.get(asset);
  }

  public Expr price(Graph graph, int asset) {
    return graph.exp(logPrices.get(asset));
  }
}
