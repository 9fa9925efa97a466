package io.pathwise.engine.sample;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.graph.Operation;
import java.util.List;
import java.util.Optional;

/**
 * Gamma(k, θ) on (0, ∞) with shape k and scale θ, both positive, so that the mean is kθ. For k above
 * {@value #MOST_SHAPE} draws are NaN, since accuracy would be lost (a gamma variable of larger shape is a sum of
 * several, or a {@link RejectionGamma}). The draw is the inverse of the distribution function at a uniform number,
 * found by {@link ImplicitDraw} in y = log(x/θ), so that shapes near 0, where most draws are tiny, are as good as
 * others.
 *
 * <p>
 * Draws below θ e^−690 ≈ 1e-300 θ are that number: for k = 0.005 these are 3 in 100, for k ≥ 0.05 one in 1e15. Their
 * log-density is that of the whole interval below, so that scores have mean zero for every shape.
 */
public record Gamma() implements InversionDistribution {

  /** The largest shape for which the errors are those documented. */
  public static final int MOST_SHAPE = 20;

  private static final double LEAST_LOG = -690.0;
  private static final int STEPS = 2;

  @Override
  public String name() {
    return "gamma";
  }

  @Override
  public List<String> parameters() {
    return List.of("shape", "scale");
  }

  @Override
  public List<Double> regularArguments() {
    return List.of(1.0, 1.0);
  }

  /** θ e^y with P(k, e^y) = u; 0 for the shape 0. */
  @Override
  public Expr draw(Graph graph, Expr noise, List<Expr> a) {
    Expr zero = graph.literal(0.0);
    Expr isDegenerate = graph.apply(Operation.EQUAL, graph.frozen(a.get(0)), zero);
    Expr shape = graph.select(isDegenerate, graph.literal(1.0), a.get(0));
    Expr stillShape = graph.frozen(shape);
    Expr stillNoise = graph.frozen(noise);
    Expr root = ImplicitDraw.solve(graph, start(graph, stillNoise, stillShape), STEPS,
        y -> equation(graph, y, stillNoise, stillShape));
    Expr y = ImplicitDraw.moving(graph, root, point -> equation(graph, point, noise, shape));
    Expr least = graph.literal(LEAST_LOG);
    Expr isCovered = graph.lessEqual(stillShape, graph.literal(MOST_SHAPE));
    Expr scale = graph.select(isCovered, a.get(1), graph.literal(Double.NaN));
    Expr x = graph.mul(scale, graph.exp(graph.select(graph.less(root, least), least, y)));
    return graph.select(isDegenerate, zero, x);
  }

  /** k log(x/θ) − x/θ − log Γ(k), at the smallest number k log(x/θ) − log Γ(k + 1). */
  @Override
  public Expr logDensity(Graph graph, Expr x, List<Expr> a) {
    Expr ratio = graph.div(x, a.get(1));
    Expr y = graph.log(ratio);
    Expr isLeast = graph.less(graph.frozen(y), graph.literal(LEAST_LOG + 1e-6));
    Expr rest = graph.add(LogGamma.of(graph, a.get(0)), graph.select(isLeast, graph.log(a.get(0)), ratio));
    return graph.fma(a.get(0), y, graph.neg(rest));
  }

  @Override
  public Optional<Expr> cdf(Graph graph, Expr x, List<Expr> a) {
    Expr zero = graph.literal(0.0);
    Expr isPositive = graph.less(zero, graph.frozen(x));
    Expr positive = graph.select(isPositive, x, graph.literal(1.0));
    return Optional.of(graph.select(isPositive, probability(graph, positive, a), zero));
  }

  @Override
  public Expr probability(Graph graph, Expr x, List<Expr> a) {
    Expr shape = a.get(0);
    Expr ratio = graph.div(x, a.get(1));
    Expr exponent = graph.fma(shape, graph.log(ratio), graph.neg(graph.add(ratio, LogGamma.of(graph, shape))));
    return IncompleteGamma.at(graph, ratio, shape).probability(graph, graph.exp(exponent));
  }

  /** y has the log-density k y − e^y − log Γ(k). */
  private static ImplicitDraw.Expansion equation(Graph graph, Expr y, Expr noise, Expr shape) {
    Expr x = graph.exp(y);
    Expr logDensity = graph.fma(shape, y, graph.neg(graph.add(x, LogGamma.of(graph, shape))));
    return ImplicitDraw.Expansion.ofTail(graph, noise, IncompleteGamma.at(graph, x, shape), logDensity,
        graph.sub(shape, x), graph.neg(x));
  }

  /**
   * A start within 0.45 of y, and within 0.2 for shapes below 1.25, from which two steps reach rounding. For small
   * shapes the leading terms of either tail, P from x^k (1 − k x/(k + 1))/Γ(k + 1) and Q from x^k e^−x/(Γ(k) (x + 1 −
   * k)), each solved by two substitutions; for others the approximation of Wilson and Hilferty 1931 or, far to the
   * left, again the leading term.
   */
  private static Expr start(Graph graph, Expr noise, Expr shape) {
    Expr one = graph.literal(1.0);
    Expr logGamma = LogGamma.of(graph, shape);
    Expr bound = graph.div(graph.add(graph.log(noise), graph.add(logGamma, graph.log(shape))), shape);
    Expr inverse = graph.div(one, graph.add(shape, one));
    Expr first = graph.fma(graph.exp(graph.min(bound, one)), inverse, bound);
    Expr second = graph.fma(graph.exp(graph.min(first, one)), inverse, bound);
    Expr left = graph.min(first, second);

    Expr exponent = graph.neg(graph.add(graph.apply(Operation.LOG1P, graph.neg(noise)), logGamma));
    Expr least = graph.literal(0.3);
    Expr rough = graph.max(tail(graph, exponent, graph.max(exponent, one), shape), least);
    Expr right = graph.log(graph.max(tail(graph, exponent, rough, shape), least));
    Expr ofSmallShape = graph.select(graph.less(one, exponent), right, graph.min(left, graph.literal(0.5)));

    Expr z = graph.inverseNormalCdf(noise);
    Expr root = graph.fma(z, graph.div(graph.literal(1.0 / 3.0), graph.sqrt(shape)),
        graph.sub(one, graph.div(graph.literal(1.0 / 9.0), shape)));
    Expr isLeft = graph.or(graph.less(root, least),
        graph.and(graph.less(z, graph.literal(-2.0)), graph.less(shape, graph.literal(2.0))));
    Expr cube = graph.fma(graph.literal(3.0), graph.log(graph.max(root, graph.literal(0.05))), graph.log(shape));
    Expr usual = graph.select(isLeft, graph.min(left, graph.literal(3.0)), cube);
    return graph.select(graph.less(shape, graph.literal(1.25)), ofSmallShape, usual);
  }

  /** x = −log(Q Γ(k)) + k log x − log(x + 1 − k), given the first term and x on the right. */
  private static Expr tail(Graph graph, Expr exponent, Expr x, Expr shape) {
    Expr denominator = graph.sub(graph.add(x, graph.literal(1.0)), shape);
    return graph.sub(graph.fma(shape, graph.log(x), exponent), graph.log(denominator));
  }
}
