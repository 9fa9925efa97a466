package io.pathwise.pricing.analytic;

import io.pathwise.pricing.product.Asian;
import java.util.List;

/**
 * The discretely averaged geometric Asian option. The geometric average of lognormal prices is lognormal, with
 *
 * <pre>
 * E ln G = ln S + (1/n) Σᵢ (drift(tᵢ) − v(tᵢ)/2),  Var ln G = (1/n²) Σᵢ Σⱼ v(min(tᵢ, tⱼ)),
 * </pre>
 *
 * where drift is the accumulated rate less dividends and v the accumulated variance, so that {@link BlackFormula}
 * applies to it.
 *
 * <p>
 * Source: A. G. Z. Kemna, A. C. F. Vorst, "A pricing method for options based on average asset values", Journal of
 * Banking and Finance 14 (1990), for continuous averaging; here with any fixing times and term structures. Start at
 * {@link #value}.
 */
final class GeometricAsianFormula {
  private GeometricAsianFormula() {}

  static HyperDual value(DifferentiatedMarket market, Asian asian) {
    List<Double> fixings = asian.fixings();
    int count = fixings.size();
    HyperDual mean = HyperDual.ZERO;
    HyperDual variance = HyperDual.ZERO;
    for (int i = 0; i < count; i++) {
      HyperDual accumulated = market.totalVariance(asian.asset(), fixings.get(i));
      mean = mean.plus(market.drift(asian.asset(), fixings.get(i)).minus(accumulated.times(0.5)));
      int pairsWhoseEarlierFixingIsThis = 2 * (count - 1 - i) + 1;
      variance = variance.plus(accumulated.times(pairsWhoseEarlierFixingIsThis));
    }
    mean = mean.times(1.0 / count);
    variance = variance.times(1.0 / ((double) count * count));
    HyperDual forward = market.spot(asian.asset()).times(mean.plus(variance.times(0.5)).exp());
    return BlackFormula.vanilla(asian.option(), forward, HyperDual.constant(asian.strike()), variance)
        .times(market.discount(asian.asset(), asian.expiry()));
  }
}
