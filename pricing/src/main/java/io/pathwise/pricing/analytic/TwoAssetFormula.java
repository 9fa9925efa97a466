package io.pathwise.pricing.analytic;

import io.pathwise.pricing.Require;
import io.pathwise.pricing.product.OptionType;

/**
 * Undiscounted values of options on two lognormal assets with forwards F₁, F₂, total variances v₁, v₂ and covariance c.
 *
 * <p>
 * Sources: W. Margrabe, "The value of an option to exchange one asset for another", Journal of Finance 33 (1978),
 * equation (7); R. M. Stulz, "Options on the minimum or the maximum of two risky assets", Journal of Financial
 * Economics 10 (1982), equation (11) for the minimum, in the notation of E. G. Haug, "The Complete Guide to Option
 * Pricing Formulas", 2nd ed. 2007, section 5.7. Start at {@link #exchange} and {@link #call}.
 *
 * @param forward1
 *          F₁
 * @param forward2
 *          F₂
 * @param variance1
 *          v₁, positive
 * @param variance2
 *          v₂, positive
 * @param covariance
 *          c
 */
record TwoAssetFormula(HyperDual forward1, HyperDual forward2, HyperDual variance1, HyperDual variance2,
    HyperDual covariance) {

  /** Below this share of v₁ + v₂ the variance of ln(S₁/S₂) is rounding, and the ratio of the assets is certain. */
  private static final double CERTAIN_RATIO = 1e-15;

  /** Which of the two assets counts. */
  enum Choice {
    BEST, WORST
  }

  /** Pays max(±(S₁ − S₂), 0). */
  HyperDual exchange(OptionType option) {
    HyperDual variance = ratioVariance();
    return BlackFormula.vanilla(option, forward1, forward2, ratioIsCertain(variance) ? HyperDual.ZERO : variance);
  }

  /** Pays max(X − K, 0), X the larger or the smaller of the two prices; with K above 0 both variances must be too. */
  HyperDual call(Choice choice, double strike) {
    HyperDual spreadVariance = ratioVariance();
    if (ratioIsCertain(spreadVariance)) {
      boolean isFirst = forward1.value() >= forward2.value() == (choice == Choice.BEST);
      return BlackFormula.vanilla(OptionType.CALL, isFirst ? forward1 : forward2, HyperDual.constant(strike),
          isFirst ? variance1 : variance2);
    }
    HyperDual spread = spreadVariance.sqrt();
    HyperDual d = forward1.dividedBy(forward2).log().dividedBy(spread).plus(spread.times(0.5));
    if (strike == 0) {
      int side = choice == Choice.BEST ? 1 : -1;
      return forward1.times(d.times(side).normalCdf())
          .plus(forward2.times(spread.minus(d).times(side).normalCdf()));
    }
    Require.that(variance1.value() > 0 && variance2.value() > 0,
        "the best-of and worst-of formulas need positive volatilities of both assets");
    HyperDual deviation1 = variance1.sqrt();
    HyperDual deviation2 = variance2.sqrt();
    HyperDual y1 = d1(forward1, strike, deviation1);
    HyperDual y2 = d1(forward2, strike, deviation2);
    HyperDual rho = covariance.dividedBy(deviation1.times(deviation2));
    HyperDual rho1 = deviation1.minus(rho.times(deviation2)).dividedBy(spread);
    HyperDual rho2 = deviation2.minus(rho.times(deviation1)).dividedBy(spread);
    return switch (choice) {
      case BEST -> {
        HyperDual bothBelow = HyperDual.bivariateNormalCdf(deviation1.minus(y1), deviation2.minus(y2), rho);
        yield forward1.times(HyperDual.bivariateNormalCdf(y1, d, rho1))
            .plus(forward2.times(HyperDual.bivariateNormalCdf(y2, spread.minus(d), rho2)))
            .minus(bothBelow.negated().plus(1).times(strike));
      }
      case WORST -> {
        HyperDual bothAbove = HyperDual.bivariateNormalCdf(y1.minus(deviation1), y2.minus(deviation2), rho);
        yield forward1.times(HyperDual.bivariateNormalCdf(y1, d.negated(), rho1.negated()))
            .plus(forward2.times(HyperDual.bivariateNormalCdf(y2, d.minus(spread), rho2.negated())))
            .minus(bothAbove.times(strike));
      }
    };
  }

  /** Pays max(K − X, 0) = max(X − K, 0) − X + K, X the larger or the smaller of the two prices. */
  HyperDual put(Choice choice, double strike) {
    return call(choice, strike).minus(call(choice, 0)).plus(strike);
  }

  private HyperDual ratioVariance() {
    return variance1.plus(variance2).minus(covariance.times(2));
  }

  private boolean ratioIsCertain(HyperDual variance) {
    return variance.value() <= CERTAIN_RATIO * (variance1.value() + variance2.value());
  }

  private static HyperDual d1(HyperDual forward, double strike, HyperDual deviation) {
    return forward.times(1 / strike).log().dividedBy(deviation).plus(deviation.times(0.5));
  }
}
