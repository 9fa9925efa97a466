package io.pathwise.pricing.analytic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pathwise.pricing.market.Asset;
import io.pathwise.pricing.market.Correlations;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.RiskFactor;
import io.pathwise.pricing.market.ZeroCurve;
import io.pathwise.pricing.product.Autocallable;
import io.pathwise.pricing.product.Digital;
import io.pathwise.pricing.product.European;
import io.pathwise.pricing.product.OptionType;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The autocallable quadrature against closed forms for one and two dates, and limits. */
class AutocallableQuadratureTest {
  private static final RiskFactor VOL = new RiskFactor.Vol("A");
  private static final double RATE = 0.04;
  private static final double VOLATILITY = 0.3;
  private static final double SPOT = 95;
  private static final MarketData MARKET = MarketData.of(LocalDate.of(2026, 11, 20),
      List.of(ZeroCurve.flat("USD", RATE)), List.of(Asset.blackScholes("A", "USD", SPOT, 0, VOLATILITY)),
      Correlations.NONE);

  private static Autocallable note(int firstAutocall, double expiry, int observations) {
    return Autocallable.of(List.of("A"), List.of(100.0), 1000, 30, 0.8, 1.02, firstAutocall, 0.7, expiry,
        observations);
  }

  private static AnalyticPrice price(Autocallable product) {
    return AnalyticPrice.of(MARKET, product).orElseThrow();
  }

  /** 30 · 1{S ≥ 80} + 1000 · 1{S ≥ 70} + 10 S 1{S &lt; 70}, and S is a call of strike 0. */
  @Test
  void observedOnceAtExpiryItIsThreeDigitals() {
    AnalyticPrice note = price(note(1, 1.5, 1));
    AnalyticPrice coupon = AnalyticPrice.of(MARKET, Digital.cash("A", OptionType.CALL, 80, 1.5, 30)).orElseThrow();
    AnalyticPrice nominal = AnalyticPrice.of(MARKET, Digital.cash("A", OptionType.CALL, 70, 1.5, 1000)).orElseThrow();
    AnalyticPrice above = AnalyticPrice.of(MARKET, Digital.assetOrNothing("A", OptionType.CALL, 70, 1.5))
        .orElseThrow();
    AnalyticPrice asset = AnalyticPrice.of(MARKET, European.of("A", OptionType.CALL, 0, 1.5)).orElseThrow();
    assertThat(note.value()).isCloseTo(
        coupon.value() + nominal.value() + 10 * (asset.value() - above.value()), within(1e-9));
    for (RiskFactor factor : MARKET.factors()) {
      assertThat(note.derivative(factor)).as(factor.toString())
          .isCloseTo(coupon.derivative(factor) + nominal.derivative(factor)
              + 10 * (asset.derivative(factor) - above.derivative(factor)), within(1e-8));
      assertThat(note.derivative(factor, VOL)).as(factor.toString())
          .isCloseTo(coupon.derivative(factor, VOL) + nominal.derivative(factor, VOL)
              + 10 * (asset.derivative(factor, VOL) - above.derivative(factor, VOL)), within(1e-7));
    }
  }

  /** With ρ = √(t₁/T), what is paid at T counts the paths below the autocall level at t₁. */
  @Test
  void observedTwiceItIsBivariateProbabilities() {
    double early = 0.5;
    double late = 1;
    double rho = Math.sqrt(early / late);
    double earlyDiscount = Math.exp(-RATE * early);
    double lateDiscount = Math.exp(-RATE * late);
    double redeemed = NormalProbability.cdf(d(102, early, -1));
    double paidEarly = earlyDiscount * (30 * NormalProbability.cdf(d(80, early, -1)) + 1000 * redeemed);
    double paidLate = lateDiscount * (30 * BivariateNormal.cdf(-d(102, early, -1), d(80, late, -1), -rho)
        + 1000 * BivariateNormal.cdf(-d(102, early, -1), d(70, late, -1), -rho))
        + 10 * SPOT * BivariateNormal.cdf(-d(102, early, 1), -d(70, late, 1), rho);
    assertThat(price(note(1, late, 2)).value()).isCloseTo(paidEarly + paidLate, within(1e-9));
  }

  private static double d(double level, double time, int sign) {
    return (Math.log(SPOT / level) + (RATE + sign * VOLATILITY * VOLATILITY / 2) * time)
        / (VOLATILITY * Math.sqrt(time));
  }

  @Test
  void aNoteThatIsNeverRedeemedPaysItsCouponsAsDigitals() {
    double coupons = 0;
    for (double time : note(9, 2, 8).observations()) {
      coupons += AnalyticPrice.of(MARKET, Digital.cash("A", OptionType.CALL, 80, time, 30)).orElseThrow().value();
    }
    Autocallable withoutCoupon = new Autocallable(List.of("A"), List.of(100.0), 1000, 0, 0.8, 1.02, 1, 0.7, 2,
        List.of(2.0), true, 1);
    assertThat(price(note(9, 2, 8)).value()).isCloseTo(coupons + price(withoutCoupon).value(), within(1e-9));
  }

  @Test
  void withoutDiscountingTheCurveMovesPricesOnly() {
    Autocallable note = note(2, 2, 8);
    MarketData noRate = MARKET.with(ZeroCurve.flat("USD", 0));
    assertThat(AnalyticPrice.of(noRate, note.undiscounted()).orElseThrow().value())
        .isEqualTo(AnalyticPrice.of(noRate, note).orElseThrow().value());
    // a drift that dividends take away again leaves the expected payments
    MarketData noDrift = MarketData.of(LocalDate.of(2026, 11, 20), List.of(ZeroCurve.flat("USD", RATE)),
        List.of(Asset.blackScholes("A", "USD", SPOT, RATE, VOLATILITY)), Correlations.NONE);
    assertThat(AnalyticPrice.of(noDrift, note.undiscounted()).orElseThrow().value())
        .isCloseTo(AnalyticPrice.of(noRate, note).orElseThrow().value(), within(1e-9));
  }

  @Test
  void severalAssetsHaveNoQuadrature() {
    MarketData two = MarketData.of(LocalDate.of(2026, 11, 20), List.of(ZeroCurve.flat("USD", RATE)),
        List.of(Asset.blackScholes("A", "USD", SPOT, 0, 0.2), Asset.blackScholes("B", "USD", SPOT, 0, 0.2)),
        Correlations.NONE);
    assertThat(AnalyticPrice.of(two,
        Autocallable.of(List.of("A", "B"), List.of(100.0, 100.0), 1000, 30, 0.8, 1, 1, 0.7, 1, 4))).isEmpty();
  }
}
