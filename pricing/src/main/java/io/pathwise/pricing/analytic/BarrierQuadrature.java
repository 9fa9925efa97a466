package io.pathwise.pricing.analytic;

import io.pathwise.pricing.Require;
import io.pathwise.pricing.product.Barrier;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.DoubleFunction;
import org.apache.commons.math3.analysis.integration.gauss.GaussIntegrator;
import org.apache.commons.math3.analysis.integration.gauss.GaussIntegratorFactory;

/**
 * Discretely monitored barrier options by backward quadrature. Between two dates the logarithm x of the price moves by
 * a normal increment, so with V<sub>k</sub>(x) the value at date k of an option that is still alive,
 *
 * <pre>
 * V(k, x) = D(k, k+1) · (∫ density(y − x) V(k+1, y) dy over the side that survives + rebate · P(hit)).
 * </pre>
 *
 * The integral is taken by Gauss–Legendre panels about as wide as a standard deviation, with ends at the barrier and at
 * the strike, over the reach of the process. The grid does not depend on market data, so the derivatives of
 * {@link HyperDual} numbers are those of the quadrature and as accurate as the value. Knock-ins are a European option
 * less the knock-out.
 *
 * <p>
 * Accuracy: relative error of value, first and second derivatives below 1e-9 in the tests (against closed forms at one
 * and two dates); cost grows with the square root of the ratio of total to smallest step variance. Source of the
 * recursion: M. Broadie, Y. Yamamoto, "A double-exponential fast Gauss transform algorithm for pricing discrete
 * path-dependent options", Operations Research 53 (2005), section 2. Start at {@link #value}.
 */
final class BarrierQuadrature {
  /** The process is followed over this many standard deviations; the normal tail beyond is below 1e-23. */
  private static final double REACH = 10;

  private static final int POINTS = 16;

  /** Panel width in standard deviations of the shorter of the two steps that meet at a date. */
  private static final double PANEL = 1.5;

  private static final int MAX_NODES = 200_000;

  private static final GaussIntegratorFactory RULES = new GaussIntegratorFactory();

  /**
   * One date at which the recursion stops.
   *
   * @param time
   *          in years
   * @param monitored
   *          whether the barrier is looked at
   * @param drift
   *          of the log-price since the date before
   * @param deviation
   *          standard deviation of the log-price since the date before
   * @param discount
   *          over the time since the date before
   */
  private record Step(double time, boolean monitored, HyperDual drift, HyperDual deviation, HyperDual discount) {}

  /**
   * A point of the quadrature over log-price.
   *
   * @param logPrice
   *          where
   * @param weight
   *          of the quadrature
   * @param value
   *          of the option there
   */
  private record Node(double logPrice, double weight, HyperDual value) {}

  private final DifferentiatedMarket market;
  private final Barrier barrier;
  private final double level;
  private final List<Step> steps;

  private BarrierQuadrature(DifferentiatedMarket market, Barrier barrier) {
    this.market = market;
    this.barrier = barrier;
    this.level = Math.log(barrier.barrier());
    this.steps = steps(market, barrier);
  }

  /**
   * The value of a barrier option.
   *
   * @throws IllegalArgumentException
   *           if the variance of a step is zero or so small beside the others that the grid would be unreasonably fine
   */
  static HyperDual value(DifferentiatedMarket market, Barrier barrier) {
    BarrierQuadrature quadrature = new BarrierQuadrature(market, barrier);
    if (barrier.kind().isOut()) {
      return quadrature.aliveValue(0, barrier.rebate());
    }
    HyperDual european = BlackFormula
        .vanilla(barrier.option(), market.forward(barrier.asset(), barrier.expiry()),
            HyperDual.constant(barrier.strike()), market.totalVariance(barrier.asset(), barrier.expiry()))
        .times(market.discount(barrier.asset(), barrier.expiry()));
    return european.minus(quadrature.aliveValue(barrier.rebate(), 0));
  }

  private static List<Step> steps(DifferentiatedMarket market, Barrier barrier) {
    String asset = barrier.asset();
    List<Step> steps = new ArrayList<>();
    HyperDual drift = HyperDual.ZERO;
    HyperDual variance = HyperDual.ZERO;
    HyperDual discount = HyperDual.constant(1);
    for (double time : barrier.observationTimes()) {
      HyperDual nextVariance = market.totalVariance(asset, time);
      HyperDual nextDrift = market.drift(asset, time).minus(nextVariance.times(0.5));
      HyperDual nextDiscount = market.discount(asset, time);
      HyperDual stepVariance = nextVariance.minus(variance);
      Require.that(stepVariance.value() > 0, "barrier quadrature needs a positive variance up to time %s", time);
      steps.add(new Step(time, barrier.monitoring().contains(time), nextDrift.minus(drift),
          stepVariance.sqrt(), nextDiscount.dividedBy(discount)));
      drift = nextDrift;
      variance = nextVariance;
      discount = nextDiscount;
    }
    return steps;
  }

  /**
   * The value of receiving the vanilla payoff less {@code deduction} at expiry if no monitoring date hits, and
   * {@code rebate} at the first date that does.
   */
  private HyperDual aliveValue(double deduction, double rebate) {
    List<Node> after = grid(steps.size(), logPrice -> HyperDual
        .constant(barrier.option().intrinsic(Math.exp(logPrice), barrier.strike()) - deduction));
    for (int k = steps.size() - 1; k >= 1; k--) {
      Step step = steps.get(k);
      List<Node> known = after;
      after = grid(k, logPrice -> continued(HyperDual.constant(logPrice), step, known, rebate));
    }
    return continued(market.spot(barrier.asset()).log(), steps.getFirst(), after, rebate);
  }

  /** The value before a step at log-price x, given the values after it. */
  private HyperDual continued(HyperDual x, Step step, List<Node> after, double rebate) {
    HyperDual mean = x.plus(step.drift);
    HyperDual inverse = HyperDual.constant(1).dividedBy(step.deviation);
    double reach = REACH * step.deviation.value();
    HyperDual sum = HyperDual.ZERO;
    for (Node node : after) {
      if (Math.abs(node.logPrice - mean.value()) < reach) {
        HyperDual z = mean.plus(-node.logPrice).times(inverse);
        sum = sum.plus(z.squared().times(-0.5).exp().times(node.value).times(node.weight));
      }
    }
    HyperDual value = sum.times(inverse).times(1 / Math.sqrt(2 * Math.PI));
    if (step.monitored && rebate != 0) {
      HyperDual distance = mean.plus(-level).times(inverse);
      value = value.plus((barrier.kind().isUp() ? distance : distance.negated()).normalCdf().times(rebate));
    }
    return value.times(step.discount);
  }

  /** The nodes after the k-th step (counted from 1): the reach of the process, on the surviving side if monitored. */
  private List<Node> grid(int k, DoubleFunction<HyperDual> value) {
    double center = Math.log(market.spot(barrier.asset()).value());
    double variance = 0;
    for (Step step : steps.subList(0, k)) {
      center += step.drift.value();
      variance += step.deviation.value() * step.deviation.value();
    }
    // a payoff that grows like the price moves the integrand's bulk by the variance
    double low = center - REACH * Math.sqrt(variance);
    double high = center + REACH * Math.sqrt(variance) + variance;
    if (steps.get(k - 1).monitored) {
      low = barrier.kind().isUp() ? low : Math.max(low, level);
      high = barrier.kind().isUp() ? Math.min(high, level) : high;
    }
    double width = PANEL * Math.min(steps.get(k - 1).deviation.value(),
        k < steps.size() ? steps.get(k).deviation.value() : Double.POSITIVE_INFINITY);
    return low < high ? panels(low, high, width, value) : List.of();
  }

  private List<Node> panels(double low, double high, double width, DoubleFunction<HyperDual> value) {
    TreeSet<Double> ends = new TreeSet<>(List.of(high));
    double kink = Math.log(barrier.strike());
    if (low < kink && kink < high) {
      ends.add(kink);
    }
    List<Node> nodes = new ArrayList<>();
    double from = low;
    for (double to : ends) {
      double count = Math.ceil((to - from) / width);
      Require.that(count * POINTS <= MAX_NODES,
          "barrier quadrature would need more than %s nodes: the shortest step has too little variance", MAX_NODES);
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
