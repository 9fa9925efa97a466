package io.pathwise.pricing.analytic;

import io.pathwise.pricing.product.OptionType;

/**
 * Undiscounted values of options on one lognormal quantity with forward F and total variance v, against a strike K that
 * may itself be a lognormal forward.
 *
 * <p>
 * Source: F. Black, "The pricing of commodity contracts", Journal of Financial Economics 3 (1976), equation (16);
 * digitals are its two terms (E. G. Haug, "The Complete Guide to Option Pricing Formulas", 2nd ed. 2007, section 4.19).
 * With ± the option's sign and d₁ = (ln(F/K) + v/2)/√v, d₂ = d₁ − √v:
 *
 * <pre>
 * vanilla ±(F Φ(±d₁) − K Φ(±d₂)),  cash Φ(±d₂),  asset F Φ(±d₁).
 * </pre>
 *
 * With zero variance or a zero strike, or a forward that underflows to zero, the outcome is certain or linear;
 * derivatives are then those of the side on which the forward lies. Start at {@link #vanilla}.
 */
final class BlackFormula {
  private static final double SMALL = 1e-100;
  private static final double LARGE = 1e100;

  private BlackFormula() {}

  static HyperDual vanilla(OptionType option, HyperDual forward, HyperDual strike, HyperDual variance) {
    return asset(option, forward, strike, variance).minus(strike.times(cash(option, forward, strike, variance)))
        .times(option.sign());
  }

  static HyperDual cash(OptionType option, HyperDual forward, HyperDual strike, HyperDual variance) {
    if (isCertain(forward, strike, variance)) {
      return HyperDual.constant(pays(option, forward, strike) ? 1 : 0);
    }
    HyperDual deviation = variance.sqrt();
    return d1(forward, strike, deviation).minus(deviation).times(option.sign()).normalCdf();
  }

  static HyperDual asset(OptionType option, HyperDual forward, HyperDual strike, HyperDual variance) {
    if (isCertain(forward, strike, variance)) {
      return pays(option, forward, strike) ? forward : HyperDual.ZERO;
    }
    return forward.times(d1(forward, strike, variance.sqrt()).times(option.sign()).normalCdf());
  }

  private static boolean isCertain(HyperDual forward, HyperDual strike, HyperDual variance) {
    return forward.value() == 0 || strike.value() == 0 || variance.value() <= 0;
  }

  private static boolean pays(OptionType option, HyperDual forward, HyperDual strike) {
    return switch (option) {
      case CALL -> forward.value() > strike.value();
      case PUT -> forward.value() <= strike.value();
    };
  }

  private static HyperDual d1(HyperDual forward, HyperDual strike, HyperDual deviation) {
    return moneyness(forward, strike).dividedBy(deviation).plus(deviation.times(0.5));
  }

  /** The logarithm of forward over strike; of a strike whose inverse cubed would overflow the logarithm alone. */
  private static HyperDual moneyness(HyperDual forward, HyperDual strike) {
    return strike.isConstant() && (strike.value() < SMALL || strike.value() > LARGE)
        ? forward.log().plus(-StrictMath.log(strike.value()))
        : forward.dividedBy(strike).log();
  }
}
