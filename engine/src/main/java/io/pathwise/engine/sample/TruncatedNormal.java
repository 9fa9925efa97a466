package io.pathwise.engine.sample;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import java.util.List;
import java.util.Optional;

/**
 * Normal(μ, σ) given that it lies in [l, u], with σ &gt; 0 and l &lt; u. A bound may be infinite if it is a literal.
 *
 * <p>
 * All probabilities are taken on the side of the smaller tail: where the middle of the interval lies above μ, the law
 * is reflected. With the sign s = −1 if reflected, else 1, and p = Φ(s (l − μ)/σ), q = Φ(s (u − μ)/σ), both cases read
 * Φ(s (x − μ)/σ) = p + noise (q − p). Either side gives the same number, so which one is taken is no threshold:
 * derivatives pass through. Where the interval begins more than 35.9 σ away from μ, its probability is about to
 * underflow and the draw is its nearer end; the law itself lies within σ/35 of it. No draw lies outside the interval.
 *
 * <p>
 * The support moves with the bounds: the score exists with respect to μ and σ only, and as long as the interval's
 * probability does not underflow.
 */
public record TruncatedNormal() implements InversionDistribution {

  private static final double LEAST_PROBABILITY = 1e-280;

  @Override
  public String name() {
    return "truncated_normal";
  }

  @Override
  public List<String> parameters() {
    return List.of("mean", "standard deviation", "lower", "upper");
  }

  @Override
  public List<Double> regularArguments() {
    return List.of(0.0, 1.0, -1.0, 1.0);
  }

  @Override
  public Expr draw(Graph graph, Expr noise, List<Expr> a) {
    Interval interval = Interval.of(graph, a);
    Expr isRemote = graph.less(graph.frozen(interval.nearerProbability()), graph.literal(LEAST_PROBABILITY));
    Expr probability = graph.fma(noise, graph.sub(interval.q(), interval.p()), interval.p());
    // A harmless probability where the interval is remote, lest an infinite derivative meet a zero adjoint.
    Expr residual = graph.mul(interval.sign(),
        graph.inverseNormalCdf(graph.select(isRemote, graph.literal(0.5), probability)));
    Expr x = graph.select(isRemote, interval.nearerBound(), graph.fma(a.get(1), residual, a.get(0)));
    Expr notBelow = graph.select(graph.less(graph.frozen(x), graph.frozen(a.get(2))), a.get(2), x);
    return graph.select(graph.less(graph.frozen(a.get(3)), graph.frozen(notBelow)), a.get(3), notBelow);
  }

  /** −½ ε² − log σ − log P(l ≤ X ≤ u) with ε = (x − μ)/σ on [l, u], −∞ elsewhere. */
  @Override
  public Expr logDensity(Graph graph, Expr x, List<Expr> a) {
    Interval interval = Interval.of(graph, a);
    Expr residual = standardise(graph, x, a);
    Expr mass = graph.mul(interval.sign(), graph.sub(interval.q(), interval.p()));
    Expr inside = graph.and(graph.lessEqual(a.get(2), x), graph.lessEqual(x, a.get(3)));
    Expr exponent = graph.mul(graph.literal(-0.5), graph.mul(residual, residual));
    Expr logDensity = graph.sub(exponent, graph.add(graph.log(a.get(1)), graph.log(mass)));
    return graph.select(inside, logDensity, graph.literal(Double.NEGATIVE_INFINITY));
  }

  @Override
  public Optional<Expr> cdf(Graph graph, Expr x, List<Expr> a) {
    Expr notBelow = isInfinite(a.get(2)) ? x : graph.max(x, a.get(2));
    return Optional.of(probability(graph, isInfinite(a.get(3)) ? notBelow : graph.min(notBelow, a.get(3)), a));
  }

  /** (Φ(s (x − μ)/σ) − p)/(q − p). */
  @Override
  public Expr probability(Graph graph, Expr x, List<Expr> a) {
    Interval interval = Interval.of(graph, a);
    Expr cdf = graph.normalCdf(graph.mul(interval.sign(), standardise(graph, x, a)));
    return graph.div(graph.sub(cdf, interval.p()), graph.sub(interval.q(), interval.p()));
  }

  private static Expr standardise(Graph graph, Expr x, List<Expr> a) {
    return graph.div(graph.sub(x, a.get(0)), a.get(1));
  }

  private static boolean isInfinite(Expr bound) {
    return bound instanceof Expr.Literal literal && Double.isInfinite(literal.value());
  }

  /**
   * The interval, reflected if need be. An infinite bound is never computed with: its derivative would be 0 · ∞.
   *
   * @param sign
   *          s
   * @param p
   *          Φ(s (l − μ)/σ)
   * @param q
   *          Φ(s (u − μ)/σ)
   * @param nearerBound
   *          the end that bounds the smaller tail from the middle
   * @param nearerProbability
   *          that of p and q which belongs to it
   */
  private record Interval(Expr sign, Expr p, Expr q, Expr nearerBound, Expr nearerProbability) {

    static Interval of(Graph graph, List<Expr> a) {
      Expr lower = a.get(2);
      Expr upper = a.get(3);
      Expr one = graph.literal(1.0);
      Expr zero = graph.literal(0.0);
      if (isInfinite(lower)) {
        Expr q = isInfinite(upper) ? one : graph.normalCdf(standardise(graph, upper, a));
        return new Interval(one, zero, q, upper, q);
      }
      if (isInfinite(upper)) {
        Expr p = graph.normalCdf(graph.neg(standardise(graph, lower, a)));
        return new Interval(graph.literal(-1.0), p, zero, lower, p);
      }
      Expr left = standardise(graph, lower, a);
      Expr right = standardise(graph, upper, a);
      Expr isAbove = graph.less(zero, graph.frozen(graph.add(left, right)));
      Expr sign = graph.select(isAbove, graph.literal(-1.0), one);
      Expr p = graph.normalCdf(graph.mul(sign, left));
      Expr q = graph.normalCdf(graph.mul(sign, right));
      return new Interval(sign, p, q, graph.select(isAbove, lower, upper), graph.select(isAbove, p, q));
    }
  }
}
