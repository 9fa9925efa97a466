package io.pathwise.engine.sample;

import io.pathwise.engine.graph.Distribution;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import java.util.List;

/**
 * A discrete law given that the draw is none of its first outcomes: what is left to sample when those have been
 * enumerated (stratified).
 *
 * @param law
 *          the law
 * @param from
 *          number of the first outcome that remains, at least 1; at least two remain
 */
public record TailDistribution(Distribution law, int from) implements DiscreteDistribution {

  /** {@code poisson.from3[20]} for what is left of {@code poisson[20]} after 0, 1 and 2. */
  @Override
  public String name() {
    int bracket = law.name().indexOf('[');
    int end = bracket < 0 ? law.name().length() : bracket;
    return law.name().substring(0, end) + ".from" + from + law.name().substring(end);
  }

  @Override
  public List<String> parameters() {
    return law.parameters();
  }

  @Override
  public List<Double> regularArguments() {
    return law.regularArguments();
  }

  @Override
  public Expr draw(Graph graph, Expr noise, List<Expr> a) {
    List<Outcome> tail = tail(graph, a);
    double[] values = tail.stream().mapToDouble(Outcome::value).toArray();
    return DiscreteDistribution.inversion(graph, graph.mul(noise, sum(graph, tail)), values,
        tail.stream().map(Outcome::probability).toList());
  }

  /** The law's log-density less the logarithm of the probability of the condition. */
  @Override
  public Expr logDensity(Graph graph, Expr x, List<Expr> a) {
    return graph.sub(law.logDensity(graph, x, a), graph.log(sum(graph, tail(graph, a))));
  }

  @Override
  public List<Outcome> outcomes(Graph graph, List<Expr> a) {
    List<Outcome> tail = tail(graph, a);
    Expr sum = sum(graph, tail);
    return tail.stream().map(outcome -> new Outcome(outcome.value(), graph.div(outcome.probability(), sum))).toList();
  }

  /** The probability of the condition. */
  public Expr probability(Graph graph, List<Expr> a) {
    return sum(graph, tail(graph, a));
  }

  private List<Outcome> tail(Graph graph, List<Expr> a) {
    List<Outcome> outcomes = law.outcomes(graph, a);
    return outcomes.subList(from, outcomes.size());
  }

  private static Expr sum(Graph graph, List<Outcome> outcomes) {
    return outcomes.stream().map(Outcome::probability).reduce(graph::add).orElseThrow();
  }
}
