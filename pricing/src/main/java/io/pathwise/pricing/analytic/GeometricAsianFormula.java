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
 * With known fixings P before, n = number of all fixings and m of those to come, E ln G = (1/n) (Σ ln P + m ln S + ...)
 * and the sums run over the fixings to come. Here drift is the accumulated rate less dividends and v the accumulated
 * variance, so that {@link BlackFormula} applies to it.
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
    int left = fixings.size();
    int count = asian.count();
    HyperDual mean = HyperDual.ZERO;
    HyperDual variance = HyperDual.ZERO;
    for (int i = 0; i < left; i++) {
      HyperDual accumulated = market.totalVariance(asian.asset(), fixings.get(i));
      mean = mean.plus(market.drift(asian.asset(), fixings.get(i)).minus(accumulated.times(0.5)));
      int pairsWhoseEarlierFixingIsThis = 2 * (left - 1 - i) + 1;
      variance = variance.plus(accumulated.times(pairsWhoseEarlierFixingIsThis));
    }
    mean = mean.times(1.0 / count);
    variance = variance.times(1.0 / ((double) count * count));
    HyperDual forward = today(market.spot(asian.asset()), asian).times(mean.plus(variance.times(0.5)).exp());
    return BlackFormula.vanilla(asian.option(), forward, HyperDual.constant(asian.strike()), variance)
        .times(market.discount(asian.asset(), asian.expiry()));
  }

  /** The geometric average if the price stood still: the spot, if no fixing is known. */
  private static HyperDual today(HyperDual spot, Asian asian) {
    if (asian.pastFixings().isEmpty()) {
      return spot;
    }
    double logs = 0;
    for (double price : asian.pastFixings()) {
      logs += StrictMath.log(price);
    }
    return spot.log().times((double) asian.fixings().size() / asian.count()).plus(logs / asian.count()).exp();
  }
}
