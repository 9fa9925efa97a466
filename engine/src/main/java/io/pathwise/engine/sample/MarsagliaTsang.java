package io.pathwise.engine.sample;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.random.NoiseKind;
import java.util.List;
import java.util.Optional;

/**
 * The normal number ε that the gamma sampler of Marsaglia and Tsang 2000, "A simple method for generating gamma
 * variables", accepts for a shape k ≥ 1: with d = k − 1/3 and c = 1/√(9d), h(ε; k) = d (1 + c ε)³ is then
 * gamma-distributed with that shape ({@link #variate}). Of normal proposals one is accepted with probability
 *
 * <pre>
 *   exp(½ ε² + d (3 log t − t³ + 1)),  t = 1 + c ε &gt; 0,
 * </pre>
 *
 * on average Γ(k) e^d d^(½−k)/√(2π), which is 0.952 for k = 1 and rises to 1. The density of h(ε; k) times ∂h/∂ε is
 * that of ε. {@link RejectionGamma} is the sampler for all shapes.
 *
 * <p>
 * The support ε &gt; −1/c moves with the shape, which costs no boundary term: at its end the density vanishes like
 * t^(3k−1), so that derivatives of first and second order are right for k ≥ 1. The variance of the second-order score
 * is finite for k &gt; 4/3 and that of the third-order one for k &gt; 2.
 *
 * @param leastShape
 *          the least shape for which there are enough attempts, at least 1; for smaller shapes draws are NaN
 */
public record MarsagliaTsang(int leastShape) implements RejectionDistribution {

  private static final double HALF_LOG_TWO_PI = 0.9189385332046727;

  /**
   * Checks the least shape.
   *
   * @throws IllegalArgumentException
   *           when it is below 1
   */
  public MarsagliaTsang {
    if (leastShape < 1) {
      throw new IllegalArgumentException(
          "the least shape of Marsaglia and Tsang's sampler must be at least 1, not " + leastShape);
    }
  }

  @Override
  public String name() {
    return "marsaglia_tsang[" + leastShape + "]";
  }

  @Override
  public List<String> parameters() {
    return List.of("shape");
  }

  @Override
  public List<Double> regularArguments() {
    return List.of((double) leastShape);
  }

  @Override
  public NoiseKind proposal() {
    return NoiseKind.NORMAL;
  }

  @Override
  public int attempts() {
    return RejectionDistribution.attempts(1.0 - meanAcceptance(leastShape));
  }

  /** The mode. */
  @Override
  public double afterTheLast() {
    return 0.0;
  }

  /** The share Γ(k) e^d d^(½−k)/√(2π) of proposals that are accepted for a shape k of at least 1. */
  public static double meanAcceptance(double shape) {
    double d = shape - 1.0 / 3.0;
    double logGamma = org.apache.commons.math3.special.Gamma.logGamma(shape);
    return StrictMath.exp(logGamma + d + (0.5 - shape) * StrictMath.log(d) - HALF_LOG_TWO_PI);
  }

  @Override
  public Expr acceptance(Graph graph, Expr proposal, List<Expr> a) {
    Cube cube = Cube.of(graph, proposal, a.get(0));
    Expr isPositive = graph.less(graph.literal(0.0), cube.root());
    Expr rest = graph.add(cube.logLessCube(graph), graph.literal(1.0));
    Expr half = graph.mul(graph.literal(0.5), proposal);
    Expr probability = graph.exp(graph.fma(cube.d(), rest, graph.mul(half, proposal)));
    return graph.select(isPositive, probability, graph.literal(0.0));
  }

  @Override
  public Expr draw(Graph graph, List<? extends Expr> noises, List<Expr> a) {
    Expr isCovered = graph.lessEqual(graph.literal(leastShape), graph.frozen(a.get(0)));
    return graph.select(isCovered, RejectionDistribution.super.draw(graph, noises, a), graph.literal(Double.NaN));
  }

  /** h(ε; k) = d (1 + c ε)³, the gamma variable of scale 1. */
  public static Expr variate(Graph graph, Expr accepted, Expr shape) {
    Cube cube = Cube.of(graph, accepted, shape);
    return graph.mul(cube.d(), cube.value(graph));
  }

  /** d (3 log t − t³) + (k − ½) log d − log Γ(k). */
  @Override
  public Expr logDensity(Graph graph, Expr x, List<Expr> a) {
    Expr shape = a.get(0);
    Cube cube = Cube.of(graph, x, shape);
    Expr normaliser = graph.fma(graph.sub(shape, graph.literal(0.5)), graph.log(cube.d()),
        graph.neg(LogGamma.of(graph, shape)));
    return graph.fma(cube.d(), cube.logLessCube(graph), normaliser);
  }

  /** The distribution function of h(ε; k), to the accuracy of {@link Gamma}, which has a largest shape. */
  @Override
  public Optional<Expr> cdf(Graph graph, Expr x, List<Expr> a) {
    Expr shape = a.get(0);
    Expr zero = graph.literal(0.0);
    Expr isPositive = graph.less(zero, graph.frozen(Cube.of(graph, x, shape).root()));
    Expr inside = variate(graph, graph.select(isPositive, x, zero), shape);
    Expr probability = new Gamma().probability(graph, inside, List.of(shape, graph.literal(1.0)));
    return Optional.of(graph.select(isPositive, probability, zero));
  }

  /**
   * t³ = h/d.
   *
   * @param d
   *          k − 1/3
   * @param root
   *          t = 1 + c ε
   */
  private record Cube(Expr d, Expr root) {

    static Cube of(Graph graph, Expr accepted, Expr shape) {
      Expr one = graph.literal(1.0);
      Expr d = graph.sub(shape, graph.literal(1.0 / 3.0));
      Expr c = graph.div(one, graph.sqrt(graph.mul(graph.literal(9.0), d)));
      return new Cube(d, graph.fma(c, accepted, one));
    }

    Expr value(Graph graph) {
      return graph.mul(root, graph.mul(root, root));
    }

    /** 3 log t − t³. */
    Expr logLessCube(Graph graph) {
      return graph.fma(graph.literal(3.0), graph.log(root), graph.neg(value(graph)));
    }
  }
}
