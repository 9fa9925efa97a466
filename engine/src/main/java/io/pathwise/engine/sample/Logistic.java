package io.pathwise.engine.sample;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.graph.Operation;
import java.util.List;

/** Logistic(μ, s) with location μ and scale s &gt; 0, distribution function 1/(1 + exp(−(x − μ)/s)). */
public record Logistic() implements InversionDistribution {

  @Override
  public String name() {
    return "logistic";
  }

  @Override
  public List<String> parameters() {
    return List.of("location", "scale");
  }

  @Override
  public List<Double> regularArguments() {
    return List.of(0.0, 1.0);
  }

  /** μ + s (log u − log(1 − u)). */
  @Override
  public Expr draw(Graph graph, Expr noise, List<Expr> a) {
    Expr logOdds = graph.sub(graph.log(noise), graph.apply(Operation.LOG1P, graph.neg(noise)));
    return graph.fma(a.get(1), logOdds, a.get(0));
  }

  @Override
  public Expr logDensity(Graph graph, Expr x, List<Expr> a) {
    return graph.sub(standardLogDensity(graph, residual(graph, x, a)), graph.log(a.get(1)));
  }

  @Override
  public Expr probability(Graph graph, Expr x, List<Expr> a) {
    return standardCdf(graph, residual(graph, x, a));
  }

  /** −|r| − 2 log(1 + e^−|r|), which is smooth at 0. */
  static Expr standardLogDensity(Graph graph, Expr r) {
    Expr w = minusSize(graph, r);
    return graph.fma(graph.literal(-2.0), graph.apply(Operation.LOG1P, graph.exp(w)), w);
  }

  /** 1/(1 + e^−r), accurate in the lower tail. */
  private static Expr standardCdf(Graph graph, Expr r) {
    Expr one = graph.literal(1.0);
    Expr tail = graph.exp(minusSize(graph, r));
    return graph.div(graph.select(isNegative(graph, r), tail, one), graph.add(one, tail));
  }

  /** −|r| without a kink: what it is used in is symmetric. */
  private static Expr minusSize(Graph graph, Expr r) {
    return graph.select(isNegative(graph, r), r, graph.neg(r));
  }

  private static Expr isNegative(Graph graph, Expr r) {
    return graph.less(graph.frozen(r), graph.literal(0.0));
  }

  private static Expr residual(Graph graph, Expr x, List<Expr> a) {
    return graph.div(graph.sub(x, a.get(0)), a.get(1));
  }
}
