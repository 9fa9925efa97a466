package io.pathwise.pricing.analytic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pathwise.pricing.market.Asset;
import io.pathwise.pricing.market.AssetModel;
import io.pathwise.pricing.market.Correlations;
import io.pathwise.pricing.market.Dividend;
import io.pathwise.pricing.market.Dividends;
import io.pathwise.pricing.market.Jumps;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.RiskFactor;
import io.pathwise.pricing.market.StochasticVariance;
import io.pathwise.pricing.market.ZeroCurve;
import io.pathwise.pricing.product.Asian;
import io.pathwise.pricing.product.Digital;
import io.pathwise.pricing.product.European;
import io.pathwise.pricing.product.OptionType;
import io.pathwise.pricing.product.Product;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Prices by Fourier inversion against published values, other formulas and limits. */
class FourierPriceTest {

  private static final Jumps JUMPS = new Jumps(0.8, -0.1, 0.15);
  private static final StochasticVariance VARIANCE = StochasticVariance.of(0.04, 1.5, 0.05, 0.5, -0.7);

  private static MarketData market(double rate, double dividendYield, AssetModel model) {
    return MarketData.of(LocalDate.of(2026, 11, 20), List.of(ZeroCurve.flat("USD", rate)),
        List.of(Asset.of("A", "USD", 100, dividendYield, model)), Correlations.NONE);
  }

  private static List<Product> products(double strike, double time) {
    return List.of(European.of("A", OptionType.CALL, strike, time), European.of("A", OptionType.PUT, strike, time),
        Digital.cash("A", OptionType.CALL, strike, time, 10), Digital.cash("A", OptionType.PUT, strike, time, 10),
        Digital.assetOrNothing("A", OptionType.CALL, strike, time),
        Digital.assetOrNothing("A", OptionType.PUT, strike, time));
  }

  private static double fourier(MarketData market, Product product) {
    return FourierPrice.of(market, product).orElseThrow().derivative(List.of());
  }

  @Test
  void agreesWithBlackScholesAndItsDerivatives() {
    MarketData market = market(0.03, 0.01, AssetModel.BlackScholes.of(0.2));
    for (double strike : new double[]{0, 60, 110}) {
      for (double time : new double[]{0.1, 4}) {
        for (Product product : products(strike, time)) {
          AnalyticPrice exact = AnalyticPrice.of(market, product).orElseThrow();
          FourierPrice fourier = FourierPrice.of(market, product).orElseThrow();
          assertThat(fourier.derivative(List.of())).as("%s", product).isCloseTo(exact.value(), within(1e-11));
          List<RiskFactor> factors = market.factors();
          for (RiskFactor first : factors) {
            assertThat(fourier.derivative(List.of(first))).as("%s of %s", first, product)
                .isCloseTo(exact.derivative(first), within(1e-6));
          }
        }
      }
    }
    RiskFactor spot = new RiskFactor.Spot("A");
    RiskFactor vol = new RiskFactor.Vol("A");
    for (Product product : products(110, 1)) {
      AnalyticPrice exact = AnalyticPrice.of(market, product).orElseThrow();
      FourierPrice fourier = FourierPrice.of(market, product).orElseThrow();
      assertThat(fourier.derivative(List.of(spot, spot))).isCloseTo(exact.derivative(spot, spot), within(1e-7));
      assertThat(fourier.derivative(List.of(spot, vol))).isCloseTo(exact.derivative(spot, vol), within(1e-5));
      assertThat(fourier.derivative(List.of(vol, vol))).isCloseTo(exact.derivative(vol, vol), within(1e-3));
      RiskFactor time = new RiskFactor.ValuationTime();
      for (List<RiskFactor> factors : List.of(List.of(spot, spot, spot), List.of(spot, spot, time),
          List.of(time, spot, vol))) {
        assertThat(fourier.derivative(factors)).as("%s of %s", factors, product)
            .isCloseTo(exact.derivative(factors), within(1e-5 * (0.01 + Math.abs(exact.derivative(factors)))));
      }
    }
  }

  /**
   * Fang and Oosterlee (2008), "A novel pricing method for European options", section 5.2, which prints 5.785155450 and
   * 22.318945791. The first is right to eight digits: later implementations of others agree on 5.785155434376.
   */
  @Test
  void hestonAgreesWithPublishedPrices() {
    AssetModel heston = new AssetModel.Heston(StochasticVariance.of(0.0175, 1.5768, 0.0398, 0.5751, -0.5711));
    MarketData market = market(0, 0, heston);
    assertThat(fourier(market, European.of("A", OptionType.CALL, 100, 1))).isCloseTo(5.785155434376, within(1e-10));
    assertThat(fourier(market, European.of("A", OptionType.CALL, 100, 10))).isCloseTo(22.318945791, within(1e-9));
  }

  /** A. Lewis, "Heston model: reference prices" (financepress.com, 2019), with twenty digits. */
  @ParameterizedTest
  @CsvSource({"80, 7.95887811325676828521, 26.77475874399885422138",
      "90, 12.01796670734630498771, 20.93334900059671038814",
      "100, 17.05527096127010941352, 16.07015491702883427821", "110, 23.01782589844280053891, 12.13221151670984486786",
      "120, 29.81102620268247184334, 9.02491348345783563655"})
  void hestonAgreesWithReferencePrices(double strike, double put, double call) {
    MarketData market = market(0.01, 0.02, new AssetModel.Heston(StochasticVariance.of(0.04, 4, 0.25, 1, -0.5)));
    assertThat(fourier(market, European.of("A", OptionType.PUT, strike, 1))).isCloseTo(put, within(1e-10));
    assertThat(fourier(market, European.of("A", OptionType.CALL, strike, 1))).isCloseTo(call, within(1e-10));
  }

  /**
   * The three cases of Andersen (2008), "Simple and efficient simulation of the Heston stochastic volatility model".
   * The prices of the first are also those that PyFENG documents as true ones.
   */
  @ParameterizedTest
  @CsvSource({"0, 0.5, 0.04, 1.0, -0.9, 10, 44.330, 13.085, 0.296",
      "0, 0.3, 0.04, 0.9, -0.5, 15, 45.287, 16.649, 5.138", "0.05, 1.0, 0.09, 1.0, -0.3, 5, 56.575, 33.597, 18.157"})
  void hestonFarFromTheFellerConditionAgreesWithPublishedPrices(double rate, double kappa, double theta, double xi,
      double rho,
      double time, double at60, double at100, double at140) {
    MarketData market = market(rate, 0, new AssetModel.Heston(StochasticVariance.of(theta, kappa, theta, xi, rho)));
    assertThat(fourier(market, European.of("A", OptionType.CALL, 60, time))).isCloseTo(at60, within(6e-4));
    assertThat(fourier(market, European.of("A", OptionType.CALL, 100, time))).isCloseTo(at100, within(6e-4));
    assertThat(fourier(market, European.of("A", OptionType.CALL, 140, time))).isCloseTo(at140, within(6e-4));
  }

  /** Fang and Oosterlee (2008), table 7, as the tests of several other implementations quote it. */
  @Test
  void varianceGammaAgreesWithPublishedPrices() {
    MarketData market = market(0.1, 0, new AssetModel.VarianceGamma(0.12, -0.14, 0.2));
    assertThat(fourier(market, European.of("A", OptionType.CALL, 90, 1))).isCloseTo(19.099354724, within(2e-8));
  }

  @Test
  void shortVarianceGammaOptionsAreLeftOut() {
    MarketData market = market(0.1, 0, new AssetModel.VarianceGamma(0.12, -0.14, 0.2));
    assertThat(AnalyticPrice.of(market, European.of("A", OptionType.CALL, 90, 0.59))).isEmpty();
    assertThat(AnalyticPrice.of(market, Digital.cash("A", OptionType.CALL, 90, 0.61, 1)).orElseThrow().value())
        .isBetween(0.8, 1.0);
  }

  /** Merton (1976): a mixture of Black–Scholes prices over the number of jumps. */
  @Test
  void mertonAgreesWithItsSeries() {
    double vol = 0.2;
    double time = 1.5;
    MarketData market = market(0.03, 0.01, new AssetModel.Merton(vol, JUMPS));
    for (Product product : products(105, time)) {
      double expected = 0;
      double probability = Math.exp(-JUMPS.intensity() * time);
      for (int n = 0; n < 40; n++) {
        double variance = vol * vol + n * JUMPS.vol() * JUMPS.vol() / time;
        double drift = n * Math.log1p(JUMPS.expectedChange()) / time - JUMPS.intensity() * JUMPS.expectedChange();
        MarketData given = market(0.03, 0.01 - drift, AssetModel.BlackScholes.of(Math.sqrt(variance)));
        expected += probability * AnalyticPrice.of(given, product).orElseThrow().value();
        probability *= JUMPS.intensity() * time / (n + 1);
      }
      assertThat(fourier(market, product)).as("%s", product).isCloseTo(expected, within(1e-10));
    }
  }

  @Test
  void limitsOfBatesAreHestonAndMerton() {
    MarketData heston = market(0.03, 0.01, new AssetModel.Heston(VARIANCE));
    MarketData noJumps = market(0.03, 0.01, new AssetModel.Bates(VARIANCE, new Jumps(0, 0.2, 0.3)));
    MarketData merton = market(0.03, 0.01, new AssetModel.Merton(0.2, JUMPS));
    MarketData steady = market(0.03, 0.01,
        new AssetModel.Bates(StochasticVariance.of(0.04, 1.5, 0.04, 1e-5, -0.7), JUMPS));
    for (Product product : products(95, 2)) {
      assertThat(fourier(noJumps, product)).isCloseTo(fourier(heston, product), within(1e-11));
      // The vol of variance that is left has an effect of its own size.
      assertThat(fourier(steady, product)).isCloseTo(fourier(merton, product), within(1e-4));
    }
  }

  @Test
  void analyticPricesOfOtherModelsAreTheseAndNoMore() {
    MarketData market = market(0.03, 0.01, new AssetModel.Heston(VARIANCE));
    Product call = European.of("A", OptionType.CALL, 100, 1);
    assertThat(AnalyticPrice.of(market, call).orElseThrow().value()).isEqualTo(fourier(market, call));
    assertThat(AnalyticPrice.of(market, Asian.of("A", OptionType.CALL, Asian.Average.GEOMETRIC, 100, 1, 4))).isEmpty();
    RiskFactor volOfHeston = new RiskFactor.Vol("A");
    assertThat(AnalyticPrice.of(market, call).orElseThrow().derivative(volOfHeston)).isZero();
  }

  /** The law of a price that pays cash is not that of its moments times the forward price. */
  @Test
  void dividendsOfCashHaveNoPriceHere() {
    Dividends dividends = Dividends.of(List.of(new Dividend(0.5, Dividend.Kind.CASH, 5)), Dividends.CashModel.SPOT);
    MarketData market = market(0.03, 0, new AssetModel.Heston(VARIANCE));
    MarketData paying = market.with(market.asset("A").withDividends(dividends));
    assertThat(AnalyticPrice.of(paying, European.of("A", OptionType.CALL, 100, 1))).isEmpty();
    assertThat(AnalyticPrice.of(paying, European.of("A", OptionType.CALL, 100, 0.4))).isPresent();
  }
}
