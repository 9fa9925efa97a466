package io.pathwise.greeks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.pathwise.engine.cpu.CpuBackend;
import io.pathwise.greeks.measure.Greek;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.greeks.policy.Policy;
import io.pathwise.greeks.policy.Settings;
import io.pathwise.pricing.analytic.AnalyticPrice;
import io.pathwise.pricing.market.Asset;
import io.pathwise.pricing.market.AssetModel;
import io.pathwise.pricing.market.BrownianMotion;
import io.pathwise.pricing.market.Correlations;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.RiskFactor;
import io.pathwise.pricing.market.VolTermStructure;
import io.pathwise.pricing.market.ZeroCurve;
import io.pathwise.pricing.product.Asian;
import io.pathwise.pricing.product.Barrier;
import io.pathwise.pricing.product.Basket;
import io.pathwise.pricing.product.CrossCurrency;
import io.pathwise.pricing.product.CrossCurrency.Conversion;
import io.pathwise.pricing.product.Digital;
import io.pathwise.pricing.product.European;
import io.pathwise.pricing.product.OptionType;
import io.pathwise.pricing.product.Payments;
import io.pathwise.pricing.product.Product;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Products that pay in another currency than that of their assets, against closed forms that are written here once more
 * and against the forwards that no model may miss. Would find a wrong sign or place of a drift, a wrong curve, and a
 * rate that is used upside down.
 */
class CrossCurrencyTest {

  private static final double LARGEST_Z = 4.5;
  private static final double T = 1.25;
  private static final AssetModel BLACK = AssetModel.BlackScholes.of(0.2);
  private static final NormalDistribution NORMAL = new NormalDistribution(null, 0, 1);

  /** SAP in EUR, BP in GBP, AAPL in USD; EURUSD is quoted in USD, USDGBP the other way round. */
  private static MarketData market(AssetModel sap, AssetModel eurusd, double correlation) {
    return MarketData.of(Examples.TODAY,
        List.of(ZeroCurve.of("EUR", List.of(0.5, 2.0), List.of(0.01, 0.02)), ZeroCurve.flat("USD", 0.04),
            ZeroCurve.flat("GBP", 0.05), ZeroCurve.flat("SAP repo", 0.003)),
        List.of(Asset.of("SAP", "EUR", 100, 0.015, sap).withYieldCurves(List.of("SAP repo")),
            Asset.blackScholes("BP", "GBP", 5, 0.03, 0.3), Asset.blackScholes("AAPL", "USD", 110, 0, 0.28),
            Asset.exchangeRate("EURUSD", "USD", "EUR", 1.1, eurusd),
            Asset.exchangeRate("USDGBP", "GBP", "USD", 0.8, AssetModel.BlackScholes.of(0.09))),
        Correlations.of(Stream.of(new Correlations.Entry("SAP", "EURUSD", correlation),
            new Correlations.Entry("SAP", "AAPL", 0.5), new Correlations.Entry("AAPL", "EURUSD", -0.2),
            new Correlations.Entry("BP", "USDGBP", 0.35), new Correlations.Entry("EURUSD", "USDGBP", -0.4))
            .filter(entry -> isNoGammaTime(entry.a(), sap, eurusd) && isNoGammaTime(entry.b(), sap, eurusd)).toList())
            .by(Correlations.Convention.DIFFUSIONS));
  }

  /** Whether anything can be correlated with an asset. */
  private static boolean isNoGammaTime(BrownianMotion motion, AssetModel sap, AssetModel eurusd) {
    AssetModel model = motion.asset().equals("SAP") ? sap : motion.asset().equals("EURUSD") ? eurusd : BLACK;
    return !(model instanceof AssetModel.VarianceGamma);
  }

  private static MarketData market() {
    return market(AssetModel.BlackScholes.of(0.25), AssetModel.BlackScholes.of(0.1), -0.3);
  }

  private static MarketData marketWithTerms() {
    return market(AssetModel.BlackScholes.of(VolTermStructure.of(List.of(0.4, 1.0), List.of(0.3, 0.24))),
        AssetModel.BlackScholes.of(VolTermStructure.of(List.of(0.25, 2.0), List.of(0.08, 0.12))), 0.45);
  }

  private static double call(double discount, double forward, double strike, double deviation) {
    double d = Math.log(forward / strike) / deviation + 0.5 * deviation;
    return discount
        * (forward * NORMAL.cumulativeProbability(d) - strike * NORMAL.cumulativeProbability(d - deviation));
  }

  private static double value(Product product, MarketData market) {
    return AnalyticPrice.of(market, product).orElseThrow().value();
  }

  /** Reiner (1992), equations 3 and 8: forward and volatility of the composite, drift of the quanto. */
  @Test
  void closedFormsAreThoseOfReiner() {
    MarketData market = market();
    double carry = market.curve("EUR").rateTime(T) - (0.015 + 0.003) * T;
    European european = European.of("SAP", OptionType.CALL, 105, T);
    double discount = Math.exp(-0.04 * T);
    double quantoForward = 100 * Math.exp(carry + 0.3 * 0.25 * 0.1 * T);
    assertThat(value(CrossCurrency.of(european, Conversion.QUANTO, "USD", market), market))
        .isCloseTo(call(discount, quantoForward, 105, 0.25 * Math.sqrt(T)), within(1e-12));
    double compositeForward = 110 * Math.exp((0.04 - 0.018) * T);
    double deviation = Math.sqrt((0.25 * 0.25 + 0.1 * 0.1 - 2 * 0.3 * 0.25 * 0.1) * T);
    European inDollars = European.of("SAP", OptionType.CALL, 115, T);
    assertThat(value(CrossCurrency.of(inDollars, Conversion.COMPOSITE, "USD", market), market))
        .isCloseTo(call(discount, compositeForward, 115, deviation), within(1e-12));
  }

  /** The rate that counts is 1/USDGBP, whose correlation with the share has the other sign. */
  @Test
  void ratesThatAreQuotedTheOtherWayRoundAreInverted() {
    MarketData market = market();
    double discount = Math.exp(-0.04 * T);
    European european = European.of("BP", OptionType.CALL, 5, T);
    double quantoForward = 5 * Math.exp((0.05 - 0.03) * T + 0.35 * 0.3 * 0.09 * T);
    assertThat(value(CrossCurrency.of(european, Conversion.QUANTO, "USD", market), market))
        .isCloseTo(call(discount, quantoForward, 5, 0.3 * Math.sqrt(T)), within(1e-12));
    double deviation = Math.sqrt((0.3 * 0.3 + 0.09 * 0.09 - 2 * 0.35 * 0.3 * 0.09) * T);
    European inDollars = European.of("BP", OptionType.CALL, 6, T);
    assertThat(value(CrossCurrency.of(inDollars, Conversion.COMPOSITE, "USD", market), market))
        .isCloseTo(call(discount, 5 / 0.8 * Math.exp((0.04 - 0.03) * T), 6, deviation), within(1e-12));
  }

  @Test
  void derivativesOfClosedFormsAreThoseOfBumps() {
    MarketData market = marketWithTerms();
    for (Product product : products(market)) {
      AnalyticPrice price = AnalyticPrice.of(market, product).orElseThrow();
      for (RiskFactor factor : market.factors(product.assets())) {
        if (!(factor instanceof RiskFactor.ValuationTime)) {
          double step = 1e-5;
          double bumped = (value(product, market.shifted(factor, step)) - value(product, market.shifted(factor, -step)))
              / (2 * step);
          assertThat(price.derivative(factor)).as("%s of %s", factor, product).isCloseTo(bumped,
              within(1e-6 * Math.max(1, Math.abs(bumped))));
        }
      }
    }
  }

  private static List<Product> products(MarketData market) {
    List<Product> products = new ArrayList<>();
    for (Conversion conversion : Conversion.values()) {
      boolean quanto = conversion == Conversion.QUANTO;
      for (Product product : List.of(European.of("SAP", OptionType.PUT, quanto ? 105 : 115, T),
          Digital.cash("BP", OptionType.CALL, quanto ? 5.2 : 6.4, T, 10),
          Asian.of("SAP", OptionType.CALL, Asian.Average.GEOMETRIC, quanto ? 98 : 108, T, List.of(0.5, 1.0, T)),
          Barrier.of("SAP", OptionType.CALL, quanto ? 95 : 104, T, quanto ? 130 : 143, Barrier.Kind.UP_AND_OUT, 3, 1),
          Basket.of(List.of("SAP", "AAPL"), List.of(1.0, 1.0), Basket.Aggregate.BEST_OF, OptionType.CALL, 110, T),
          Basket.of(List.of("SAP", "BP"), List.of(1.0, 18.0), Basket.Aggregate.WORST_OF, OptionType.PUT, 105, T))) {
        products.add(CrossCurrency.of(product, conversion, "USD", market));
      }
    }
    products.add(CrossCurrency.of(European.of("EURUSD", OptionType.CALL, 1.1, T), Conversion.QUANTO, "EUR", market));
    return products;
  }

  @Test
  void everyMeasureIsThatOfTheClosedForm() {
    MarketData market = marketWithTerms();
    Set<Measure> measures = EnumSet.allOf(Measure.class);
    double sum = 0;
    int count = 0;
    try (GreeksEngine engine = new GreeksEngine(new CpuBackend(), 2)) {
      for (Product product : products(market)) {
        for (Greek greek : engine.evaluate(product, market, measures,
            Settings.paths(16_384).withPolicy(Policy.STRUCTURAL).withSeed(7)).numbers()) {
          if (greek.status() == Greek.Status.OK && greek.standardError() > 1e-7) {
            double z = Examples.z(greek, Examples.exact(market, product, greek.factors()));
            assertThat(Math.abs(z)).as("%s %s of %s", greek.measure(), greek.factorText(), product)
                .isLessThan(LARGEST_Z);
            sum += z * z;
            count++;
          } else {
            assertThat(greek.status()).as("%s of %s: %s", greek.measure(), product, greek.message())
                .isIn(Greek.Status.OK, Greek.Status.NOT_APPLICABLE, Greek.Status.FEW_HITS);
          }
        }
      }
    }
    assertThat(count).isGreaterThan(200);
    assertThat(sum / count).isBetween(0.7, 1.4);
  }

  /** A quanto drift of the wrong sign is off by many standard errors. */
  @Test
  void theSignOfTheCorrelationIsFelt() {
    MarketData market = market();
    MarketData wrong = market(AssetModel.BlackScholes.of(0.25), AssetModel.BlackScholes.of(0.1), 0.3);
    Product product = CrossCurrency.of(European.of("SAP", OptionType.CALL, 0, T), Conversion.QUANTO, "USD", market);
    Greek simulated = simulated(product, market);
    assertThat(Math.abs(Examples.z(simulated, value(product, market)))).isLessThan(LARGEST_Z);
    assertThat(Math.abs(Examples.z(simulated, value(product, wrong)))).isGreaterThan(10);
  }

  enum Model {
    MERTON, HESTON, BATES, VARIANCE_GAMMA, CEV, SABR;

    AssetModel model() {
      return Objects.requireNonNull(
          Examples.everyModel().get(name().toLowerCase(Locale.ROOT).replace('_', '-')));
    }
  }

  /** Share and rate under any models: the converted price is a martingale. */
  @ParameterizedTest
  @EnumSource
  void convertedPricesHaveTheirForwards(Model model) {
    for (MarketData market : List.of(market(model.model(), AssetModel.BlackScholes.of(0.1), -0.6),
        market(AssetModel.BlackScholes.of(0.25), model.model(), -0.6), market(model.model(), model.model(), 0.6))) {
      Product forward = CrossCurrency.of(European.of("SAP", OptionType.CALL, 0, T), Conversion.COMPOSITE, "USD",
          market);
      double exact = 110 * Math.exp(-0.018 * T);
      assertThat(Math.abs(Examples.z(simulated(forward, market), exact))).as("%s", market).isLessThan(LARGEST_Z);
    }
  }

  private static Greek simulated(Product product, MarketData market) {
    try (GreeksEngine engine = new GreeksEngine(new CpuBackend(), 2)) {
      return engine.evaluate(product, market, Set.of(Measure.VALUE),
          Settings.paths(65_536).withPolicy(Policy.STRUCTURAL).withSeed(3)).numbers().getFirst();
    }
  }

  @Test
  void knownPaymentsAreDiscountedInTheirCurrency() {
    MarketData market = market();
    Product payment = CrossCurrency.of(Payments.of(List.of("SAP"), T, 100), Conversion.QUANTO, "USD", market);
    Greek value = simulated(payment, market);
    assertThat(value.value()).isCloseTo(100 * Math.exp(-0.04 * T), within(1e-12));
    assertThat(value.standardError()).isZero();
  }

  @Test
  void whatIsMissingIsNamed() {
    MarketData market = market();
    European european = European.of("SAP", OptionType.CALL, 105, T);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CrossCurrency.of(european, Conversion.QUANTO, "GBP", market))
        .withMessage("there is no exchange rate of EUR and GBP, exchange rates: [EURUSD, USDGBP]");
    assertThatIllegalArgumentException().isThrownBy(() -> CrossCurrency.of(european, Conversion.QUANTO, "JPY", market))
        .withMessageContaining("unknown curve JPY");
    MarketData heston = market(AssetModel.BlackScholes.of(0.25), Model.HESTON.model(), 0);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CrossCurrency.of(European.of("AAPL", OptionType.CALL, 105, T), Conversion.QUANTO, "EUR",
            heston))
        .withMessageContaining("EURUSD is quoted in the currency that is to be converted");
    assertThat(CrossCurrency.of(european, Conversion.QUANTO, "EUR", market)).isEqualTo(european);
    AssetModel gamma = Model.VARIANCE_GAMMA.model();
    MarketData oneTime = market(gamma, gamma, 0).with(Correlations.of("SAP", "EURUSD", 0.3));
    assertThatIllegalArgumentException().isThrownBy(() -> CrossCurrency.of(european, Conversion.QUANTO, "USD", oneTime))
        .withMessageContaining("the exchange rate EURUSD under variance-gamma shares its time with SAP");
  }
}
