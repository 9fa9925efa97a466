package io.pathwise.engine.sample;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.graph.Operation;
import java.util.List;
import java.util.Optional;

/**
 * Logistic(μ, s) given that it lies in [l, u], with s &gt; 0 and l &lt; u; a bound may be infinite if it is a literal.
 * Draw and probabilities are closed forms that neither underflow nor cancel however remote the interval is.
 *
 * <p>
 * Where the middle of the interval lies above μ, the law is reflected, so let a and b ≥ a be the standardised ends with
 * a + b ≤ 0, and v the uniform number (its complement if reflected). With M = 1 − e^(a−b) and F(b) = 1/(1 + e^−b), the
 * equation F(x) = F(a) + v (F(b) − F(a)), solved for the odds e^x, is
 *
 * <pre>
 *   x = b + log(e^(a−b) + v M (1 − F(b))) − log(1 − v M F(b)).
 * </pre>
 *
 * An upper end more than 300 scales above the centre is taken for one there, since beyond it lies e^−300 of the law. No
 * draw lies outside the interval. The support moves with the bounds: the score exists with respect to μ and s only.
 */
public record TruncatedLogistic() implements InversionDistribution {

  private static final double FAR = 300.0;

  @Override
  public String name() {
    return "truncated_logistic";
  }

  @Override
  public List<String> parameters() {
    return List.of("location", "scale", "lower", "upper");
  }

  @Override
  public List<Double> regularArguments() {
    return List.of(0.0, 1.0, -1.0, 1.0);
  }

  @Override
  public Expr draw(Graph graph, Expr noise, List<Expr> a) {
    Interval interval = Interval.of(graph, a);
    Expr one = graph.literal(1.0);
    Expr v = graph.select(interval.isReflected(), graph.sub(one, noise), noise);
    Expr part = graph.mul(v, interval.fraction());
    Expr logOdds = graph.sub(graph.log(graph.fma(part, interval.above(), interval.ratio())),
        graph.apply(Operation.LOG1P, graph.neg(graph.mul(part, interval.below()))));
    Expr x = graph.fma(a.get(1), interval.reflected(graph, graph.add(interval.upper(), logOdds)), a.get(0));
    Expr notBelow = graph.select(graph.less(graph.frozen(x), graph.frozen(a.get(2))), a.get(2), x);
    return graph.select(graph.less(graph.frozen(a.get(3)), graph.frozen(notBelow)), a.get(3), notBelow);
  }

  /** The logistic log-density less the logarithm of F(b) − F(a) = e^b M / ((1 + e^a) (1 + e^b)), −∞ outside. */
  @Override
  public Expr logDensity(Graph graph, Expr x, List<Expr> a) {
    Interval interval = Interval.of(graph, a);
    Expr logMass = graph.sub(graph.add(interval.upper(), graph.log(interval.fraction())),
        graph.add(graph.apply(Operation.LOG1P, graph.exp(interval.upper())), interval.logOnePlusLower(graph)));
    Expr density = Logistic.standardLogDensity(graph, standardise(graph, x, a));
    Expr logDensity = graph.sub(density, graph.add(graph.log(a.get(1)), logMass));
    Expr inside = graph.and(graph.lessEqual(a.get(2), x), graph.lessEqual(x, a.get(3)));
    return graph.select(inside, logDensity, graph.literal(Double.NEGATIVE_INFINITY));
  }

  @Override
  public Optional<Expr> cdf(Graph graph, Expr x, List<Expr> a) {
    Expr notBelow = isInfinite(a.get(2)) ? x : graph.max(x, a.get(2));
    return Optional.of(probability(graph, isInfinite(a.get(3)) ? notBelow : graph.min(notBelow, a.get(3)), a));
  }

  /** v = e^(x−b) (1 − e^(a−x)) / (M (1 − F(b) + F(b) e^(x−b))). */
  @Override
  public Expr probability(Graph graph, Expr x, List<Expr> a) {
    Interval interval = Interval.of(graph, a);
    Expr one = graph.literal(1.0);
    Expr y = interval.reflected(graph, standardise(graph, x, a));
    Expr power = graph.exp(graph.sub(y, interval.upper()));
    Expr fromLower = isInfinite(interval.lower())
        ? one
        : graph.neg(graph.apply(Operation.EXPM1, graph.sub(interval.lower(), y)));
    Expr denominator = graph.mul(interval.fraction(), graph.fma(interval.below(), power, interval.above()));
    Expr v = graph.div(graph.mul(power, fromLower), denominator);
    return graph.select(interval.isReflected(), graph.sub(one, v), v);
  }

  private static Expr standardise(Graph graph, Expr x, List<Expr> a) {
    return graph.div(graph.sub(x, a.get(0)), a.get(1));
  }

  private static boolean isInfinite(Expr bound) {
    return bound instanceof Expr.Literal literal && Double.isInfinite(literal.value());
  }

  /**
   * The standardised interval, reflected if its middle is positive. An infinite end is never computed with.
   *
   * @param isReflected
   *          whether it is; no threshold, since either way gives the same numbers
   * @param lower
   *          a
   * @param upper
   *          b
   * @param ratio
   *          e^(a−b)
   * @param fraction
   *          M
   * @param below
   *          F(b)
   * @param above
   *          1 − F(b)
   */
  private record Interval(Expr isReflected, Expr lower, Expr upper, Expr ratio, Expr fraction, Expr below, Expr above) {

    static Interval of(Graph graph, List<Expr> a) {
      Expr infinite = graph.literal(Double.NEGATIVE_INFINITY);
      boolean fromBelow = isInfinite(a.get(2));
      boolean toAbove = isInfinite(a.get(3));
      if (fromBelow) {
        Expr upper = toAbove ? graph.literal(FAR) : standardise(graph, a.get(3), a);
        return of(graph, graph.truth(false), infinite, upper);
      }
      Expr left = standardise(graph, a.get(2), a);
      if (toAbove) {
        return of(graph, graph.truth(true), infinite, graph.neg(left));
      }
      Expr right = standardise(graph, a.get(3), a);
      Expr isReflected = graph.less(graph.literal(0.0), graph.frozen(graph.add(left, right)));
      return of(graph, isReflected, graph.select(isReflected, graph.neg(right), left),
          graph.select(isReflected, graph.neg(left), right));
    }

    private static Interval of(Graph graph, Expr isReflected, Expr lower, Expr end) {
      Expr one = graph.literal(1.0);
      Expr far = graph.literal(FAR);
      Expr upper = graph.select(graph.less(far, graph.frozen(end)), far, end);
      Expr distance = graph.sub(lower, upper);
      Expr ratio = isInfinite(lower) ? graph.literal(0.0) : graph.exp(distance);
      Expr fraction = isInfinite(lower) ? one : graph.neg(graph.apply(Operation.EXPM1, distance));
      Expr odds = graph.exp(upper);
      Expr above = graph.div(one, graph.add(one, odds));
      return new Interval(isReflected, lower, upper, ratio, fraction, graph.mul(odds, above), above);
    }

    Expr reflected(Graph graph, Expr x) {
      return graph.select(isReflected, graph.neg(x), x);
    }

    /** log(1 + e^a). */
    Expr logOnePlusLower(Graph graph) {
      return isInfinite(lower) ? graph.literal(0.0) : graph.apply(Operation.LOG1P, graph.exp(lower));
    }
  }
}
