package io.pathwise.pricing.analytic;

import io.pathwise.pricing.product.Barrier;
import java.util.List;
import java.util.function.DoubleFunction;

/**
 * Discretely monitored barrier options by {@link BackwardQuadrature}: with V<sub>k</sub>(x) the value at date k of an
 * option that is still alive,
 *
 * <pre>
 * V(k, x) = D(k, k+1) · (∫ density(y − x) V(k+1, y) dy over the side that survives + rebate · P(hit)).
 * </pre>
 *
 * Knock-ins are a European option less the knock-out. Accuracy: relative error of value, first and second derivatives
 * below 1e-9 in the tests (against closed forms at one and two dates). Start at {@link #value}.
 */
final class BarrierQuadrature {
  private final Barrier barrier;
  private final double level;
  private final BackwardQuadrature quadrature;

  private BarrierQuadrature(DifferentiatedMarket market, Barrier barrier) {
    this.barrier = barrier;
    this.level = StrictMath.log(barrier.barrier());
    this.quadrature = new BackwardQuadrature(market, barrier.asset(), barrier.observationTimes(), "barrier");
  }

  /**
   * The value of a barrier option.
   *
   * @throws IllegalArgumentException
   *           if the variance of a step is zero or so small beside the others that the grid would be unreasonably fine
   */
  static HyperDual value(DifferentiatedMarket market, Barrier barrier) {
    BarrierQuadrature knockOut = new BarrierQuadrature(market, barrier);
    if (barrier.kind().isOut()) {
      return knockOut.aliveValue(0, barrier.rebate());
    }
    HyperDual european = BlackFormula
        .vanilla(barrier.option(), market.forward(barrier.asset(), barrier.expiry()),
            HyperDual.constant(barrier.strike()), market.totalVariance(barrier.asset(), barrier.expiry()))
        .times(market.discount(barrier.asset(), barrier.expiry()));
    return european.minus(knockOut.aliveValue(barrier.rebate(), 0));
  }

  /**
   * The value of receiving the vanilla payoff less {@code deduction} at expiry if no monitoring date hits, and
   * {@code rebate} at the first date that does.
   */
  private HyperDual aliveValue(double deduction, double rebate) {
    List<BackwardQuadrature.Step> steps = quadrature.steps();
    List<Double> strike = List.of(StrictMath.log(barrier.strike()));
    int last = steps.size() - 1;
    List<BackwardQuadrature.Node> after = survivors(last, strike, logPrice -> HyperDual
        .constant(barrier.option().intrinsic(StrictMath.exp(logPrice), barrier.strike()) - deduction));
    for (int k = last; k >= 1; k--) {
      BackwardQuadrature.Step step = steps.get(k);
      List<BackwardQuadrature.Node> known = after;
      after = survivors(k - 1, strike, logPrice -> continued(HyperDual.constant(logPrice), step, known, rebate));
    }
    return continued(quadrature.today(), steps.getFirst(), after, rebate);
  }

  /** The value before a step at log-price x, given the values after it. */
  private HyperDual continued(HyperDual x, BackwardQuadrature.Step step, List<BackwardQuadrature.Node> after,
      double rebate) {
    HyperDual value = quadrature.expectation(x, step, after);
    if (isMonitored(step) && rebate != 0) {
      HyperDual distance = x.plus(step.drift()).plus(-level).dividedBy(step.deviation());
      value = value.plus((barrier.kind().isUp() ? distance : distance.negated()).normalCdf().times(rebate));
    }
    return value.times(step.discount());
  }

  /** A function after a step, on the surviving side if the barrier is looked at then. */
  private List<BackwardQuadrature.Node> survivors(int step, List<Double> breaks,
      DoubleFunction<HyperDual> value) {
    boolean bounded = isMonitored(quadrature.steps().get(step));
    boolean up = barrier.kind().isUp();
    return quadrature.nodes(step, bounded && !up ? level : Double.NEGATIVE_INFINITY,
        bounded && up ? level : Double.POSITIVE_INFINITY, breaks, value);
  }

  private boolean isMonitored(BackwardQuadrature.Step step) {
    return barrier.monitoring().contains(step.time());
  }
}
