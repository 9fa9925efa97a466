package io.pathwise.benchmarks.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pathwise.pricing.analytic.AnalyticPrice;
import io.pathwise.pricing.market.Asset;
import io.pathwise.pricing.market.AssetModel;
import io.pathwise.pricing.market.Correlations;
import io.pathwise.pricing.market.Dividend;
import io.pathwise.pricing.market.Dividends;
import io.pathwise.pricing.market.ElasticVol;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.RiskFactor;
import io.pathwise.pricing.market.SmileSurface;
import io.pathwise.pricing.market.StochasticVariance;
import io.pathwise.pricing.market.VolTermStructure;
import io.pathwise.pricing.market.ZeroCurve;
import io.pathwise.pricing.product.Barrier;
import io.pathwise.pricing.product.CrossCurrency;
import io.pathwise.pricing.product.Digital;
import io.pathwise.pricing.product.European;
import io.pathwise.pricing.product.OptionType;
import io.pathwise.pricing.product.Product;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.special.Erf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Differences on grids find closed forms again, in prices and derivatives, as shares of their natural size. */
class ReferencePriceTest {

  private static final LocalDate TODAY = LocalDate.of(2026, 11, 20);
  private static final ZeroCurve CURVE = ZeroCurve.of("C", List.of(0.1, 1.0, 7.0), List.of(0.02, 0.03, 0.035));
  private static final AssetModel TERM = AssetModel.BlackScholes
      .of(VolTermStructure.of(List.of(0.15, 1.0, 4.0), List.of(0.3, 0.25, 0.24)));
  private static final Product CALL = European.of("A", OptionType.CALL, 110, 1.3);
  private static final Product DIGITAL = Digital.cash("A", OptionType.PUT, 95, 0.6, 10);
  private static final Product KNOCK_OUT = Barrier.of("A", OptionType.CALL, 95, 1.3, 120, Barrier.Kind.UP_AND_OUT, 5,
      3);
  private static final Product KNOCK_IN = Barrier.of("A", OptionType.PUT, 105, 0.7, 85, Barrier.Kind.DOWN_AND_IN, 4,
      2);

  private static final RiskFactor SPOT = new RiskFactor.Spot("A");
  private static final RiskFactor VOL = new RiskFactor.Vol("A");
  private static final RiskFactor TIME = new RiskFactor.ValuationTime();
  private static final List<List<RiskFactor>> ORDERS = List.of(List.of(), List.of(SPOT), List.of(SPOT, SPOT),
      List.of(SPOT, SPOT, SPOT), List.of(TIME), List.of(SPOT, TIME), List.of(SPOT, SPOT, TIME),
      List.of(new RiskFactor.Zero("C")), List.of(new RiskFactor.ZeroPillar("C", 1)));

  private static final List<List<RiskFactor>> FIRST = List.of(List.of(), List.of(SPOT), List.of(SPOT, SPOT),
      List.of(TIME), List.of(VOL), List.of(new RiskFactor.Zero("C")));

  private static MarketData market(AssetModel model) {
    return MarketData.of(TODAY, List.of(CURVE), List.of(Asset.of("A", "C", 100, 0.02, model)), Correlations.NONE);
  }

  private static void agree(ReferencePrice price, MarketData market, Product product,
      ReferencePrice.Derivatives exact, double tolerance, List<List<RiskFactor>> orders) {
    Differences differences = new Differences(price, market, product);
    for (List<RiskFactor> factors : orders) {
      double size = Units.size(factors, market, product);
      assertThat(differences.of(factors) / size).as("%s by %s", product, factors)
          .isCloseTo(exact.of(factors) / size, within(tolerance));
    }
  }

  private static ReferencePrice.Derivatives closed(MarketData market, Product product) {
    return AnalyticPrice.of(market, product).orElseThrow()::derivative;
  }

  private static List<List<RiskFactor>> withVol() {
    List<List<RiskFactor>> orders = new ArrayList<>(ORDERS);
    orders.addAll(List.of(List.of(VOL), List.of(VOL, VOL), List.of(SPOT, VOL), List.of(VOL, TIME)));
    return orders;
  }

  @Test
  void blackScholes() {
    MarketData market = market(TERM);
    for (Product product : List.of(CALL, DIGITAL, KNOCK_OUT, KNOCK_IN)) {
      agree(new OneFactor(market, product), market, product, closed(market, product), 3e-6, withVol());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void localVol(boolean isSticky) {
    AssetModel.LocalVol model = AssetModel.LocalVol.of(new SmileSurface(List.of(0.25, 1.0), List.of(0.3, 0.27),
        List.of(-0.6, -0.5), List.of(1.8, 1.2)));
    MarketData market = market(isSticky ? model.quotedAt(97) : model);
    for (Product product : List.of(CALL, DIGITAL)) {
      agree(new OneFactor(market, product), market, product, closed(market, product), 1e-6, FIRST);
    }
  }

  @Test
  void constantElasticity() {
    MarketData market = market(new AssetModel.Cev(ElasticVol.of(0.35, 0.4, 104)));
    List<List<RiskFactor>> orders = new ArrayList<>(FIRST);
    orders.add(List.of(new RiskFactor.ModelParameter("A", "beta")));
    for (Product product : List.of(CALL, DIGITAL)) {
      agree(new OneFactor(market, product), market, product, new Differences(new SchroderPrice(), market, product),
          1e-6, orders);
    }
  }

  @ParameterizedTest
  @EnumSource(CrossCurrency.Conversion.class)
  void otherCurrencies(CrossCurrency.Conversion conversion) {
    for (boolean inverse : List.of(true, false)) {
      AssetModel model = AssetModel.BlackScholes.of(0.12);
      Asset rate = inverse
          ? Asset.exchangeRate("X", "C", "E", 1.2, model)
          : Asset.exchangeRate("X", "E", "C", 0.8, model);
      MarketData market = MarketData.of(TODAY, List.of(CURVE, ZeroCurve.flat("E", 0.01)),
          List.of(Asset.of("A", "C", 100, 0.02, TERM), rate), Correlations.of("A", "X", 0.4));
      List<List<RiskFactor>> orders = List.of(List.of(), List.of(SPOT), List.of(TIME), List.of(VOL),
          List.of(new RiskFactor.Correlation("A", "X")), List.of(new RiskFactor.Vol("X")),
          List.of(new RiskFactor.Zero("E")));
      for (Product domestic : List.of(European.of("A", OptionType.CALL, 88, 1.3),
          Barrier.of("A", OptionType.CALL, 80, 1.3, 125, Barrier.Kind.UP_AND_OUT, 5, 3))) {
        Product product = CrossCurrency.of(domestic, conversion, "E", market);
        agree(new OneFactor(market, product), market, product, closed(market, product), 1e-5, orders);
      }
    }
  }

  @Test
  void escrowedDividends() {
    MarketData market = market(TERM);
    MarketData paying = market.with(market.asset("A").withDividends(Dividends.of(
        List.of(new Dividend(0.4, Dividend.Kind.CASH, 3), new Dividend(0.9, Dividend.Kind.PROPORTIONAL, 0.02)),
        Dividends.CashModel.ESCROWED)));
    for (Product product : List.of(CALL, DIGITAL)) {
      agree(new OneFactor(paying, product), paying, product, closed(paying, product), 1e-6, FIRST);
    }
  }

  /** The example of docs/models.md. */
  @Test
  void dividendsOfTheSpotModel() {
    MarketData market = MarketData.of(TODAY, List.of(ZeroCurve.flat("C", 0.04)),
        List.of(Asset.blackScholes("A", "C", 100, 0, 0.3).withDividends(Dividends.of(
            List.of(new Dividend(1.1, Dividend.Kind.CASH, 4)), Dividends.CashModel.SPOT))),
        Correlations.NONE);
    Product product = European.of("A", OptionType.CALL, 100, 1.5);
    assertThat(new OneFactor(market, product).value(market, product)).isCloseTo(15.30, within(0.005));
  }

  /** The variance can come near 0, where nothing smooths a price, so that differences are less accurate. */
  @Test
  void heston() {
    MarketData market = market(new AssetModel.Heston(StochasticVariance.of(0.06, 1.5, 0.05, 0.6, -0.6)));
    agree(new TwoFactors(market, CALL), market, CALL, closed(market, CALL), 3e-4,
        List.of(List.of(), List.of(SPOT), List.of(SPOT, SPOT)));
  }

  /** Without a volatility of the volatility the SABR model is constant elasticity. */
  @Test
  void sabrWithoutVolatilityOfVolatility() {
    ElasticVol local = ElasticVol.of(0.35, 0.7, 104);
    MarketData market = market(new AssetModel.Sabr(local, 1e-6, -0.3));
    MarketData cev = market(new AssetModel.Cev(local));
    for (Product product : List.of(CALL, DIGITAL)) {
      agree(new TwoFactors(market, product), market, product, new Differences(new SchroderPrice(), cev, product), 1e-5,
          List.of(List.of(), List.of(SPOT), List.of(SPOT, SPOT)));
    }
  }

  @Test
  void sharesEndExactly() {
    Axis axis = Axis.around(1, 0.5, -2, 4, 60);
    double[] shares = axis.shareAbove(1.234);
    double sum = 0;
    for (int i = 1; i < axis.size() - 1; i++) {
      sum += shares[i] * Math.exp(-8 * Math.pow(axis.node(i) - 1, 2)) / (2 * axis.slope(i));
    }
    double exact = 0.5 * Math.sqrt(Math.PI / 8) * (1 - Erf.erf(0.234 * Math.sqrt(8)));
    assertThat(sum).isCloseTo(exact, within(2e-5));
  }
}
