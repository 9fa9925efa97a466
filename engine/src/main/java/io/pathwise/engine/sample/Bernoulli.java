package io.pathwise.engine.sample;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.graph.Operation;
import java.util.List;

/**
 * Bernoulli(p): 1 with probability p, else 0. The score needs 0 &lt; p &lt; 1: at the ends one of the outcomes never
 * occurs, its share of the derivative is lost, and the score is NaN so that nobody overlooks it. Enumeration is right
 * for every p.
 */
public record Bernoulli() implements DiscreteDistribution {

  @Override
  public String name() {
    return "bernoulli";
  }

  @Override
  public List<String> parameters() {
    return List.of("probability");
  }

  @Override
  public List<Double> regularArguments() {
    return List.of(0.5);
  }

  @Override
  public Expr draw(Graph graph, Expr noise, List<Expr> a) {
    return graph.select(graph.less(noise, a.get(0)), graph.literal(1.0), graph.literal(0.0));
  }

  /** x log p + (1 − x) log(1 − p). */
  @Override
  public Expr logDensity(Graph graph, Expr x, List<Expr> a) {
    Expr logOfComplement = graph.apply(Operation.LOG1P, graph.neg(a.get(0)));
    return graph.fma(x, graph.log(a.get(0)), graph.mul(complement(graph, x), logOfComplement));
  }

  @Override
  public List<Outcome> outcomes(Graph graph, List<Expr> a) {
    return List.of(new Outcome(0.0, complement(graph, a.get(0))), new Outcome(1.0, a.get(0)));
  }

  private static Expr complement(Graph graph, Expr p) {
    return graph.sub(graph.literal(1.0), p);
  }
}
