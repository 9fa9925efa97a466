package io.pathwise.engine.sample;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.graph.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Categorical(w₀, …, w₍ₖ₋₁₎): i with probability wᵢ / Σw. The weights are not negative and not all zero. They may be
 * probabilities, whose sum of 1 changes nothing, or exponentials of logits (softmax); being divided by their sum, they
 * are free parameters either way. The score needs all weights positive: an outcome that never occurs loses its share of
 * the derivative, and the score is NaN so that nobody overlooks it. Enumeration is right for all weights.
 *
 * @param size
 *          how many outcomes k there are, at least 2
 */
public record Categorical(int size) implements DiscreteDistribution {

  /**
   * Checks the number of outcomes.
   *
   * @throws IllegalArgumentException
   *           when it is below 2
   */
  public Categorical {
    if (size < 2) {
      throw new IllegalArgumentException("a categorical draw needs at least 2 outcomes, not " + size);
    }
  }

  @Override
  public String name() {
    return "categorical[" + size + "]";
  }

  @Override
  public List<String> parameters() {
    return IntStream.range(0, size).mapToObj(i -> "weight " + i).toList();
  }

  @Override
  public List<Double> regularArguments() {
    return IntStream.range(0, size).mapToObj(i -> 1.0).toList();
  }

  /** Inversion of the noise times the sum of the weights, which spares a division for each. */
  @Override
  public Expr draw(Graph graph, Expr noise, List<Expr> a) {
    double[] values = IntStream.range(0, size).asDoubleStream().toArray();
    return DiscreteDistribution.inversion(graph, graph.mul(noise, sum(graph, a)), values, a);
  }

  /** Σ 1{x = i} log wᵢ − log Σw. */
  @Override
  public Expr logDensity(Graph graph, Expr x, List<Expr> a) {
    Expr total = graph.neg(graph.log(sum(graph, a)));
    for (int i = 0; i < size; i++) {
      Expr isOutcome = graph.apply(Operation.EQUAL, x, graph.literal(i));
      Expr indicator = graph.select(isOutcome, graph.literal(1.0), graph.literal(0.0));
      total = graph.fma(indicator, graph.log(a.get(i)), total);
    }
    return total;
  }

  @Override
  public List<Outcome> outcomes(Graph graph, List<Expr> a) {
    Expr sum = sum(graph, a);
    List<Outcome> outcomes = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      outcomes.add(new Outcome(i, graph.div(a.get(i), sum)));
    }
    return outcomes;
  }

  private static Expr sum(Graph graph, List<Expr> weights) {
    return weights.stream().reduce(graph::add).orElseThrow();
  }
}
