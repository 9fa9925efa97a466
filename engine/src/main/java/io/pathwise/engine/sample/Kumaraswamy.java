package io.pathwise.engine.sample;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.graph.Operation;
import java.util.List;
import java.util.Optional;

/**
 * Kumaraswamy(a, b) on (0, 1) with shapes a, b &gt; 0 and distribution function 1 − (1 − x^a)^b (Kumaraswamy 1980):
 * close to Beta(a, b), with every rule in closed form. Beta(a, 1) and Beta(1, b) it is exactly.
 *
 * <p>
 * Draws within 2⁻⁴⁰ of 1 or below e^−690 are those numbers, which matters for b below 0.5 or a below 0.1. Their
 * log-density is that of the whole interval beyond, so that scores have mean zero for all shapes.
 */
public record Kumaraswamy() implements InversionDistribution {

  @Override
  public String name() {
    return "kumaraswamy";
  }

  @Override
  public List<String> parameters() {
    return List.of("a", "b");
  }

  @Override
  public List<Double> regularArguments() {
    return List.of(1.0, 1.0);
  }

  /** (1 − (1 − u)^(1/b))^(1/a). */
  @Override
  public Expr draw(Graph graph, Expr noise, List<Expr> a) {
    Expr logComplement = graph.div(graph.apply(Operation.LOG1P, graph.neg(noise)), a.get(1));
    Expr logDraw = graph.div(logOfComplement(graph, logComplement), a.get(0));
    return UnitInterval.inside(graph, logDraw);
  }

  /**
   * log a + log b + (a − 1) log x + (b − 1) log(1 − x^a), or the logarithm of the mass beyond a smallest or largest
   * draw.
   */
  @Override
  public Expr logDensity(Graph graph, Expr x, List<Expr> a) {
    Expr one = graph.literal(1.0);
    Expr logPower = graph.mul(a.get(0), graph.log(x));
    Expr logComplement = logOfComplement(graph, logPower);
    Expr logs = graph.add(graph.log(a.get(0)), graph.log(a.get(1)));
    Expr inner = graph.fma(graph.sub(a.get(1), one), logComplement, graph.add(logPower, logs));
    Expr logMassAbove = graph.mul(a.get(1), logComplement);
    Expr logMassBelow = logOfComplement(graph, logMassAbove);
    return UnitInterval.select(graph, x, logMassBelow, inner, logMassAbove);
  }

  @Override
  public Optional<Expr> cdf(Graph graph, Expr x, List<Expr> a) {
    return Optional.of(UnitInterval.cdf(graph, x, inner -> probability(graph, inner, a)));
  }

  @Override
  public Expr probability(Graph graph, Expr x, List<Expr> a) {
    Expr logComplement = logOfComplement(graph, graph.mul(a.get(0), graph.log(x)));
    return graph.neg(graph.apply(Operation.EXPM1, graph.mul(a.get(1), logComplement)));
  }

  /** log(1 − e^t) for t &lt; 0. */
  private static Expr logOfComplement(Graph graph, Expr t) {
    return graph.log(graph.neg(graph.apply(Operation.EXPM1, t)));
  }
}
