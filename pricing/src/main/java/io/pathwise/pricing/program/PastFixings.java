package io.pathwise.pricing.program;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.pricing.model.InputsBuilder;
import io.pathwise.pricing.product.Asian;
import io.pathwise.pricing.product.Basket;
import java.util.List;

/**
 * The contribution of known fixings to an average, before any is simulated. Sums are parameters of the program: they
 * change without a new kernel. A product without a past has the literal 0 in their place.
 */
final class PastFixings {
  private final Graph graph;
  private final InputsBuilder inputs;

  PastFixings(Graph graph, InputsBuilder inputs) {
    this.graph = graph;
    this.inputs = inputs;
  }

  /** The sum of the known fixings, of a geometric average that of their logarithms. */
  Expr sum(Asian product) {
    if (product.pastFixings().isEmpty()) {
      return graph.literal(0.0);
    }
    return switch (product.average()) {
      case ARITHMETIC -> inputs.parameter("sum of past fixings", total(product.pastFixings()));
      case GEOMETRIC -> inputs.parameter("sum of log past fixings",
          total(product.pastFixings().stream().map(StrictMath::log).toList()));
    };
  }

  private static double total(List<Double> numbers) {
    double sum = 0;
    for (double number : numbers) {
      sum += number;
    }
    return sum;
  }

  /** The weighted sum over all assets. */
  Expr weightedSum(Basket product, List<Expr> weights) {
    Expr total = graph.literal(0.0);
    for (int a = 0; a < weights.size() && !product.pastFixings().isEmpty(); a++) {
      total = graph.fma(weights.get(a), sum(product, a), total);
    }
    return total;
  }

  /** The sum of one asset. */
  Expr sum(Basket product, int asset) {
    return product.pastFixings().isEmpty()
        ? graph.literal(0.0)
        : inputs.parameter("sum of past fixings of " + product.assets().get(asset),
            total(product.pastFixings().get(asset)));
  }
}
