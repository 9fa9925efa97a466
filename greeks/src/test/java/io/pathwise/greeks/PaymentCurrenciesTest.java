package io.pathwise.greeks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pathwise.engine.cpu.CpuBackend;
import io.pathwise.greeks.measure.Greek;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.greeks.policy.Settings;
import io.pathwise.pricing.market.Asset;
import io.pathwise.pricing.market.AssetModel;
import io.pathwise.pricing.market.Correlations;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.ZeroCurve;
import io.pathwise.pricing.product.CrossCurrency;
import io.pathwise.pricing.product.Product;
import io.pathwise.pricing.product.Scripted;
import io.pathwise.pricing.script.DateRules;
import io.pathwise.pricing.script.PaymentCurrencies;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Payments in another currency than that of the product, against closed forms and their differences; seed 11, 4.5
 * standard errors. Start at {@link #aCallPaidInAnotherCurrency}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PaymentCurrenciesTest {

  private static final double LARGEST_Z = 4.5;
  private static final String RATE = "EURUSD";
  private static final Quotes TODAY = new Quotes(100, 0.2, 1.1, 0.12, 0.03, 0.01);
  private static final double CORRELATION = 0.6;
  private static final double YEARS = 1.5;

  private final GreeksEngine engine = new GreeksEngine(new CpuBackend(), 2);

  /** All that the closed forms need. */
  private record Quotes(double spot, double vol, double rate, double rateVol, double usd, double eur) {

    MarketData market() {
      return MarketData.of(Examples.TODAY, List.of(ZeroCurve.flat("USD", usd), ZeroCurve.flat("EUR", eur)),
          List.of(Asset.blackScholes("A", "USD", spot, 0, vol), Asset.blackScholes("SAP", "EUR", 50, 0, 0.25),
              Asset.exchangeRate(RATE, "USD", "EUR", rate, AssetModel.BlackScholes.of(rateVol))),
          Correlations.of(List.of(new Correlations.Entry("A", RATE, CORRELATION))));
    }
  }

  @AfterAll
  void close() {
    engine.close();
  }

  private static Scripted inEuros(String text, String... names) {
    PaymentCurrencies currencies = PaymentCurrencies.of(text,
        currency -> currency.equals("USD") ? Optional.empty() : Optional.of(RATE));
    return new Scripted(text, Optional.empty(), DateRules.NONE, currencies, List.of(names),
        currencies.withRates(List.of(names)), false, 0, List.of(), List.of(), 1);
  }

  private static double fixed(Quotes quotes) {
    return 5 * quotes.rate() * Math.exp(-quotes.eur() * YEARS);
  }

  /** With a unit of the other currency as numeraire the asset drifts by the covariance with the rate. */
  private static double call(Quotes quotes) {
    double forward = quotes.spot()
        * Math.exp((quotes.usd() + CORRELATION * quotes.vol() * quotes.rateVol()) * YEARS);
    return quotes.rate() * Math.exp(-quotes.eur() * YEARS)
        * black(forward, 100, quotes.vol() * Math.sqrt(YEARS));
  }

  /** Garman and Kohlhagen (1983). */
  private static double callOnRate(Quotes quotes) {
    double forward = quotes.rate() * Math.exp((quotes.usd() - quotes.eur()) * YEARS);
    return Math.exp(-quotes.usd() * YEARS) * black(forward, 1.05, quotes.rateVol() * Math.sqrt(YEARS));
  }

  private static double black(double forward, double strike, double deviation) {
    NormalDistribution normal = new NormalDistribution();
    double d = Math.log(forward / strike) / deviation + deviation / 2;
    return forward * normal.cumulativeProbability(d) - strike * normal.cumulativeProbability(d - deviation);
  }

  @Test
  void aFixedAmountIsWorthItsDiscountedValueAtTodaysRate() {
    check(inEuros("at 1.5 { pay 5 in EUR }", "A"), PaymentCurrenciesTest::fixed);
    Product composite = CrossCurrency.of(inEuros("at 1.5 { pay 5 in EUR }", "SAP"), CrossCurrency.Conversion.COMPOSITE,
        "USD", TODAY.market());
    check(composite, PaymentCurrenciesTest::fixed);
  }

  @Test
  void aCallPaidInAnotherCurrency() {
    check(inEuros("at 1.5 { pay max(A - 100, 0) in EUR }", "A"), PaymentCurrenciesTest::call);
  }

  /** Negative control: the rate of today is not the rate of the payment. */
  @Test
  void aCallConvertedAtTheForwardRateFailsTheSameCheck() {
    double forward = TODAY.rate() * Math.exp((TODAY.usd() - TODAY.eur()) * YEARS);
    Product wrong = inEuros("at 1.5 { pay %s * max(A - 100, 0) in USD }".formatted(forward), "A");
    assertThatThrownBy(() -> check(wrong, PaymentCurrenciesTest::call)).isInstanceOf(AssertionError.class)
        .hasMessageContaining("VALUE");
  }

  /** Of a rate that the script names, too. */
  @Test
  void anOptionOnTheRateItself() {
    check(inEuros("at 1.5 { pay max(1 - 1.05 / EURUSD, 0) in EUR }", "EURUSD"), PaymentCurrenciesTest::callOnRate);
  }

  /** A choice of payments in two currencies takes the one that is worth more. */
  @Test
  void decisionsCompareInTheCurrencyOfTheProduct() {
    check(inEuros("at 1.5 { exercise when EURUSD > 1.05 { pay 1 in EUR pay -1.05 in USD } }", "EURUSD"),
        PaymentCurrenciesTest::callOnRate);
  }

  private void check(Product product, ToDoubleFunction<Quotes> exact) {
    Settings settings = Settings.paths(256 * 512).withSeed(11);
    List<Greek> numbers = engine.evaluate(product, TODAY.market(),
        EnumSet.of(Measure.VALUE, Measure.DELTA, Measure.VEGA, Measure.RHO), settings).numbers();
    check(numbers, "VALUE", "", exact.applyAsDouble(TODAY));
    if (product.assets().contains("A")) {
      check(numbers, "DELTA", "A", slope(exact, 1e-3, 1, 0, 0, 0, 0, 0));
      check(numbers, "VEGA", "A", slope(exact, 1e-6, 0, 1, 0, 0, 0, 0));
    }
    check(numbers, "DELTA", RATE, slope(exact, 1e-5, 0, 0, 1, 0, 0, 0));
    check(numbers, "VEGA", RATE, slope(exact, 1e-6, 0, 0, 0, 1, 0, 0));
    check(numbers, "RHO", "USD", slope(exact, 1e-6, 0, 0, 0, 0, 1, 0));
    check(numbers, "RHO", "EUR", slope(exact, 1e-6, 0, 0, 0, 0, 0, 1));
  }

  private static void check(List<Greek> numbers, String measure, String factor, double exact) {
    Greek greek = numbers.stream()
        .filter(number -> number.measure().name().equals(measure) && number.factorText().contains(factor)).findFirst()
        .orElseThrow();
    assertThat(Math.abs(greek.value() - exact)).as("%s %s: %s, exactly %s, by %s", measure, factor, greek, exact,
        greek.estimator()).isLessThan(LARGEST_Z * greek.standardError() + 1e-6 * (1 + Math.abs(exact)));
  }

  private static double slope(ToDoubleFunction<Quotes> exact, double h, double... direction) {
    return (exact.applyAsDouble(moved(h, direction)) - exact.applyAsDouble(moved(-h, direction))) / (2 * h);
  }

  private static Quotes moved(double h, double[] by) {
    return new Quotes(TODAY.spot() + h * by[0], TODAY.vol() + h * by[1], TODAY.rate() + h * by[2],
        TODAY.rateVol() + h * by[3], TODAY.usd() + h * by[4], TODAY.eur() + h * by[5]);
  }
}
