package io.pathwise.pricing.analytic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.pathwise.pricing.market.Asset;
import io.pathwise.pricing.market.Correlations;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.RiskFactor;
import io.pathwise.pricing.market.ZeroCurve;
import io.pathwise.pricing.product.Barrier;
import io.pathwise.pricing.product.Digital;
import io.pathwise.pricing.product.European;
import io.pathwise.pricing.product.OptionType;
import io.pathwise.pricing.product.Product;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The barrier quadrature against closed forms for few dates, parities and limits. */
class BarrierQuadratureTest {
  private static final RiskFactor SPOT = new RiskFactor.Spot("A");
  private static final RiskFactor VOL = new RiskFactor.Vol("A");
  private static final double RATE = 0.1;
  private static final double VOLATILITY = 0.3;
  private static final MarketData MARKET = market(100, VOLATILITY);

  private static MarketData market(double spot, double vol) {
    return MarketData.of(LocalDate.of(2026, 11, 20), List.of(ZeroCurve.flat("USD", RATE)),
        List.of(Asset.blackScholes("A", "USD", spot, 0, vol)), Correlations.NONE);
  }

  private static AnalyticPrice price(Product product) {
    return AnalyticPrice.of(MARKET, product).orElseThrow();
  }

  /** Watched at expiry only, an up-and-out call is a call spread less a digital: C(K) − C(H) − (H − K) P(S ≥ H). */
  @Test
  void watchedOnceAtExpiryItIsACallSpreadLessADigital() {
    double strike = 95;
    double level = 120;
    double rebate = 3;
    AnalyticPrice barrier = price(
        Barrier.of("A", OptionType.CALL, strike, 0.5, level, Barrier.Kind.UP_AND_OUT, 1, rebate));
    AnalyticPrice low = price(European.of("A", OptionType.CALL, strike, 0.5));
    AnalyticPrice high = price(European.of("A", OptionType.CALL, level, 0.5));
    AnalyticPrice digital = price(Digital.cash("A", OptionType.CALL, level, 0.5, level - strike - rebate));
    assertThat(barrier.value()).isCloseTo(low.value() - high.value() - digital.value(), within(1e-11));
    for (RiskFactor factor : MARKET.factors()) {
      double expected = low.derivative(factor) - high.derivative(factor) - digital.derivative(factor);
      assertThat(barrier.derivative(factor)).isCloseTo(expected, within(1e-10));
      double mixed = low.derivative(factor, VOL) - high.derivative(factor, VOL) - digital.derivative(factor, VOL);
      assertThat(barrier.derivative(factor, VOL)).isCloseTo(mixed, within(1e-9));
    }
    assertThat(barrier.derivative(SPOT, SPOT)).isNegative();
  }

  /**
   * Watched once before expiry, a down-and-out put pays (K − S) 1{S(T) &lt; K, S(t₁) &gt; H}: its cash part is K
   * e^(−rT) Φ₂(−d₂(K, T), d₂(H, t₁), −√(t₁/T)), its asset part S Φ₂ of the same with d₁.
   */
  @ParameterizedTest
  @CsvSource({"0.1, 0.5, 90, 105", "0.4, 0.5, 99, 100", "0.25, 2, 110, 80"})
  void watchedOnceBeforeExpiryItIsABivariateProbability(double watched, double expiry, double level, double strike) {
    double rho = Math.sqrt(watched / expiry);
    double early = (Math.log(100 / level) + (RATE - VOLATILITY * VOLATILITY / 2) * watched)
        / (VOLATILITY * Math.sqrt(watched));
    double late = (Math.log(100 / strike) + (RATE - VOLATILITY * VOLATILITY / 2) * expiry)
        / (VOLATILITY * Math.sqrt(expiry));
    double cash = strike * Math.exp(-RATE * expiry) * BivariateNormal.cdf(-late, early, -rho);
    double asset = 100 * BivariateNormal.cdf(-late - VOLATILITY * Math.sqrt(expiry),
        early + VOLATILITY * Math.sqrt(watched), -rho);
    Barrier barrier = Barrier.of("A", OptionType.PUT, strike, expiry, level, Barrier.Kind.DOWN_AND_OUT,
        List.of(watched), 0);
    assertThat(price(barrier).value()).isCloseTo(cash - asset, within(1e-11));
  }

  @ParameterizedTest
  @EnumSource(Barrier.Kind.class)
  void knockInAndKnockOutAreTogetherEuropean(Barrier.Kind kind) {
    double level = kind.isUp() ? 115 : 90;
    Barrier.Kind out = kind.isUp() ? Barrier.Kind.UP_AND_OUT : Barrier.Kind.DOWN_AND_OUT;
    Barrier.Kind in = kind.isUp() ? Barrier.Kind.UP_AND_IN : Barrier.Kind.DOWN_AND_IN;
    for (OptionType option : OptionType.values()) {
      double together = price(Barrier.of("A", option, 100, 1, level, out, 4, 0)).value()
          + price(Barrier.of("A", option, 100, 1, level, in, 4, 0)).value();
      assertThat(together).isCloseTo(price(European.of("A", option, 100, 1)).value(), within(1e-11));
    }
  }

  @Test
  void rebatesOfBothKindsAddUpToAPaymentThatIsCertain() {
    // without interest the date of payment does not matter; strike 0 makes both puts worthless
    MarketData noInterest = MARKET.with(ZeroCurve.flat("USD", 0));
    double together = 0;
    for (Barrier.Kind kind : List.of(Barrier.Kind.UP_AND_OUT, Barrier.Kind.UP_AND_IN)) {
      together += AnalyticPrice.of(noInterest, Barrier.of("A", OptionType.PUT, 0, 1, 110, kind, 4, 7)).orElseThrow()
          .value();
    }
    assertThat(together).isCloseTo(7, within(1e-11));
  }

  /**
   * M. Broadie, P. Glasserman, S. Kou, "A continuity correction for discrete barrier options", Mathematical Finance 7
   * (1997), theorem 1.1: with m dates the price is that of a continuous barrier at H exp(±0.5826 σ √(T/m)), up to
   * o(1/√m).
   */
  @Test
  void manyDatesApproachTheShiftedContinuousBarrier() {
    double expiry = 0.2;
    int dates = 50;
    double discrete = price(Barrier.of("A", OptionType.CALL, 100, expiry, 91, Barrier.Kind.DOWN_AND_OUT, dates, 0))
        .value();
    double shifted = 91 * Math.exp(-0.5826 * VOLATILITY * Math.sqrt(expiry / dates));
    assertThat(discrete).isCloseTo(continuousDownAndOutCall(shifted, expiry), within(5e-3));
    assertThat(Math.abs(discrete - continuousDownAndOutCall(91, expiry))).isGreaterThan(0.1);
  }

  /** R. C. Merton 1973: C(S) − (H/S)^(2r/σ² − 1) C(H²/S), for a barrier below the strike of 100 and no dividends. */
  private static double continuousDownAndOutCall(double level, double expiry) {
    double mirrored = AnalyticPrice.of(market(level * level / 100, VOLATILITY),
        European.of("A", OptionType.CALL, 100, expiry)).orElseThrow().value();
    return price(European.of("A", OptionType.CALL, 100, expiry)).value()
        - Math.pow(level / 100, 2 * RATE / (VOLATILITY * VOLATILITY) - 1) * mirrored;
  }

  @Test
  void spotBeyondTheLevelTodayIsNoHit() {
    Barrier barrier = Barrier.of("A", OptionType.CALL, 80, 0.5, 95, Barrier.Kind.UP_AND_OUT, 2, 0);
    assertThat(price(barrier).value()).isPositive();
  }

  @Test
  void zeroVarianceIsRefused() {
    AnalyticPrice certain = AnalyticPrice.of(market(100, 0),
        Barrier.of("A", OptionType.CALL, 80, 0.5, 95, Barrier.Kind.UP_AND_OUT, 2, 0)).orElseThrow();
    assertThatIllegalArgumentException().isThrownBy(certain::value)
        .withMessage("barrier quadrature needs a positive variance up to time 0.25");
  }
}
