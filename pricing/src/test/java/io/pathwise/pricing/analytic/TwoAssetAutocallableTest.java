package io.pathwise.pricing.analytic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pathwise.pricing.market.Asset;
import io.pathwise.pricing.market.AssetModel;
import io.pathwise.pricing.market.Correlations;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.RiskFactor;
import io.pathwise.pricing.market.VolTermStructure;
import io.pathwise.pricing.market.ZeroCurve;
import io.pathwise.pricing.product.Autocallable;
import io.pathwise.pricing.product.Basket;
import io.pathwise.pricing.product.OptionType;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The quadrature over two assets against one asset, Stulz's formula and published numbers. */
class TwoAssetAutocallableTest {
  private static final List<String> BOTH = List.of("A", "B");

  private static MarketData market(double first, double second, double correlation) {
    return MarketData.of(LocalDate.of(2026, 11, 20), List.of(ZeroCurve.flat("USD", 0.01)),
        List.of(Asset.blackScholes("A", "USD", first, 0.005, 0.2), Asset.blackScholes("B", "USD", second, 0, 0.3)),
        Correlations.of("A", "B", correlation));
  }

  private static double value(MarketData market, Autocallable product) {
    return TwoAssetAutocallable.value(market, product).orElseThrow();
  }

  /** The worst is then always the other, whatever the correlation and the order. */
  @Test
  void anAssetThatIsNeverTheWorstDoesNotMatter() {
    MarketData market = market(100, 1e9, 0.7);
    Autocallable alone = Autocallable.of(List.of("A"), List.of(98.0), 1000, 30, 0.8, 1.02, 2, 0.7, 1.5, 4);
    double expected = AnalyticPrice.of(market, alone).orElseThrow().value();
    assertThat(value(market, Autocallable.of(BOTH, List.of(98.0, 100.0), 1000, 30, 0.8, 1.02, 2, 0.7, 1.5, 4)))
        .isCloseTo(expected, within(1e-7));
    assertThat(value(market, Autocallable.of(BOTH.reversed(), List.of(100.0, 98.0), 1000, 30, 0.8, 1.02, 2, 0.7, 1.5,
        4))).isCloseTo(expected, within(1e-7));
  }

  /** Without coupon and protection a note paid at expiry is nominal · min(W, ...), W a worst-of call of strike 0. */
  @Test
  void withoutProtectionItIsTheWorstOfTheAssets() {
    MarketData market = market(100, 95, -0.4);
    Autocallable note = new Autocallable(BOTH, List.of(100.0, 100.0), 1000, 0, 1, 1, 1, 1e9, 1, List.of(0.5, 1.0),
        true, 1);
    Autocallable neverRedeemed = new Autocallable(BOTH, List.of(100.0, 100.0), 1000, 0, 1, 1, 9, 1e9, 1,
        List.of(0.5, 1.0), true, 1);
    double worst = AnalyticPrice.of(market,
        Basket.of(BOTH, List.of(10.0, 10.0), Basket.Aggregate.WORST_OF, OptionType.CALL, 0, 1)).orElseThrow().value();
    assertThat(value(market, neverRedeemed)).isCloseTo(worst, within(1e-6));
    assertThat(value(market, note)).isNotCloseTo(worst, within(1.0));
  }

  /** Published with 10⁷ paths and bumps, which leaves noise in the last digits. */
  @Test
  void thePublishedCaseComesOut() {
    MarketData market = MarketData.of(LocalDate.of(2026, 11, 20), List.of(ZeroCurve.flat("USD", 0.01)),
        List.of(Asset.blackScholes("A", "USD", 2095.15, 0, 0.2), Asset.blackScholes("B", "USD", 97.82, 0, 0.3)),
        Correlations.of("A", "B", 0.6));
    Autocallable note = Autocallable.of(BOTH, List.of(2095.15, 97.82), 1000, 25.5, 0.7, 1, 2, 0.7, 2, 8)
        .undiscounted();
    assertThat(value(market, note)).isCloseTo(997.3, within(0.1)).isCloseTo(997.224364, within(1e-5));
    assertThat(TwoAssetAutocallable.derivative(market, note, List.of(new RiskFactor.Spot("B"))))
        .isCloseTo(3.197, within(5e-4));
  }

  @Test
  void onlyFlatVolsOfTwoAssetsThatAreNotOneAreCovered() {
    Autocallable note = Autocallable.of(BOTH, List.of(1.0, 1.0), 1000, 30, 0.8, 1, 1, 0.7, 1, 2);
    Autocallable alone = Autocallable.of(List.of("A"), List.of(1.0), 1000, 30, 0.8, 1, 1, 0.7, 1, 2);
    MarketData market = market(1, 1, 1);
    MarketData term = market(1, 1, 0).with(Asset.of("B", "USD", 1, 0,
        AssetModel.BlackScholes.of(VolTermStructure.of(List.of(1.0, 2.0), List.of(0.2, 0.25)))));
    assertThat(TwoAssetAutocallable.value(market, note)).isEmpty();
    assertThat(TwoAssetAutocallable.value(market, alone)).isEmpty();
    assertThat(TwoAssetAutocallable.value(term, note)).isEmpty();
  }
}
