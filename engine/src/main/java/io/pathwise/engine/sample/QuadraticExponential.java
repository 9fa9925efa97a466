package io.pathwise.engine.sample;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.graph.Operation;
import io.pathwise.engine.random.NoiseKind;
import java.util.List;
import java.util.Optional;

/**
 * A law of non-negative numbers that is given by its mean m and variance s², both positive, and resembles the
 * noncentral chi-square law (Andersen 2008, "Simple and efficient simulation of the Heston stochastic volatility
 * model", section 3.2). With ψ = s²/m²:
 *
 * <ul>
 * <li>ψ ≤ 1.5, quadratic: X = m (√w + √(1 − w) Z)² with w = √(1 − ψ/2), his a (b + Z)² with a = m (1 − w) and a b² = m
 * w, written so that nothing is lost when ψ is small;
 * <li>ψ &gt; 1.5, exponential: X = 0 with probability p = (ψ − 1)/(ψ + 1), else exponential with rate β = (1 − p)/m.
 * </ul>
 *
 * Both have the mean and the variance asked for, which is why the switch between them is frozen: derivatives leave out
 * how expectations jump at ψ = 1.5, an effect of the third moment, of the order of the scheme's own error. The draw is
 * continuous in its parameters on either side. It rises with the noise, except in the left tail of the quadratic case,
 * where the parabola turns; {@link #noiseOf} is the larger of the two noises there, and the largest of those that yield
 * 0. The score exists for both parameters.
 */
public record QuadraticExponential() implements OneNoiseDistribution {

  private static final double SWITCH = 1.5;
  /** ψ/2 and ψ at which the formulas of the side that is not taken are harmless. */
  private static final double HARMLESS_HALF = 0.5;
  private static final double HARMLESS = 2.0;

  @Override
  public String name() {
    return "quadratic_exponential";
  }

  @Override
  public List<String> parameters() {
    return List.of("mean", "variance");
  }

  @Override
  public List<Double> regularArguments() {
    return List.of(1.0, 0.5);
  }

  @Override
  public NoiseKind noise() {
    return NoiseKind.NORMAL;
  }

  @Override
  public Expr draw(Graph graph, Expr noise, List<Expr> a) {
    Shape shape = Shape.of(graph, a);
    Expr root = graph.fma(graph.sqrt(shape.rest()), noise, graph.sqrt(shape.w()));
    Expr quadratic = graph.mul(a.get(0), graph.mul(root, root));
    Expr survival = graph.normalCdf(graph.neg(noise));
    Expr exponential = graph.div(graph.max(graph.log(graph.div(shape.above(), survival)), graph.literal(0.0)),
        shape.rate());
    return graph.select(shape.isQuadratic(), quadratic, exponential);
  }

  /**
   * Quadratic: −½ (r − b)² + log(1 + e^(−2 r b)) − ½ log a with r = √(x/a). Exponential: log p at 0, log((1 − p) β) − β
   * x above.
   */
  @Override
  public Expr logDensity(Graph graph, Expr x, List<Expr> a) {
    Shape shape = Shape.of(graph, a);
    Expr scale = graph.mul(a.get(0), shape.rest());
    Expr ratio = graph.div(x, scale);
    Expr root = graph.sqrt(positive(graph, ratio));
    Expr b = graph.sqrt(shape.squaredB());
    Expr residual = graph.sub(root, b);
    Expr reflected = graph.apply(Operation.LOG1P, graph.exp(graph.mul(graph.literal(-2.0), graph.mul(root, b))));
    Expr quadratic = graph.fma(graph.literal(-0.5), graph.fma(residual, residual, graph.log(scale)), reflected);
    Expr exponential = graph.select(isPositive(graph, x),
        graph.fma(graph.neg(shape.rate()), x, graph.log(graph.mul(shape.above(), shape.rate()))),
        graph.log(shape.atZero()));
    return graph.select(shape.isQuadratic(), quadratic, exponential);
  }

  @Override
  public Optional<Expr> noiseOf(Graph graph, Expr x, List<Expr> a) {
    Shape shape = Shape.of(graph, a);
    Expr root = graph.sqrt(positive(graph, graph.div(x, a.get(0))));
    Expr quadratic = graph.div(graph.sub(root, graph.sqrt(shape.w())), graph.sqrt(shape.rest()));
    Expr survival = graph.mul(shape.above(), graph.exp(graph.neg(graph.mul(shape.rate(), x))));
    Expr exponential = graph.neg(graph.inverseNormalCdf(
        graph.select(shape.isQuadratic(), graph.literal(0.5), survival)));
    return Optional.of(graph.select(shape.isQuadratic(), quadratic, exponential));
  }

  @Override
  public Optional<Expr> cdf(Graph graph, Expr x, List<Expr> a) {
    Shape shape = Shape.of(graph, a);
    Expr scale = graph.mul(a.get(0), shape.rest());
    Expr zero = graph.literal(0.0);
    Expr one = graph.literal(1.0);
    Expr root = graph.sqrt(positive(graph, graph.div(x, scale)));
    Expr b = graph.sqrt(shape.squaredB());
    Expr quadratic = graph.sub(graph.normalCdf(graph.sub(root, b)), graph.normalCdf(graph.neg(graph.add(root, b))));
    Expr exponential = graph.sub(one, graph.mul(shape.above(), graph.exp(graph.neg(graph.mul(shape.rate(), x)))));
    Expr least = graph.select(shape.isQuadratic(), zero, shape.atZero());
    Expr positive = graph.select(isPositive(graph, x), graph.select(shape.isQuadratic(), quadratic, exponential),
        least);
    return Optional.of(graph.select(graph.less(x, zero), zero, positive));
  }

  /**
   * log E e^{u X} (Andersen 2008, proposition 9): u m w/(1 − 2 u a) − ½ log(1 − 2 u a) in the quadratic case, log(p +
   * (1 − p) β/(β − u)) in the exponential one. Where the moment is infinite, which takes u &gt; 0, the first two terms
   * of its series, u m + ½ u² s², stand in.
   *
   * @param u
   *          the exponent
   * @param a
   *          mean and variance
   */
  public Expr logMoment(Graph graph, Expr u, List<Expr> a) {
    Shape shape = Shape.of(graph, a);
    Expr one = graph.literal(1.0);
    Expr zero = graph.literal(0.0);
    Expr scaled = graph.mul(u, a.get(0));
    Expr quadraticRoom = graph.fma(graph.literal(-2.0), graph.mul(scaled, shape.rest()), one);
    Expr exponentialRoom = graph.sub(one, graph.div(u, shape.rate()));
    Expr isFinite = graph.less(zero,
        graph.frozen(graph.select(shape.isQuadratic(), quadraticRoom, exponentialRoom)));
    Expr safeQuadratic = graph.select(graph.and(isFinite, shape.isQuadratic()), quadraticRoom, one);
    Expr safeExponential = graph.select(graph.and(isFinite, graph.not(shape.isQuadratic())), exponentialRoom, one);
    Expr quadratic = graph.fma(graph.literal(-0.5), graph.log(safeQuadratic),
        graph.div(graph.mul(scaled, shape.w()), safeQuadratic));
    Expr exponential = graph.log(graph.add(shape.atZero(), graph.div(shape.above(), safeExponential)));
    Expr series = graph.fma(graph.literal(0.5), graph.mul(graph.mul(u, u), a.get(1)), scaled);
    return graph.select(isFinite, graph.select(shape.isQuadratic(), quadratic, exponential), series);
  }

  private static Expr isPositive(Graph graph, Expr x) {
    return graph.less(graph.literal(0.0), graph.frozen(x));
  }

  /** x where it is positive, elsewhere a number whose root has a derivative. */
  private static Expr positive(Graph graph, Expr x) {
    return graph.select(isPositive(graph, x), x, graph.literal(1.0));
  }

  /**
   * What both cases are made of; each side is harmless where the other is taken.
   *
   * @param isQuadratic
   *          whether ψ ≤ 1.5
   * @param w
   *          √(1 − ψ/2)
   * @param rest
   *          1 − w
   * @param atZero
   *          p
   * @param above
   *          1 − p
   * @param squaredB
   *          b² = w/(1 − w)
   * @param rate
   *          β
   */
  private record Shape(Expr isQuadratic, Expr w, Expr rest, Expr squaredB, Expr atZero, Expr above, Expr rate) {

    static Shape of(Graph graph, List<Expr> a) {
      Expr one = graph.literal(1.0);
      Expr psi = graph.div(a.get(1), graph.mul(a.get(0), a.get(0)));
      Expr isQuadratic = graph.lessEqual(graph.frozen(psi), graph.literal(SWITCH));
      Expr half = graph.select(isQuadratic, graph.mul(graph.literal(0.5), psi), graph.literal(HARMLESS_HALF));
      Expr w = graph.sqrt(graph.sub(one, half));
      Expr wide = graph.select(isQuadratic, graph.literal(HARMLESS), psi);
      Expr sum = graph.add(wide, one);
      Expr above = graph.div(graph.literal(2.0), sum);
      Expr rest = graph.div(half, graph.add(one, w));
      return new Shape(isQuadratic, w, rest, graph.div(w, rest), graph.div(graph.sub(wide, one), sum), above,
          graph.div(above, a.get(0)));
    }
  }
}
