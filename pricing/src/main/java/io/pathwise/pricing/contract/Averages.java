package io.pathwise.pricing.contract;

import io.pathwise.pricing.product.Asian;
import io.pathwise.pricing.product.Basket;
import java.util.List;

/** Averages of prices that are all known. */
final class Averages {
  private Averages() {}

  static double of(Asian.Average average, List<Double> prices) {
    return switch (average) {
      case ARITHMETIC -> arithmetic(prices);
      case GEOMETRIC -> StrictMath.exp(arithmetic(prices.stream().map(StrictMath::log).toList()));
    };
  }

  /** A basket's aggregate of weighted averages, one for each asset. */
  static double of(Basket basket, List<List<Double>> prices) {
    double aggregate = basket.weights().getFirst() * arithmetic(prices.getFirst());
    for (int a = 1; a < prices.size(); a++) {
      double weighted = basket.weights().get(a) * arithmetic(prices.get(a));
      aggregate = switch (basket.aggregate()) {
        case WEIGHTED_SUM -> aggregate + weighted;
        case BEST_OF -> Math.max(aggregate, weighted);
        case WORST_OF -> Math.min(aggregate, weighted);
      };
    }
    return aggregate;
  }

  private static double arithmetic(List<Double> numbers) {
    double sum = 0;
    for (double number : numbers) {
      sum += number;
    }
    return sum / numbers.size();
  }
}
