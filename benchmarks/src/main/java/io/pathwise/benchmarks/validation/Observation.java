package io.pathwise.benchmarks.validation;

import io.pathwise.greeks.measure.Greek;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.RiskFactor;
import io.pathwise.pricing.product.Digital;

/**
 * A simulated number beside its closed form.
 *
 * @param trade
 *          number of the trade within its set; trades have seeds of their own
 * @param kind
 *          the kind of product
 * @param greek
 *          what was simulated
 * @param exact
 *          the closed form
 * @param scale
 *          the natural size of such a number: the largest spot or cash amount, divided by the units of the factors
 */
record Observation(int trade, String kind, Greek greek, double exact, double scale) {

  /** Below this share of the natural size, or of the number itself, error and standard error are rounding. */
  private static final double ROUNDING = 1e-9;
  /** What events that never happen (see {@link ExpectedHits}) may add to a number, as a share of the natural size. */
  private static final double NEGLIGIBLE = 1e-6;

  static Observation of(int trade, ValidationCase validated, Greek greek, double exact) {
    MarketData market = validated.market();
    double scale = validated.product().assets().stream().mapToDouble(id -> market.asset(id).spot()).max().orElse(1);
    if (validated.product() instanceof Digital digital && digital.payout() == Digital.Payout.CASH) {
      scale = Math.max(scale, digital.amount());
    }
    for (RiskFactor factor : greek.factors()) {
      if (factor instanceof RiskFactor.Spot(String asset)) {
        scale /= market.asset(asset).spot();
      }
    }
    return new Observation(trade, validated.name(), greek, exact, scale);
  }

  double z() {
    return (greek.value() - exact) / greek.standardError();
  }

  /** Whether the standard error is nothing but rounding (or exactly 0), so that the number is compared absolutely. */
  boolean isRounding() {
    return greek.standardError() <= ROUNDING * Math.max(scale, Math.abs(exact));
  }

  /** Whether a number without standard error is what it should be. */
  boolean isExact() {
    return Math.abs(greek.value() - exact) <= NEGLIGIBLE * Math.max(scale, Math.abs(exact));
  }

  /** Whether the estimator is unbiased, so that its z-score should be standard normal. */
  boolean isUnbiased() {
    return !greek.estimator().equals("bump");
  }
}
