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
import io.pathwise.pricing.market.Correlations;
import io.pathwise.pricing.market.Dividend;
import io.pathwise.pricing.market.Dividends;
import io.pathwise.pricing.market.Dividends.CashModel;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.RiskFactor;
import io.pathwise.pricing.market.ZeroCurve;
import io.pathwise.pricing.product.Asian;
import io.pathwise.pricing.product.Autocallable;
import io.pathwise.pricing.product.Barrier;
import io.pathwise.pricing.product.Basket;
import io.pathwise.pricing.product.CrossCurrency;
import io.pathwise.pricing.product.Digital;
import io.pathwise.pricing.product.European;
import io.pathwise.pricing.product.OptionType;
import io.pathwise.pricing.product.Product;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.commons.math3.analysis.integration.gauss.GaussIntegratorFactory;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Dividends at known times: forwards, closed forms that are written here once more, an integral over the price before a
 * dividend of cash, and bumps. Would find a dividend that is missed, paid twice or discounted to the wrong day, and a
 * derivative that leaves out what moves its present value. Seeds are fixed, the bound is 4.5 standard errors.
 */
class DividendsTest {

  private static final double LARGEST_Z = 4.5;
  private static final double T = 1.5;
  private static final double RATE = 0.04;
  private static final double VOL = 0.3;
  private static final NormalDistribution NORMAL = new NormalDistribution(null, 0, 1);

  private static final Dividend EARLY = new Dividend(0.4, Dividend.Kind.CASH, 3);
  private static final Dividend LATE = new Dividend(1.1, Dividend.Kind.CASH, 4);
  private static final Dividend SHARE = new Dividend(0.9, Dividend.Kind.PROPORTIONAL, 0.02);
  private static final Dividend BEYOND = new Dividend(2.0, Dividend.Kind.CASH, 5);

  private static MarketData market(AssetModel model, CashModel cashModel, Dividend... dividends) {
    return MarketData.of(Examples.TODAY, List.of(ZeroCurve.flat("EUR", RATE)),
        List.of(Asset.of("FLAT", "EUR", 100, 0, model).withDividends(Dividends.of(List.of(dividends), cashModel)),
            Asset.blackScholes("TERM", "EUR", 40, 0.01, 0.25)),
        model instanceof AssetModel.VarianceGamma ? Correlations.NONE : Correlations.of("FLAT", "TERM", 0.4));
  }

  private static MarketData market(CashModel cashModel, Dividend... dividends) {
    return market(AssetModel.BlackScholes.of(VOL), cashModel, dividends);
  }

  private static double call(double forward, double strike, double deviation) {
    double d = Math.log(forward / strike) / deviation + 0.5 * deviation;
    return forward * NORMAL.cumulativeProbability(d) - strike * NORMAL.cumulativeProbability(d - deviation);
  }

  private static Greek simulated(Product product, MarketData market, Measure measure, Policy policy) {
    try (GreeksEngine engine = new GreeksEngine(new CpuBackend(), 2)) {
      return engine.evaluate(product, market, Set.of(measure),
          Settings.paths(65_536).withPolicy(policy).withSeed(11)).numbers().getFirst();
    }
  }

  /** Hull, Options, Futures and Other Derivatives, example 15.9 (8th edition 14.9): 3.67. */
  @Test
  void escrowedEuropeanIsThatOfHull() {
    MarketData market = MarketData.of(Examples.TODAY, List.of(ZeroCurve.flat("EUR", 0.09)),
        List.of(Asset.blackScholes("FLAT", "EUR", 40, 0, 0.3).withDividends(
            Dividends.of(List.of(new Dividend(2 / 12.0, Dividend.Kind.CASH, 0.5),
                new Dividend(5 / 12.0, Dividend.Kind.CASH, 0.5)), CashModel.ESCROWED))),
        Correlations.NONE);
    Product call = European.of("FLAT", OptionType.CALL, 40, 0.5);
    assertThat(AnalyticPrice.of(market, call).orElseThrow().value()).isCloseTo(3.67, within(0.005));
    assertThat(Math.abs(Examples.z(simulated(call, market, Measure.VALUE, Policy.STRUCTURAL),
        AnalyticPrice.of(market, call).orElseThrow().value()))).isLessThan(LARGEST_Z);
  }

  /** A forward is what is left of the price after the dividends up to it, grown at the rate. */
  @ParameterizedTest
  @EnumSource
  void forwardsFallByTheDividends(CashModel cashModel) {
    MarketData market = market(cashModel, EARLY, SHARE, LATE, BEYOND);
    double afterEarly = 100 * Math.exp(RATE * 0.4) - 3;
    double afterShare = afterEarly * Math.exp(RATE * 0.5) * 0.98;
    double forward = (afterShare * Math.exp(RATE * 0.2) - 4) * Math.exp(RATE * 0.4);
    assertThat(market.forward("FLAT", T)).isCloseTo(forward, within(1e-12));
    assertThat(AnalyticPrice.ofForward(market, European.of("FLAT", OptionType.CALL, 100, T), "FLAT", T).value())
        .isCloseTo(forward, within(1e-12));
    for (AssetModel model : Examples.everyModel().values()) {
      if (model instanceof AssetModel.LocalVol && cashModel == CashModel.SPOT) {
        assertThatIllegalArgumentException().isThrownBy(() -> market(model, cashModel, EARLY))
            .withMessageContaining("a surface of implied volatilities is not known to fit");
        continue;
      }
      Greek value = simulated(European.of("FLAT", OptionType.CALL, 0, T),
          market(model, cashModel, EARLY, SHARE, LATE, BEYOND), Measure.VALUE, Policy.STRUCTURAL);
      assertThat(Math.abs(Examples.z(value, forward * Math.exp(-RATE * T)))).as("%s", model).isLessThan(LARGEST_Z);
    }
  }

  /** A price that is converted pays its dividends in its own currency, and an escrowed one drifts without them. */
  @ParameterizedTest
  @EnumSource
  void convertedForwardsFallByTheDividendsToo(CashModel cashModel) {
    MarketData market = MarketData.of(Examples.TODAY,
        List.of(ZeroCurve.flat("EUR", RATE), ZeroCurve.flat("USD", 0.05)),
        List.of(Asset.blackScholes("FLAT", "EUR", 100, 0, VOL)
            .withDividends(Dividends.of(List.of(EARLY, SHARE, LATE, BEYOND), cashModel)),
            Asset.exchangeRate("EURUSD", "USD", "EUR", 5, AssetModel.BlackScholes.of(0.2))),
        Correlations.of("FLAT", "EURUSD", -0.5));
    for (CrossCurrency.Conversion conversion : CrossCurrency.Conversion.values()) {
      Product product = CrossCurrency.of(European.of("FLAT", OptionType.CALL, 0, T), conversion, "USD", market);
      double forward = AnalyticPrice.ofForward(market, product, "FLAT", T).value();
      Greek value = simulated(product, market, Measure.VALUE, Policy.STRUCTURAL);
      assertThat(Math.abs(Examples.z(value, forward * Math.exp(-0.05 * T)))).as("%s", conversion).isLessThan(LARGEST_Z);
      assertThat(Math.abs(Examples.z(value, 1.01 * forward * Math.exp(-0.05 * T)))).isGreaterThan(LARGEST_Z);
    }
  }

  /** Under the spot model the value is an integral of Black's formula over the price before the dividend. */
  @ParameterizedTest
  @ValueSource(doubles = {80, 100, 130})
  void spotModelIsTheIntegralOverThePriceBeforeTheDividend(double strike) {
    MarketData market = market(CashModel.SPOT, LATE);
    double deviation = VOL * Math.sqrt(1.1);
    double sum = 0;
    for (int panel = -8; panel < 8; panel++) {
      sum += new GaussIntegratorFactory().legendre(20, panel, panel + 1.0).integrate(x -> {
        double before = 100 * Math.exp(RATE * 1.1 - 0.5 * deviation * deviation + deviation * x);
        double after = before - 4;
        return after <= 0
            ? 0
            : NORMAL.density(x) * call(after * Math.exp(RATE * 0.4), strike, VOL * Math.sqrt(0.4));
      });
    }
    Product call = European.of("FLAT", OptionType.CALL, strike, T);
    assertThat(AnalyticPrice.of(market, call)).isEmpty();
    double exact = Math.exp(-RATE * T) * sum;
    for (Policy policy : List.of(Policy.STRUCTURAL, Policy.PILOT)) {
      assertThat(Math.abs(Examples.z(simulated(call, market, Measure.VALUE, policy), exact))).isLessThan(LARGEST_Z);
    }
    double escrowed = AnalyticPrice.of(market(CashModel.ESCROWED, LATE), call).orElseThrow().value();
    assertThat(escrowed).as("volatility of the rest only").isLessThan(exact - 0.1);
    if (strike == 100) {
      assertThat(exact).as("that of docs/models.md").isCloseTo(15.30, within(0.005));
      assertThat(escrowed).as("that of docs/models.md").isCloseTo(14.89, within(0.005));
    }
  }

  /** Proportional dividends leave prices lognormal: all closed forms hold. */
  @Test
  void proportionalDividendsMoveTheForwardOnly() {
    MarketData market = market(CashModel.SPOT, SHARE);
    double exact = Math.exp(-RATE * T) * call(98 * Math.exp(RATE * T), 100, VOL * Math.sqrt(T));
    assertThat(AnalyticPrice.of(market, European.of("FLAT", OptionType.CALL, 100, T)).orElseThrow().value())
        .isCloseTo(exact, within(1e-12));
    for (Product product : List.of(European.of("FLAT", OptionType.CALL, 100, T),
        Digital.cash("FLAT", OptionType.CALL, 100, T, 10),
        Asian.of("FLAT", OptionType.CALL, Asian.Average.GEOMETRIC, 100, T, List.of(0.5, 0.9, T)),
        Barrier.of("FLAT", OptionType.CALL, 100, T, 140, Barrier.Kind.UP_AND_OUT, 3, 1))) {
      checkClosedForm(product, market);
    }
    for (Product product : List.of(European.of("FLAT", OptionType.PUT, 100, T),
        Digital.cash("FLAT", OptionType.PUT, 100, T, 10))) {
      checkClosedForm(product, market(CashModel.ESCROWED, EARLY, SHARE, LATE, BEYOND));
    }
  }

  private static void checkClosedForm(Product product, MarketData market) {
    try (GreeksEngine engine = new GreeksEngine(new CpuBackend(), 2)) {
      for (Greek greek : engine.evaluate(product, market, EnumSet.allOf(Measure.class),
          Settings.paths(16_384).withPolicy(Policy.STRUCTURAL).withSeed(5)).numbers()) {
        if (greek.status() == Greek.Status.OK && greek.standardError() > 1e-7) {
          assertThat(Math.abs(Examples.z(greek, Examples.exact(market, product, greek.factors()))))
              .as("%s %s of %s", greek.measure(), greek.factorText(), product).isLessThan(LARGEST_Z);
        }
      }
    }
  }

  /** Every first derivative is that of a bump on the same noise, under both models of cash. */
  @ParameterizedTest
  @EnumSource
  void derivativesAreThoseOfBumps(CashModel cashModel) {
    MarketData market = market(cashModel, EARLY, SHARE, LATE);
    List<Product> products = List.of(European.of("FLAT", OptionType.CALL, 100, T),
        Digital.cash("FLAT", OptionType.CALL, 100, T, 10),
        Asian.of("FLAT", OptionType.CALL, Asian.Average.ARITHMETIC, 98, T, List.of(0.4, 0.8, 1.2, T)),
        Barrier.of("FLAT", OptionType.CALL, 90, T, 150, Barrier.Kind.UP_AND_OUT, 6, 0),
        Basket.of(List.of("FLAT", "TERM"), List.of(0.5, 1.25), Basket.Aggregate.WEIGHTED_SUM, OptionType.CALL, 100, T),
        Autocallable.of(List.of("FLAT", "TERM"), List.of(100.0, 40.0), 1000, 25, 0.75, 1.0, 1, 0.65, T, 3));
    try (GreeksEngine engine = new GreeksEngine(new CpuBackend(), 2)) {
      for (Product product : products) {
        for (Greek greek : engine.evaluate(product, market, Set.of(Measure.DELTA, Measure.VEGA, Measure.RHO),
            Settings.paths(65_536).withPolicy(Policy.STRUCTURAL).withSeed(2)).numbers()) {
          RiskFactor factor = greek.factors().getFirst();
          double step = factor instanceof RiskFactor.Spot ? 0.5 : 0.005;
          Greek change = engine.change(product, market.shifted(factor, -step), market.shifted(factor, step),
              Set.of(Measure.VALUE), Settings.paths(1 << 19).withPolicy(Policy.STRUCTURAL).withSeed(3), 1 << 19);
          double bumped = change.value() / (2 * step);
          double error = Math.hypot(greek.standardError(), change.standardError() / (2 * step));
          assertThat(Math.abs(greek.value() - bumped)).as("%s %s of %s: %s and %s ± %s", greek.measure(), factor,
              product, greek.value(), bumped, error).isLessThan(LARGEST_Z * error);
          assertThat(error).as("%s of %s", factor, product)
              .isLessThan(0.1 * Math.abs(bumped) + (factor instanceof RiskFactor.Spot ? 0.05 : 3));
        }
      }
    }
  }

  /** Without the dividend of cash the value is many standard errors away. */
  @Test
  void aDividendThatIsForgottenIsFelt() {
    Product call = European.of("FLAT", OptionType.CALL, 100, T);
    Greek with = simulated(call, market(CashModel.SPOT, LATE), Measure.VALUE, Policy.STRUCTURAL);
    double without = AnalyticPrice.of(market(CashModel.SPOT), call).orElseThrow().value();
    assertThat(Math.abs(Examples.z(with, without))).isGreaterThan(10);
  }

  @Test
  void whatCannotBePaidIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> market(CashModel.SPOT, new Dividend(1, Dividend.Kind.CASH, 110)))
        .withMessageContaining("the dividends of asset FLAT are worth 105.6").withMessageContaining("spot 100");
    assertThatIllegalArgumentException().isThrownBy(() -> Dividends.of(List.of(LATE, EARLY), CashModel.SPOT))
        .withMessageContaining("0.4 follows 1.1");
    assertThatIllegalArgumentException().isThrownBy(() -> new Dividend(1, Dividend.Kind.PROPORTIONAL, 1))
        .withMessageContaining("must be a number between 0 and 1");
  }
}
