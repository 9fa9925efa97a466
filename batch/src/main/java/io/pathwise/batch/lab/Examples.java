package io.pathwise.batch.lab;

import io.pathwise.pricing.market.Asset;
import io.pathwise.pricing.market.Correlations;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.RiskFactor;
import io.pathwise.pricing.market.ZeroCurve;
import io.pathwise.pricing.product.Barrier;
import io.pathwise.pricing.product.Digital;
import io.pathwise.pricing.product.OptionType;
import java.time.LocalDate;
import java.util.List;

/**
 * The market and the products that several cases share: S = K = 100, r = 5 %, σ = 20 %, T = 1 unless said otherwise.
 */
final class Examples {
  static final LocalDate TODAY = LocalDate.of(2026, 11, 20);
  static final String CURRENCY = "USD";
  static final String ASSET = "X";
  static final RiskFactor SPOT = new RiskFactor.Spot(ASSET);
  static final RiskFactor VOL = new RiskFactor.Vol(ASSET);
  static final double STRIKE = 100;

  private Examples() {}

  /** Black–Scholes with a flat rate, no dividends and a flat vol. */
  static MarketData market(double spot, double rate, double dividendYield, double vol) {
    return MarketData.of(TODAY, List.of(ZeroCurve.flat(CURRENCY, rate)),
        List.of(Asset.blackScholes(ASSET, CURRENCY, spot, dividendYield, vol)), Correlations.NONE);
  }

  /** The market at another spot. */
  static MarketData market(double spot) {
    return market(spot, 0.05, 0, 0.2);
  }

  /** A digital call that pays 1, simulated in a number of steps. */
  static Digital digital(double strike, double expiry, int steps) {
    return new Digital(ASSET, OptionType.CALL, strike, expiry, Digital.Payout.CASH, 1, steps);
  }

  /** An up-and-out call with barrier 120. */
  static Barrier barrier(double expiry, int dates) {
    return Barrier.of(ASSET, OptionType.CALL, STRIKE, expiry, 120, Barrier.Kind.UP_AND_OUT, dates, 0);
  }
}
