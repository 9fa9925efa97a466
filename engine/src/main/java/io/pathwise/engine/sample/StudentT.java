package io.pathwise.engine.sample;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.graph.Operation;
import java.util.List;

/**
 * Student-t(ν, μ, σ): μ + σ t with ν &gt; 0 degrees of freedom, location μ and scale σ &gt; 0; for ν above
 * {@value #MOST_DEGREES} draws are NaN, since accuracy would be lost. Moments of order ν and above do not exist: an
 * estimator whose payoff and weight grow like x^k together has a finite variance only for 2k &lt; ν.
 *
 * <p>
 * By implicit reparameterisation: t² = ν (1 − x)/x, where x follows Beta(ν/2, ½) and is drawn with twice the smaller of
 * u and 1 − u. {@link LogOddsOfBeta} gives log(x/(1 − x)), so that neither the tails nor the centre lose digits.
 */
public record StudentT() implements InversionDistribution {

  /** The largest degrees of freedom. */
  public static final int MOST_DEGREES = 2 * LogOddsOfBeta.MOST_SHAPE;

  /** Draws beyond √ν e^650, which degrees below 0.1 can reach, are that number. */
  private static final double LEAST_LOG_ODDS = -1300.0;

  @Override
  public String name() {
    return "student_t";
  }

  @Override
  public List<String> parameters() {
    return List.of("degrees of freedom", "location", "scale");
  }

  @Override
  public List<Double> regularArguments() {
    return List.of(3.0, 0.0, 1.0);
  }

  @Override
  public Expr draw(Graph graph, Expr noise, List<Expr> a) {
    Expr half = graph.literal(0.5);
    // The halves meet smoothly at the centre: no threshold.
    Expr isLower = graph.less(graph.frozen(noise), half);
    Expr tail = graph.select(isLower, noise, graph.sub(graph.literal(1.0), noise));
    Expr twice = graph.add(tail, tail);
    Expr most = graph.literal(1.0 - 0x1p-53);
    Expr notOne = graph.select(graph.less(most, graph.frozen(twice)), most, twice);
    Expr y = LogOddsOfBeta.draw(graph, notOne, graph.mul(half, a.get(0)), half);
    Expr least = graph.literal(LEAST_LOG_ODDS);
    Expr notTooFar = graph.select(graph.less(graph.frozen(y), least), least, y);
    Expr size = graph.mul(graph.sqrt(a.get(0)), graph.exp(graph.mul(graph.literal(-0.5), notTooFar)));
    return graph.fma(a.get(2), graph.select(isLower, graph.neg(size), size), a.get(1));
  }

  /** −(ν + 1)/2 log(1 + r²/ν) − log B(ν/2, ½) − ½ log ν − log σ with r = (x − μ)/σ. */
  @Override
  public Expr logDensity(Graph graph, Expr x, List<Expr> a) {
    Expr half = graph.literal(0.5);
    Expr degrees = a.get(0);
    Expr residual = residual(graph, x, a);
    Expr kernel = graph.apply(Operation.LOG1P, graph.div(graph.mul(residual, residual), degrees));
    Expr exponent = graph.mul(half, graph.add(degrees, graph.literal(1.0)));
    Expr logScale = graph.fma(half, graph.log(degrees), graph.log(a.get(2)));
    Expr constant = graph.add(LogOddsOfBeta.logBeta(graph, graph.mul(half, degrees), half), logScale);
    return graph.neg(graph.fma(exponent, kernel, constant));
  }

  /**
   * With w of {@link IncompleteBeta} at ν/(ν + r²) and D = (ν/(ν + r²))^(ν/2) r/√(ν + r²)/(2 B(ν/2, ½)): −w D and 1 − w
   * D in the tails, ½ − w D in the centre, which is smooth at r = 0.
   */
  @Override
  public Expr probability(Graph graph, Expr x, List<Expr> a) {
    Expr half = graph.literal(0.5);
    Expr degrees = a.get(0);
    Expr first = graph.mul(half, degrees);
    Expr residual = residual(graph, x, a);
    Expr square = graph.mul(residual, residual);
    Expr sum = graph.add(degrees, square);
    ImplicitDraw.Tail tail = IncompleteBeta.at(graph, graph.div(degrees, sum), graph.div(square, sum), first, half);
    Expr kernel = graph.apply(Operation.LOG1P, graph.div(square, degrees));
    Expr logFactor = graph.neg(graph.fma(first, kernel, LogOddsOfBeta.logBeta(graph, first, half)));
    Expr density = graph.mul(graph.mul(half, graph.exp(logFactor)), graph.div(residual, graph.sqrt(sum)));
    Expr isNegative = graph.less(graph.frozen(residual), graph.literal(0.0));
    Expr end = graph.select(isNegative, graph.literal(0.0), graph.literal(1.0));
    return graph.sub(graph.select(tail.isLower(), end, half), graph.mul(density, tail.ratio()));
  }

  private static Expr residual(Graph graph, Expr x, List<Expr> a) {
    return graph.div(graph.sub(x, a.get(1)), a.get(2));
  }
}
