package io.pathwise.pricing.analytic;

import io.pathwise.pricing.Require;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.DoubleFunction;
import org.apache.commons.math3.analysis.integration.gauss.GaussIntegrator;
import org.apache.commons.math3.analysis.integration.gauss.GaussIntegratorFactory;

/**
 * Expectations of functions of one asset's price at several dates, taken backward from date to date. Between two dates
 * the logarithm x of the price moves by a normal increment, so what is known as a function of y after a step is known
 * before it as
 *
 * <pre>
 * E(x) = ∫ density(y − x) V(y) dy.
 * </pre>
 *
 * The integral is taken by Gauss–Legendre panels about as wide as a standard deviation, with ends wherever V may jump
 * or bend, over the reach of the process. The grid does not depend on market data, so the derivatives of
 * {@link HyperDual} numbers are those of the quadrature and as accurate as the value. Cost grows with the square root
 * of the ratio of total to smallest step variance. Source of the recursion: M. Broadie, Y. Yamamoto, "A
 * double-exponential fast Gauss transform algorithm for pricing discrete path-dependent options", Operations Research
 * 53 (2005), section 2. Start at {@link #nodes} and {@link #expectation}.
 */
final class BackwardQuadrature {
  /** The process is followed over this many standard deviations; the normal tail beyond is below 1e-16. */
  private static final double REACH = 8.5;

  private static final int POINTS = 12;

  /** Panel width in standard deviations of the shorter of the two steps that meet at a date. */
  private static final double PANEL = 1.5;

  private static final int MAX_NODES = 200_000;

  private static final GaussIntegratorFactory RULES = new GaussIntegratorFactory();

  /**
   * One date at which the recursion stops.
   *
   * @param time
   *          in years
   * @param drift
   *          of the log-price since the date before
   * @param deviation
   *          standard deviation of the log-price since the date before
   * @param discount
   *          over the time since the date before
   */
  record Step(double time, HyperDual drift, HyperDual deviation, HyperDual discount) {}

  /**
   * A point of the quadrature over log-price.
   *
   * @param logPrice
   *          where
   * @param weight
   *          of the quadrature
   * @param value
   *          of the function there
   */
  record Node(double logPrice, double weight, HyperDual value) {}

  private final HyperDual today;
  private final List<Step> steps;

  /**
   * The dates of one asset.
   *
   * @param what
   *          for messages
   * @throws IllegalArgumentException
   *           if the variance of a step is zero
   */
  BackwardQuadrature(DifferentiatedMarket market, String asset, List<Double> times, String what) {
    this.today = market.spot(asset).log();
    this.steps = steps(market, asset, times, what);
  }

  private static List<Step> steps(DifferentiatedMarket market, String asset, List<Double> times, String what) {
    List<Step> steps = new ArrayList<>();
    HyperDual drift = HyperDual.ZERO;
    HyperDual variance = HyperDual.ZERO;
    HyperDual discount = HyperDual.constant(1);
    for (double time : times) {
      HyperDual nextVariance = market.totalVariance(asset, time);
      HyperDual nextDrift = market.drift(asset, time).minus(nextVariance.times(0.5));
      HyperDual nextDiscount = market.discount(asset, time);
      HyperDual stepVariance = nextVariance.minus(variance);
      Require.that(stepVariance.value() > 0, "%s quadrature needs a positive variance up to time %s", what, time);
      steps.add(new Step(time, nextDrift.minus(drift), stepVariance.sqrt(), nextDiscount.dividedBy(discount)));
      drift = nextDrift;
      variance = nextVariance;
      discount = nextDiscount;
    }
    return steps;
  }

  /** The logarithm of the price today. */
  HyperDual today() {
    return today;
  }

  /** One step for every date, in their order. */
  List<Step> steps() {
    return steps;
  }

  /** The expectation, not discounted, at log-price x before a step of what is known at the nodes after it. */
  HyperDual expectation(HyperDual x, Step step, List<Node> after) {
    HyperDual mean = x.plus(step.drift);
    HyperDual inverse = HyperDual.constant(1).dividedBy(step.deviation);
    double lowest = mean.value() - reachDown(step.deviation.value());
    double highest = mean.value() + reachUp(step.deviation.value());
    HyperDual sum = HyperDual.ZERO;
    for (Node node : after) {
      if (lowest < node.logPrice && node.logPrice < highest) {
        HyperDual z = mean.plus(-node.logPrice).times(inverse);
        sum = sum.plus(z.squared().times(-0.5).exp().times(node.value).times(node.weight));
      }
    }
    return sum.times(inverse).times(1 / Math.sqrt(2 * Math.PI));
  }

  private static double reachDown(double deviation) {
    return REACH * deviation;
  }

  /** A payoff that grows like the price moves the integrand's bulk by the variance. */
  private static double reachUp(double deviation) {
    return REACH * deviation + deviation * deviation;
  }

  /**
   * A function of the log-price after a step, over the reach of the process between two bounds; 0 elsewhere.
   *
   * @param step
   *          its number, counted from 0
   * @param from
   *          lower bound, may be infinite
   * @param to
   *          upper bound, may be infinite
   * @param breaks
   *          where the function may jump or bend
   * @throws IllegalArgumentException
   *           if the step is so small beside the others that the grid would be unreasonably fine
   */
  List<Node> nodes(int step, double from, double to, List<Double> breaks, DoubleFunction<HyperDual> value) {
    double center = today.value();
    double variance = 0;
    for (Step before : steps.subList(0, step + 1)) {
      center += before.drift.value();
      variance += before.deviation.value() * before.deviation.value();
    }
    double low = Math.max(from, center - reachDown(Math.sqrt(variance)));
    double high = Math.min(to, center + reachUp(Math.sqrt(variance)));
    double width = PANEL * Math.min(steps.get(step).deviation.value(),
        step + 1 < steps.size() ? steps.get(step + 1).deviation.value() : Double.POSITIVE_INFINITY);
    return low < high ? panels(low, high, width, breaks, value) : List.of();
  }

  private static List<Node> panels(double low, double high, double width, List<Double> breaks,
      DoubleFunction<HyperDual> value) {
    TreeSet<Double> ends = new TreeSet<>(breaks.stream().filter(at -> low < at && at < high).toList());
    ends.add(high);
    List<Node> nodes = new ArrayList<>();
    double from = low;
    for (double to : ends) {
      double count = Math.ceil((to - from) / width);
      Require.that(count * POINTS <= MAX_NODES,
          "the quadrature would need more than %s nodes: the shortest step has too little variance", MAX_NODES);
      for (int panel = 0; panel < count; panel++) {
        GaussIntegrator rule = RULES.legendre(POINTS, from + (to - from) * panel / count,
            from + (to - from) * (panel + 1) / count);
        for (int i = 0; i < POINTS; i++) {
          nodes.add(new Node(rule.getPoint(i), rule.getWeight(i), value.apply(rule.getPoint(i))));
        }
      }
      from = to;
    }
    return nodes;
  }
}
