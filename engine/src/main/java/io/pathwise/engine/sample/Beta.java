package io.pathwise.engine.sample;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.graph.Operation;
import java.util.List;
import java.util.Optional;

/**
 * Beta(a, b) on (0, 1) with shapes a, b &gt; 0 by implicit reparameterisation of its log-odds; for shapes above
 * {@value #MOST_SHAPE} draws are NaN, since accuracy would be lost. {@link Kumaraswamy} is close to it and cheaper.
 *
 * <p>
 * Draws within 2⁻⁴⁰ of 1 or below e^−690 are those numbers, which matters for b below 0.5 or a below 0.1. Their
 * log-density is that of the whole interval beyond, so that scores have mean zero for all shapes.
 */
public record Beta() implements InversionDistribution {

  /** The largest shape. */
  public static final int MOST_SHAPE = LogOddsOfBeta.MOST_SHAPE;

  @Override
  public String name() {
    return "beta";
  }

  @Override
  public List<String> parameters() {
    return List.of("a", "b");
  }

  @Override
  public List<Double> regularArguments() {
    return List.of(1.0, 1.0);
  }

  /** x with I(x; a, b) = u. */
  @Override
  public Expr draw(Graph graph, Expr noise, List<Expr> a) {
    Expr y = LogOddsOfBeta.draw(graph, noise, a.get(0), a.get(1));
    Expr zero = graph.literal(0.0);
    Expr isNegative = graph.less(graph.frozen(y), zero);
    Expr minusSize = graph.select(isNegative, y, graph.neg(y));
    Expr logNearer = graph.apply(Operation.LOG1P, graph.exp(minusSize));
    return UnitInterval.inside(graph, graph.sub(graph.select(isNegative, y, zero), logNearer));
  }

  /**
   * (a − 1) log x + (b − 1) log(1 − x) − log B(a, b), or the logarithm of the mass beyond a smallest or largest draw.
   */
  @Override
  public Expr logDensity(Graph graph, Expr x, List<Expr> a) {
    Expr logX = graph.log(x);
    Expr logComplement = graph.apply(Operation.LOG1P, graph.neg(x));
    Expr left = graph.mul(a.get(0), logX);
    Expr right = graph.mul(a.get(1), logComplement);
    Expr inner = graph.sub(graph.add(left, right), graph.add(logX, logComplement));
    Expr chosen = UnitInterval.select(graph, x, graph.sub(left, graph.log(a.get(0))), inner,
        graph.sub(right, graph.log(a.get(1))));
    return graph.sub(chosen, LogOddsOfBeta.logBeta(graph, a.get(0), a.get(1)));
  }

  @Override
  public Optional<Expr> cdf(Graph graph, Expr x, List<Expr> a) {
    return Optional.of(UnitInterval.cdf(graph, x, inner -> probability(graph, inner, a)));
  }

  @Override
  public Expr probability(Graph graph, Expr x, List<Expr> a) {
    Expr logComplement = graph.apply(Operation.LOG1P, graph.neg(x));
    Expr powers = graph.fma(a.get(0), graph.log(x), graph.mul(a.get(1), logComplement));
    Expr density = graph.exp(graph.sub(powers, LogOddsOfBeta.logBeta(graph, a.get(0), a.get(1))));
    Expr complement = graph.sub(graph.literal(1.0), x);
    return IncompleteBeta.at(graph, x, complement, a.get(0), a.get(1)).probability(graph, density);
  }
}
