package io.pathwise.pricing.analytic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pathwise.pricing.market.Asset;
import io.pathwise.pricing.market.AssetModel;
import io.pathwise.pricing.market.Correlations;
import io.pathwise.pricing.market.Jumps;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.RiskFactor;
import io.pathwise.pricing.market.StochasticVariance;
import io.pathwise.pricing.market.ZeroCurve;
import io.pathwise.pricing.product.Asian;
import io.pathwise.pricing.product.Barrier;
import io.pathwise.pricing.product.Basket;
import io.pathwise.pricing.product.Digital;
import io.pathwise.pricing.product.European;
import io.pathwise.pricing.product.OptionType;
import io.pathwise.pricing.product.Product;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Closed forms far outside of what markets quote: deviations vol · √T up to 15 and strikes at the ends of the doubles
 * give right, finite numbers.
 */
class ExtremeMarketsTest {

  private static final List<String> BOTH = List.of("A", "B");
  private static final double ROUNDING = 1e-12;

  private static MarketData market(double rate, double dividend, AssetModel model) {
    return MarketData.of(LocalDate.of(2026, 11, 20), List.of(ZeroCurve.flat("USD", rate)),
        List.of(Asset.of("A", "USD", 100, dividend, model), Asset.of("B", "USD", 100, dividend, model)),
        Correlations.of("A", "B", 0.5));
  }

  private static MarketData blackScholes(double vol) {
    return market(0.03, 0.01, AssetModel.BlackScholes.of(vol));
  }

  private static double value(MarketData market, Product product) {
    return AnalyticPrice.of(market, product).orElseThrow().value();
  }

  /** Evaluated with forty digits. */
  @ParameterizedTest
  @CsvSource({"9966234, 50, -0.05, -0.2, 1, 2196870.3721875887, 2199350.7792594022, 0.00024888107903281351",
      "100, 1, 0.03, 0.01, 15, 99.00498337491055, 99.004983374913678, 3.1282429204437273e-14",
      "1e6, 4, 0.03, 0.01, 5, 96.07535492666351, 96.07684434430089, 1.4894176373792788e-9",
      "1e-6, 1, 0.03, 0.01, 10, 99.004983373759469, 99.004983374535758, 0.00077628944215127693"})
  void valuesAgreeWithExactArithmetic(double strike, double time, double rate, double dividend, double vol,
      double call, double asset, double cash) {
    MarketData market = market(rate, dividend, AssetModel.BlackScholes.of(vol));
    assertThat(value(market, European.of("A", OptionType.CALL, strike, time))).isCloseTo(call,
        within(ROUNDING * asset));
    assertThat(value(market, Digital.assetOrNothing("A", OptionType.CALL, strike, time))).isCloseTo(asset,
        within(ROUNDING * asset));
    assertThat(value(market, Digital.of("A", OptionType.CALL, strike, time))).isCloseTo(cash, within(1e-9 * cash));
    MarketData merton = market(rate, dividend, new AssetModel.Merton(Math.min(vol, 5), new Jumps(0, 0, 0)));
    double expected = value(market(rate, dividend, AssetModel.BlackScholes.of(Math.min(vol, 5))),
        European.of("A", OptionType.CALL, strike, time));
    assertThat(value(merton, European.of("A", OptionType.CALL, strike, time))).isCloseTo(expected,
        within(1e-10 * asset));
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-3, 0.5, 2, 5, 7.07, 10, 15, 38})
  void everythingIsFinite(double deviation) {
    for (double time : new double[]{0.01, 1, 50}) {
      MarketData market = blackScholes(deviation / Math.sqrt(time));
      for (double strike : new double[]{0, 1e-300, 1e-150, 1e-6, 50, 100, 1e10, 1e150, 1e300}) {
        for (Product product : products(strike, time)) {
          AnalyticPrice price = AnalyticPrice.of(market, product).orElseThrow();
          assertThat(price.value()).as("%s", product).isFinite();
          for (RiskFactor first : market.factors(product.assets())) {
            assertThat(price.derivative(first)).as("%s of %s", first, product).isFinite();
            for (RiskFactor second : market.factors(product.assets())) {
              assertThat(price.derivative(first, second)).as("%s %s of %s", first, second, product).isFinite();
            }
          }
        }
      }
    }
  }

  private static List<Product> products(double strike, double time) {
    List<Product> products = new ArrayList<>();
    for (OptionType option : OptionType.values()) {
      products.add(European.of("A", option, strike, time));
      products.add(Digital.of("A", option, strike, time));
      products.add(Digital.assetOrNothing("A", option, strike, time));
      products.add(Asian.of("A", option, Asian.Average.GEOMETRIC, strike, time, 4));
      products.add(
          Basket.of(BOTH, List.of(1.0, -1.0), Basket.Aggregate.WEIGHTED_SUM, option, 0, time));
    }
    return products;
  }

  /** The larger and the smaller of two prices are the two prices. */
  @ParameterizedTest
  @ValueSource(doubles = {0.2, 2, 5, 10, 15})
  void bestAndWorstAreBoth(double vol) {
    MarketData market = blackScholes(vol);
    for (double strike : new double[]{0, 1, 100, 1e4}) {
      double best = value(market,
          Basket.of(BOTH, List.of(1.0, 1.0), Basket.Aggregate.BEST_OF, OptionType.CALL, strike, 1));
      double worst = value(market,
          Basket.of(BOTH, List.of(1.0, 1.0), Basket.Aggregate.WORST_OF, OptionType.CALL, strike, 1));
      assertThat(best + worst).isCloseTo(2 * value(market, European.of("A", OptionType.CALL, strike, 1)),
          within(1e-9));
    }
  }

  /** Its bulk lies a variance above the middle of the price's law. */
  @ParameterizedTest
  @ValueSource(doubles = {0.2, 3, 7, 15})
  void barriersThatAreNeverHitAreEuropean(double vol) {
    MarketData market = blackScholes(vol);
    for (int dates : new int[]{1, 2, 12}) {
      for (OptionType option : OptionType.values()) {
        double european = value(market, European.of("A", option, 100, 1));
        assertThat(value(market, Barrier.of("A", option, 100, 1, 1e300, Barrier.Kind.UP_AND_OUT, dates, 0)))
            .isCloseTo(european, within(1e-8));
        assertThat(value(market, Barrier.of("A", option, 100, 1, 1e-300, Barrier.Kind.DOWN_AND_OUT, dates, 0)))
            .isCloseTo(european, within(1e-8));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.1, 1, 5, 7.07, 10, 15, 20})
  void fourierPricesFollowWideLaws(double deviation) {
    double time = 50;
    double vol = deviation / Math.sqrt(time);
    MarketData black = blackScholes(vol);
    MarketData merton = market(0.03, 0.01, new AssetModel.Merton(vol, new Jumps(0, 0, 0)));
    MarketData heston = market(0.03, 0.01,
        new AssetModel.Heston(StochasticVariance.of(vol * vol, 1, vol * vol, 1e-5, 0)));
    for (double strike : new double[]{1e-2, 50, 100, 1e6}) {
      for (Product product : List.of(European.of("A", OptionType.CALL, strike, time),
          Digital.of("A", OptionType.PUT, strike, time))) {
        double expected = value(black, product);
        assertThat(value(merton, product)).as("%s", product).isCloseTo(expected, within(1e-9));
        assertThat(value(heston, product)).as("%s", product).isCloseTo(expected, within(1e-8));
      }
    }
  }

  /** A variance that reverts at once is constant; the differences that are left are of the order of ξ/κ. */
  @Test
  void fastAndSlowVariancesAreDeterministic() {
    Product call = European.of("A", OptionType.CALL, 105, 1);
    double atTheta = value(blackScholes(0.2), call);
    double fast = value(market(0.03, 0.01, new AssetModel.Heston(StochasticVariance.of(0.04, 2500, 0.04, 0.5, -0.7))),
        call);
    assertThat(fast).isCloseTo(atTheta, within(1e-3));
    double slow = value(
        market(0.03, 0.01, new AssetModel.Heston(StochasticVariance.of(0.04, 1e-8, 0.09, 1e-6, -0.7))), call);
    assertThat(slow).isCloseTo(atTheta, within(1e-5));
  }
}
