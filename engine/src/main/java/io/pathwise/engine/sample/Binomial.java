package io.pathwise.engine.sample;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.graph.Operation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Binomial(n, p): how many of n trials succeed. The number of trials is a whole number from 0 to a maximum, which may
 * differ from path to path; with a probability that is the same on all paths, all powers are computed on the host. The
 * score is with respect to the probability and needs 0 &lt; p &lt; 1.
 *
 * @param maximum
 *          the largest number of trials, at least 1
 */
public record Binomial(int maximum) implements DiscreteDistribution {

  /**
   * Checks the maximum.
   *
   * @throws IllegalArgumentException
   *           when it is below 1
   */
  public Binomial {
    if (maximum < 1) {
      throw new IllegalArgumentException("the largest number of trials must be at least 1, not " + maximum);
    }
  }

  @Override
  public String name() {
    return "binomial[" + maximum + "]";
  }

  @Override
  public List<String> parameters() {
    return List.of("trials", "probability");
  }

  @Override
  public List<Double> regularArguments() {
    return List.of(1.0, 0.5);
  }

  @Override
  public Expr draw(Graph graph, Expr noise, List<Expr> a) {
    double[] values = IntStream.rangeClosed(0, maximum).asDoubleStream().toArray();
    Expr result = graph.literal(0.0);
    for (int n = 1; n <= maximum; n++) {
      Expr drawn = DiscreteDistribution.inversion(graph, noise, Arrays.copyOf(values, n + 1),
          probabilities(graph, n, a.get(1)));
      result = graph.select(isNumber(graph, a, n), drawn, result);
    }
    return result;
  }

  /** x log p + (n − x) log(1 − p), without the logarithm of the binomial coefficient. */
  @Override
  public Expr logDensity(Graph graph, Expr x, List<Expr> a) {
    Expr logOfComplement = graph.apply(Operation.LOG1P, graph.neg(a.get(1)));
    return graph.fma(x, graph.log(a.get(1)), graph.mul(graph.sub(a.get(0), x), logOfComplement));
  }

  @Override
  public List<Outcome> outcomes(Graph graph, List<Expr> a) {
    List<Outcome> outcomes = new ArrayList<>();
    for (int k = 0; k <= maximum; k++) {
      Expr probability = graph.literal(k == 0 ? 1.0 : 0.0);
      for (int n = 1; n <= maximum; n++) {
        Expr given = k <= n ? probabilities(graph, n, a.get(1)).get(k) : graph.literal(0.0);
        probability = graph.select(isNumber(graph, a, n), given, probability);
      }
      outcomes.add(new Outcome(k, probability));
    }
    return outcomes;
  }

  private static Expr isNumber(Graph graph, List<Expr> a, int n) {
    return graph.apply(Operation.EQUAL, a.get(0), graph.literal(n));
  }

  /** The probabilities of 0 to n successes in n trials. */
  private static List<Expr> probabilities(Graph graph, int n, Expr p) {
    List<Expr> successes = powers(graph, p, n);
    List<Expr> failures = powers(graph, graph.sub(graph.literal(1.0), p), n);
    List<Expr> probabilities = new ArrayList<>();
    double coefficient = 1.0;
    for (int k = 0; k <= n; k++) {
      probabilities.add(graph.mul(graph.mul(graph.literal(coefficient), successes.get(k)), failures.get(n - k)));
      coefficient = coefficient * (n - k) / (k + 1);
    }
    return probabilities;
  }

  /** x⁰, x¹, …, xⁿ. */
  private static List<Expr> powers(Graph graph, Expr x, int n) {
    List<Expr> powers = new ArrayList<>(List.of(graph.literal(1.0)));
    for (int k = 1; k <= n; k++) {
      powers.add(graph.mul(powers.getLast(), x));
    }
    return powers;
  }
}
