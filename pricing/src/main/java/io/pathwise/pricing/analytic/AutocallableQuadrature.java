package io.pathwise.pricing.analytic;

import io.pathwise.pricing.product.Autocallable;
import java.util.List;
import java.util.Set;
import java.util.function.DoubleFunction;

/**
 * Autocallables on one asset by {@link BackwardQuadrature}: with V<sub>k</sub>(x) the value of what is paid after date
 * k by a note that is still alive,
 *
 * <pre>
 * V(k, x) = D(k, k+1) · ∫ density(y − x) (coupon 1{y ≥ coupon level} + nominal if y redeems the note, else V(k+1, y)) dy.
 * </pre>
 *
 * Start at {@link #value}.
 */
final class AutocallableQuadrature {
  private final Autocallable product;
  private final double fixing;
  private final double couponLevel;
  private final double autocallLevel;
  private final double protectionLevel;
  private final Set<Double> observations;
  private final Set<Double> autocalls;
  private final BackwardQuadrature quadrature;

  private AutocallableQuadrature(DifferentiatedMarket market, Autocallable product) {
    this.product = product;
    this.fixing = product.initialFixings().getFirst();
    this.couponLevel = StrictMath.log(fixing * product.couponBarrier());
    this.autocallLevel = StrictMath.log(fixing * product.autocallBarrier());
    this.protectionLevel = StrictMath.log(fixing * product.protectionBarrier());
    this.observations = Set.copyOf(product.observations());
    this.autocalls = Set.copyOf(product.autocallTimes());
    this.quadrature = new BackwardQuadrature(market, product.assets().getFirst(), product.observationTimes(),
        "autocallable");
  }

  /**
   * The value of an autocallable on one asset.
   *
   * @throws IllegalArgumentException
   *           if the variance of a step is zero or so small beside the others that the grid would be unreasonably fine
   */
  static HyperDual value(DifferentiatedMarket market, Autocallable product) {
    return new AutocallableQuadrature(market, product).value();
  }

  private HyperDual value() {
    List<BackwardQuadrature.Step> steps = quadrature.steps();
    int last = steps.size() - 1;
    List<BackwardQuadrature.Node> after = nodes(last, logPrice -> coupon(last, logPrice)
        .plus(product.nominal() * (logPrice >= protectionLevel ? 1 : StrictMath.exp(logPrice) / fixing)));
    for (int k = last; k >= 1; k--) {
      int before = k - 1;
      List<BackwardQuadrature.Node> known = after;
      after = nodes(before, logPrice -> coupon(before, logPrice).plus(
          autocalls.contains(steps.get(before).time()) && logPrice >= autocallLevel
              ? HyperDual.constant(product.nominal())
              : later(HyperDual.constant(logPrice), steps.get(before + 1), known)));
    }
    return later(quadrature.today(), steps.getFirst(), after).plus(product.due());
  }

  private List<BackwardQuadrature.Node> nodes(int step, DoubleFunction<HyperDual> value) {
    return quadrature.nodes(step, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY,
        List.of(couponLevel, autocallLevel, protectionLevel), value);
  }

  private HyperDual coupon(int step, double logPrice) {
    boolean paid = observations.contains(quadrature.steps().get(step).time()) && logPrice >= couponLevel;
    return HyperDual.constant(paid ? product.coupon() : 0);
  }

  private HyperDual later(HyperDual x, BackwardQuadrature.Step step, List<BackwardQuadrature.Node> after) {
    HyperDual expectation = quadrature.expectation(x, step, after);
    return product.discounting() ? expectation.times(step.discount()) : expectation;
  }
}
