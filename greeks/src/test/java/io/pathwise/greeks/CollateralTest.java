package io.pathwise.greeks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.pathwise.engine.bytes.RecordCodec;
import io.pathwise.engine.cpu.CpuBackend;
import io.pathwise.greeks.measure.Greek;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.greeks.policy.Policy;
import io.pathwise.greeks.policy.Settings;
import io.pathwise.pricing.analytic.AnalyticPrice;
import io.pathwise.pricing.contract.Roll;
import io.pathwise.pricing.market.Asset;
import io.pathwise.pricing.market.AssetModel;
import io.pathwise.pricing.market.CurveInterpolation;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.RiskFactor;
import io.pathwise.pricing.market.StochasticVariance;
import io.pathwise.pricing.market.ZeroCurve;
import io.pathwise.pricing.product.Asian;
import io.pathwise.pricing.product.Collateralised;
import io.pathwise.pricing.product.CrossCurrency;
import io.pathwise.pricing.product.Digital;
import io.pathwise.pricing.product.European;
import io.pathwise.pricing.product.OptionType;
import io.pathwise.pricing.product.Payments;
import io.pathwise.pricing.product.Product;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Products that are discounted with the curve of their collateral, against closed forms with one curve for growth and
 * another for discounting. Would find payments that are discounted with the wrong curve, prices that grow with it, and
 * rates that are moved with the wrong sign.
 */
class CollateralTest {
  private static final double T = 1.7;
  private static final double STRIKE = 105;
  private static final double LARGEST_Z = 4.5;
  private static final String SECURED = "EUR secured";
  private static final European CALL = European.of("FLAT", OptionType.CALL, STRIKE, T);
  private static final Set<Measure> MEASURES = EnumSet.of(Measure.VALUE, Measure.DELTA, Measure.RHO,
      Measure.BUCKETED_RHO);
  private static final NormalDistribution NORMAL = new NormalDistribution(null, 0, 1);
  private static final MarketData MARKET = MarketData.of(Examples.TODAY,
      List.of(Examples.MARKET.curve("EUR"),
          ZeroCurve.of(SECURED, List.of(1.0, 2.0), List.of(0.05, 0.06)).with(CurveInterpolation.LINEAR_ZERO),
          ZeroCurve.flat("USD", 0.04)),
      Stream.concat(Examples.MARKET.assets().values().stream(),
          Stream.of(Asset.exchangeRate("EURUSD", "USD", "EUR", 1.1, AssetModel.BlackScholes.of(0.1)))).toList(),
      Examples.MARKET.correlations());

  /** Zero rate × time of the collateral's curve: 5.7 % at T. */
  private static final double SECURED_RATE = 0.057 * T;

  private static Product secured(Product product) {
    return Collateralised.of(product, SECURED, MARKET);
  }

  private static List<Greek> numbers(Product product, MarketData market, Policy policy) {
    try (GreeksEngine engine = new GreeksEngine(new CpuBackend(), 2)) {
      return engine.evaluate(product, market, MEASURES,
          Settings.paths(65_536).withPolicy(policy).withControlVariates(false)).numbers();
    }
  }

  private static double exact(Greek number) {
    double deviation = 0.25 * Math.sqrt(T);
    double forward = 100 * Math.exp(0.35 * 0.09 + 0.65 * 0.01 - 0.015 * T);
    double d = Math.log(forward / STRIKE) / deviation + 0.5 * deviation;
    double discount = Math.exp(-SECURED_RATE);
    double ofForward = discount * NORMAL.cumulativeProbability(d);
    double value = ofForward * forward - discount * STRIKE * NORMAL.cumulativeProbability(d - deviation);
    return switch (number.measure() + " " + number.factorText()) {
      case "VALUE " -> value;
      case "DELTA FLAT.spot" -> ofForward * forward / 100;
      case "RHO EUR.zero" -> T * ofForward * forward;
      case "BUCKETED_RHO EUR.zero[0.25]" -> 0;
      case "BUCKETED_RHO EUR.zero[1]" -> 0.65 * ofForward * forward;
      case "BUCKETED_RHO EUR.zero[3]" -> 0.35 * 3 * ofForward * forward;
      case "RHO EUR secured.zero" -> -T * value;
      case "BUCKETED_RHO EUR secured.zero[1]" -> -0.3 * T * value;
      case "BUCKETED_RHO EUR secured.zero[2]" -> -0.7 * T * value;
      default -> throw new IllegalStateException(number.toString());
    };
  }

  @ParameterizedTest
  @EnumSource(value = Policy.class, names = {"PREFERENCE", "STRUCTURAL"})
  void callsGrowOnOneCurveAndAreDiscountedOnAnother(Policy policy) {
    List<Greek> numbers = numbers(secured(CALL), MARKET, policy);
    assertThat(numbers).hasSize(9);
    for (Greek number : numbers) {
      double exact = exact(number);
      assertThat(Math.abs(number.value() - exact))
          .as("%s: %s instead of %s", number.factorText(), number.value(), exact)
          .isLessThan(LARGEST_Z * number.standardError() + 1e-9 * (1 + Math.abs(exact)));
    }
    Greek unsecured = numbers(CALL, MARKET, policy).getFirst();
    assertThat(Math.abs(unsecured.value() - exact(unsecured))).isGreaterThan(LARGEST_Z * unsecured.standardError());
  }

  /** Closed forms of all kinds are those without collateral, but for the discount factor. */
  @Test
  void closedFormsHaveTheOtherDiscountFactor() {
    AssetModel heston = new AssetModel.Heston(StochasticVariance.of(0.04, 1.5, 0.05, 0.5, -0.7));
    MarketData smiling = MARKET.with(MARKET.asset("FLAT").withModel(heston));
    for (Product product : List.of(CALL, Digital.assetOrNothing("TERM", OptionType.PUT, 41, T),
        Asian.of("TERM", OptionType.CALL, Asian.Average.GEOMETRIC, 41, T, 4), Payments.of(List.of("FLAT"), T, 3),
        CrossCurrency.of(CALL, CrossCurrency.Conversion.QUANTO, "USD", MARKET))) {
      for (MarketData market : List.of(MARKET, smiling)) {
        AnalyticPrice.of(market, product).ifPresent(price -> {
          double factor = Math.exp(-SECURED_RATE) / product.curve(market).discountFactor(T);
          AnalyticPrice other = AnalyticPrice.of(market, secured(product)).orElseThrow();
          assertThat(other.value()).isCloseTo(price.value() * factor, within(1e-12));
          assertThat(other.derivative(new RiskFactor.ZeroPillar(SECURED, 2)))
              .isCloseTo(-0.7 * T * price.value() * factor, within(1e-8));
          assertThat(other.derivative(new RiskFactor.Spot("FLAT")))
              .isCloseTo(price.derivative(new RiskFactor.Spot("FLAT")) * factor, within(1e-8));
        });
      }
    }
  }

  /** A quanto has a currency, an exchange rate and collateral; its factors come behind those of its assets. */
  @Test
  void productsInOtherCurrenciesMayHaveCollateral() {
    Product quanto = secured(CrossCurrency.of(CALL, CrossCurrency.Conversion.QUANTO, "USD", MARKET));
    assertThat(quanto.curve(MARKET).id()).isEqualTo("USD");
    assertThat(quanto.curves(MARKET)).containsExactly("EUR", "USD", SECURED);
    List<Greek> numbers = numbers(quanto, MARKET, Policy.PREFERENCE);
    AnalyticPrice price = AnalyticPrice.of(MARKET, quanto).orElseThrow();
    for (Greek number : numbers) {
      assertThat(number.value()).as(number.factorText())
          .isCloseTo(price.derivative(number.factors()), within(1e-6));
    }
    assertThat(numbers).anyMatch(number -> number.factorText().equals("EUR secured.zero") && number.value() < -1)
        .anyMatch(number -> number.factorText().equals("USD.zero") && number.value() == 0);
  }

  @Test
  void collateralAtTheRatesOfTheCurrencyIsNone() {
    assertThat(Collateralised.of(CALL, "EUR", MARKET)).isSameAs(CALL);
  }

  /** Something that holds a product, as what travels to other processes does. */
  private record Envelope(Product product) {}

  @Test
  void productsWithCollateralTravel() {
    RecordCodec<Envelope> codec = RecordCodec.of(Envelope.class);
    Product quanto = CrossCurrency.of(CALL, CrossCurrency.Conversion.QUANTO, "USD", MARKET);
    for (Product product : List.of(secured(CALL), secured(quanto), quanto, CALL)) {
      assertThat(codec.fromBytes(codec.toBytes(new Envelope(product))).product()).isEqualTo(product);
    }
  }

  @Test
  void whatIsLeftKeepsItsCollateral() {
    assertThat(Roll.of(secured(CALL), MARKET, 100).product().collateral()).contains(SECURED);
    assertThat(Roll.of(secured(CALL), MARKET, 1000).product())
        .isEqualTo(secured(Payments.none(List.of("FLAT"))));
  }

  @Test
  void whatCannotBeIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> Collateralised.of(CALL, "JPY", MARKET))
        .withMessage("unknown curve JPY, known curves: [EUR, EUR secured, USD]");
    assertThatIllegalArgumentException().isThrownBy(() -> Collateralised.of(secured(CALL), "USD", MARKET))
        .withMessage("a product has one collateral, this one has EUR secured");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CrossCurrency.of(secured(CALL), CrossCurrency.Conversion.QUANTO, "USD", MARKET))
        .withMessageContaining("cannot be converted");
  }
}
