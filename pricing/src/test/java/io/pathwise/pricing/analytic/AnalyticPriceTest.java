package io.pathwise.pricing.analytic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.pathwise.pricing.market.Asset;
import io.pathwise.pricing.market.Correlations;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.RiskFactor;
import io.pathwise.pricing.market.ZeroCurve;
import io.pathwise.pricing.product.Asian;
import io.pathwise.pricing.product.Basket;
import io.pathwise.pricing.product.Digital;
import io.pathwise.pricing.product.European;
import io.pathwise.pricing.product.OptionType;
import io.pathwise.pricing.product.Product;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Closed forms against published numbers, parities and textbook Greeks. Tolerances are half of the last digit. */
class AnalyticPriceTest {
  private static final RiskFactor SPOT = new RiskFactor.Spot("A");
  private static final RiskFactor VOL = new RiskFactor.Vol("A");
  private static final RiskFactor RATE = new RiskFactor.Zero("USD");
  private static final RiskFactor DIVIDEND = new RiskFactor.Dividend("A");
  private static final RiskFactor TIME = new RiskFactor.ValuationTime();

  private static MarketData market(double spot, double rate, double dividend, double vol) {
    return MarketData.of(LocalDate.of(2026, 11, 20), List.of(ZeroCurve.flat("USD", rate)),
        List.of(Asset.blackScholes("A", "USD", spot, dividend, vol)), Correlations.NONE);
  }

  private static MarketData twoAssets(double rate, Asset a, Asset b, double correlation) {
    return MarketData.of(LocalDate.of(2026, 11, 20), List.of(ZeroCurve.flat("USD", rate)), List.of(a, b),
        Correlations.of("A", "B", correlation));
  }

  private static AnalyticPrice price(MarketData market, Product product) {
    return AnalyticPrice.of(market, product).orElseThrow();
  }

  /** J. C. Hull, "Options, Futures, and Other Derivatives", 8th ed. 2012, example 14.6. */
  @Test
  void hullsEuropeanOptions() {
    MarketData market = market(42, 0.1, 0, 0.2);
    assertThat(price(market, European.of("A", OptionType.CALL, 40, 0.5)).value()).isCloseTo(4.76, within(0.005));
    assertThat(price(market, European.of("A", OptionType.PUT, 40, 0.5)).value()).isCloseTo(0.81, within(0.005));
  }

  /** E. G. Haug, "The Complete Guide to Option Pricing Formulas", 2nd ed. 2007, sections 1.1, 2 and 4.19. */
  @Test
  void haugsValuesAndGreeks() {
    assertThat(price(market(100, 0.1, 0.05, 0.2), European.of("A", OptionType.PUT, 95, 0.5)).value())
        .isCloseTo(2.4648, within(5e-5));
    assertThat(price(market(105, 0.1, 0.1, 0.36), European.of("A", OptionType.CALL, 100, 0.5)).derivative(SPOT))
        .isCloseTo(0.5946, within(5e-5));
    AnalyticPrice call = price(market(55, 0.1, 0, 0.3), European.of("A", OptionType.CALL, 60, 0.75));
    assertThat(call.derivative(SPOT, SPOT)).isCloseTo(0.0278, within(5e-5));
    assertThat(price(market(55, 0.105, 0.0355, 0.3), European.of("A", OptionType.CALL, 60, 0.75)).derivative(VOL))
        .isCloseTo(18.5027, within(5e-5));
    assertThat(price(market(430, 0.07, 0.05, 0.2), European.of("A", OptionType.PUT, 405, 0.0833)).derivative(TIME))
        .isCloseTo(-31.1924, within(5e-5));
    assertThat(price(market(72, 0.09, 0, 0.19), European.of("A", OptionType.CALL, 75, 1)).derivative(RATE))
        .isCloseTo(38.7325, within(5e-5));
    assertThat(price(market(90, 0.05, 0.05, 0.28), European.of("A", OptionType.CALL, 130, 0.75)).derivative(VOL, VOL))
        .isCloseTo(92.3444, within(5e-5));
    assertThat(price(market(100, 0.06, 0.06, 0.35), Digital.cash("A", OptionType.PUT, 80, 0.75, 10)).value())
        .isCloseTo(2.6710, within(5e-5));
    assertThat(price(market(70, 0.07, 0.05, 0.27), Digital.assetOrNothing("A", OptionType.PUT, 65, 0.5)).value())
        .isCloseTo(20.2069, within(5e-5));
  }

  /**
   * L. Clewlow, C. Strickland, "Implementing Derivatives Models", 1998, pages 118–123: the geometric control variate.
   */
  @Test
  void clewlowAndStricklandsGeometricAsian() {
    Asian asian = Asian.of("A", OptionType.CALL, Asian.Average.GEOMETRIC, 100, 1, 10);
    assertThat(price(market(100, 0.06, 0.03, 0.2), asian).value()).isCloseTo(5.3425606635, within(5e-11));
  }

  /** Haug, "Option Pricing Formulas", 1st ed. 1998, page 58, and the spreadsheet that accompanies it. */
  @ParameterizedTest
  @CsvSource({"WORST_OF, CALL, 0, 0, 4.8177", "BEST_OF, CALL, 0, 0, 11.6323", "WORST_OF, PUT, 0, 0, 2.0376",
      "BEST_OF, PUT, 0, 0, 0.5731", "WORST_OF, CALL, 0.06, 0.09, 2.9340", "WORST_OF, PUT, 0.06, 0.09, 3.5224",
      "BEST_OF, CALL, 0.06, 0.09, 8.0701", "BEST_OF, PUT, 0.06, 0.09, 1.2181"})
  void haugsBestAndWorstOf(Basket.Aggregate aggregate, OptionType option, double q1, double q2, double expected) {
    MarketData market = twoAssets(0.05, Asset.blackScholes("A", "USD", 100, q1, 0.11),
        Asset.blackScholes("B", "USD", 105, q2, 0.16), 0.63);
    Basket basket = Basket.of(List.of("A", "B"), List.of(1.0, 1.0), aggregate, option, 98, 0.5);
    // the source's bivariate normal has six digits
    assertThat(price(market, basket).value()).isCloseTo(expected, within(1e-4));
  }

  /**
   * Exchange options: values from Haug, 1st ed. 1998, page 52; deltas, gammas and theta as QuantLib's test suite
   * ({@code margrabeoption.cpp}) has them, to three digits.
   */
  @ParameterizedTest
  @CsvSource({"0.1, 0.15, -0.5, 2.125, 0.841, -0.818, 0.112, 0.135, -2.043",
      "0.1, 0.25, 0.0, 2.152, 0.830, -0.805, 0.111, 0.134, -2.302",
      "0.5, 0.20, 0.5, 2.231, 0.728, -0.689, 0.099, 0.120, -0.550"})
  void exchangeOptions(double expiry, double vol2, double correlation, double value, double delta1, double delta2,
      double gamma1, double gamma2, double theta) {
    MarketData market = twoAssets(0.1, Asset.blackScholes("A", "USD", 22, 0.06, 0.2),
        Asset.blackScholes("B", "USD", 20, 0.04, vol2), correlation);
    Product exchange = Basket.of(List.of("A", "B"), List.of(1.0, -1.0), Basket.Aggregate.WEIGHTED_SUM, OptionType.CALL,
        0, expiry);
    RiskFactor other = new RiskFactor.Spot("B");
    AnalyticPrice price = price(market, exchange);
    assertThat(price.value()).isCloseTo(value, within(1e-3));
    assertThat(price.derivative(SPOT)).isCloseTo(delta1, within(1e-3));
    assertThat(price.derivative(other)).isCloseTo(delta2, within(1e-3));
    assertThat(price.derivative(SPOT, SPOT)).isCloseTo(gamma1, within(1e-3));
    assertThat(price.derivative(other, other)).isCloseTo(gamma2, within(1e-3));
    assertThat(price.derivative(TIME)).isCloseTo(theta, within(1e-3));
    assertThat(price.derivative(RATE)).isCloseTo(0, within(1e-12));
    Product swapped = Basket.of(List.of("B", "A"), List.of(-1.0, 1.0), Basket.Aggregate.WEIGHTED_SUM, OptionType.CALL,
        0, expiry);
    Product asPut = Basket.of(List.of("B", "A"), List.of(1.0, -1.0), Basket.Aggregate.WEIGHTED_SUM, OptionType.PUT, 0,
        expiry);
    assertThat(price(market, swapped).value()).isCloseTo(price.value(), within(1e-14));
    assertThat(price(market, asPut).value()).isCloseTo(price.value(), within(1e-14));
  }

  /** Textbook closed forms (Haug 2007, chapter 2), written out: an independent way to the same Greeks. */
  @ParameterizedTest
  @CsvSource({"CALL, 100, 90, 0.03, 0.01, 0.2, 1", "PUT, 100, 90, 0.03, 0.01, 0.2, 1",
      "CALL, 100, 130, -0.01, 0.04, 0.8, 10", "PUT, 100, 105, 0.05, 0, 0.05, 0.02",
      "CALL, 100, 300, 0.02, 0, 0.15, 0.5"})
  void textbookGreeks(OptionType option, double s, double k, double r, double q, double vol, double t) {
    AnalyticPrice price = price(market(s, r, q, vol), European.of("A", option, k, t));
    double root = Math.sqrt(t);
    double d1 = (Math.log(s / k) + (r - q + vol * vol / 2) * t) / (vol * root);
    double d2 = d1 - vol * root;
    double sign = option.sign();
    double carried = Math.exp(-q * t);
    double discounted = k * Math.exp(-r * t);
    double density = carried * NormalProbability.density(d1);
    double delta = sign * carried * NormalProbability.cdf(sign * d1);
    double vega = s * density * root;
    double rho = sign * discounted * t * NormalProbability.cdf(sign * d2);
    double theta = -s * density * vol / (2 * root) + q * s * delta
        - r * sign * discounted * NormalProbability.cdf(sign * d2);
    check(price.value(), s * delta - sign * discounted * NormalProbability.cdf(sign * d2), s);
    check(price.derivative(SPOT), delta, 1);
    check(price.derivative(SPOT, SPOT), density / (s * vol * root), 1 / s);
    check(price.derivative(VOL), vega, s);
    check(price.derivative(RATE), rho, s);
    check(price.derivative(DIVIDEND), -t * s * delta, s);
    check(price.derivative(SPOT, VOL), -density * d2 / vol, 1);
    check(price.derivative(VOL, VOL), vega * d1 * d2 / vol, s);
    check(price.derivative(TIME), theta, s);
    check(price.derivative(VOL, SPOT), price.derivative(SPOT, VOL), 1);
  }

  private static void check(double actual, double expected, double scale) {
    assertThat(actual).isCloseTo(expected, within(1e-12 * Math.max(Math.abs(expected), scale)));
  }

  @Test
  void parities() {
    MarketData market = market(100, 0.03, 0.01, 0.25);
    double t = 0.7;
    double discount = Math.exp(-0.03 * t);
    double forward = 100 * Math.exp(0.02 * t);
    for (double k = 20; k < 300; k += 40) {
      double call = price(market, European.of("A", OptionType.CALL, k, t)).value();
      double put = price(market, European.of("A", OptionType.PUT, k, t)).value();
      assertThat(call - put).isCloseTo(discount * (forward - k), within(1e-12));
      double cash = price(market, Digital.cash("A", OptionType.CALL, k, t, 1)).value();
      double asset = price(market, Digital.assetOrNothing("A", OptionType.CALL, k, t)).value();
      assertThat(asset - k * cash).isCloseTo(call, within(1e-12));
      assertThat(cash + price(market, Digital.cash("A", OptionType.PUT, k, t, 1)).value()).isCloseTo(discount,
          within(1e-14));
      assertThat(asset + price(market, Digital.assetOrNothing("A", OptionType.PUT, k, t)).value())
          .isCloseTo(discount * forward, within(1e-12));
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {-1, -0.999999, -0.4, 0, 0.9, 1})
  void bestAndWorstOfAddUpToTheTwoEuropeans(double correlation) {
    MarketData market = twoAssets(0.02, Asset.blackScholes("A", "USD", 100, 0.01, 0.3),
        Asset.blackScholes("B", "USD", 45, 0, 0.2), correlation);
    for (OptionType option : OptionType.values()) {
      for (double strike : new double[]{0, 60, 95, 140}) {
        double expected = price(market, European.of("A", option, strike, 2)).value()
            + 2 * price(market, European.of("B", option, strike / 2, 2)).value();
        double best = price(market, Basket.of(List.of("A", "B"), List.of(1.0, 2.0), Basket.Aggregate.BEST_OF, option,
            strike, 2)).value();
        double worst = price(market, Basket.of(List.of("A", "B"), List.of(1.0, 2.0), Basket.Aggregate.WORST_OF, option,
            strike, 2)).value();
        assertThat(best + worst).isCloseTo(expected, within(1e-12 * 100));
        assertThat(option.sign() * (best - worst)).isGreaterThanOrEqualTo(0);
      }
    }
  }

  @Test
  void perfectlyCorrelatedEqualVolsLeaveTheLargerAsset() {
    MarketData market = twoAssets(0.02, Asset.blackScholes("A", "USD", 100, 0, 0.3),
        Asset.blackScholes("B", "USD", 90, 0, 0.3), 1);
    double larger = price(market, European.of("A", OptionType.CALL, 95, 1)).value();
    double smaller = price(market, European.of("B", OptionType.CALL, 95, 1)).value();
    List<String> both = List.of("A", "B");
    List<Double> units = List.of(1.0, 1.0);
    assertThat(price(market, Basket.of(both, units, Basket.Aggregate.BEST_OF, OptionType.CALL, 95, 1)).value())
        .isEqualTo(larger);
    assertThat(price(market, Basket.of(both, units, Basket.Aggregate.WORST_OF, OptionType.CALL, 95, 1)).value())
        .isEqualTo(smaller);
    assertThat(price(market,
        Basket.of(both, List.of(1.0, -1.0), Basket.Aggregate.WEIGHTED_SUM, OptionType.CALL, 0, 1)).value())
        .isCloseTo(10, within(1e-13));
  }

  @Test
  void geometricAverageOfOneFixingIsAEuropeanAndTheArithmeticOneToo() {
    MarketData market = market(100, 0.03, 0.01, 0.25);
    double european = price(market, European.of("A", OptionType.PUT, 105, 1)).value();
    for (Asian.Average average : Asian.Average.values()) {
      assertThat(price(market, Asian.of("A", OptionType.PUT, average, 105, 1, 1)).value()).isCloseTo(european,
          within(1e-13));
    }
    assertThat(AnalyticPrice.of(market, Asian.of("A", OptionType.PUT, Asian.Average.ARITHMETIC, 105, 1, 2))).isEmpty();
  }

  /** Many fixings approach Kemna and Vorst's continuous average: vol/√3, drift (r − q − vol²/6)/2; error O(1/n). */
  @Test
  void geometricAverageOfManyFixingsApproachesTheContinuousOne() {
    Asian asian = Asian.of("A", OptionType.CALL, Asian.Average.GEOMETRIC, 100, 1, 20_000);
    double vol = 0.25 / Math.sqrt(3);
    double carry = (0.03 - 0.01 - 0.25 * 0.25 / 6) / 2;
    double continuous = price(market(100, 0.03, 0.03 - carry, vol), European.of("A", OptionType.CALL, 100, 1)).value();
    assertThat(price(market(100, 0.03, 0.01, 0.25), asian).value()).isCloseTo(continuous, within(1e-3));
  }

  @Test
  void withoutTimeOrVolOnlyTheIntrinsicValueIsLeft() {
    MarketData market = market(100, 0.03, 0.01, 0.25);
    assertThat(price(market, European.of("A", OptionType.CALL, 90, 0)).value()).isEqualTo(10);
    assertThat(price(market, European.of("A", OptionType.PUT, 90, 0)).value()).isZero();
    assertThat(price(market, European.of("A", OptionType.CALL, 90, 0)).derivative(SPOT)).isEqualTo(1);
    MarketData certain = market(100, 0.03, 0.01, 0);
    AnalyticPrice call = price(certain, European.of("A", OptionType.CALL, 90, 2));
    assertThat(call.value()).isCloseTo(100 * Math.exp(-0.02) - 90 * Math.exp(-0.06), within(1e-13));
    assertThat(call.derivative(SPOT)).isCloseTo(Math.exp(-0.02), within(1e-15));
    assertThat(call.derivative(SPOT, SPOT)).isZero();
    assertThat(call.derivative(VOL)).isZero();
    assertThat(price(certain, Digital.cash("A", OptionType.PUT, 90, 2, 5)).value()).isZero();
    assertThat(price(certain, Asian.of("A", OptionType.CALL, Asian.Average.GEOMETRIC, 90, 1, 12)).value())
        .isGreaterThan(9);
  }

  @Test
  void zeroStrikeCallIsTheForwardAndItsPutWorthless() {
    MarketData market = market(100, 0.03, 0.01, 0.25);
    assertThat(price(market, European.of("A", OptionType.CALL, 0, 2)).value()).isCloseTo(100 * Math.exp(-0.02),
        within(1e-13));
    assertThat(price(market, European.of("A", OptionType.PUT, 0, 2)).value()).isZero();
    assertThat(price(market, Digital.cash("A", OptionType.CALL, 0, 2, 3)).value()).isCloseTo(3 * Math.exp(-0.06),
        within(1e-14));
    assertThat(price(market, European.of("A", OptionType.CALL, 0, 2)).derivative(VOL)).isZero();
  }

  @Test
  void deepOptionsKeepTheirSmallValues() {
    MarketData market = market(100, 0, 0, 0.2);
    double far = price(market, European.of("A", OptionType.CALL, 500, 1)).value();
    assertThat(far).isBetween(1e-15, 1e-13);
    double near = price(market, European.of("A", OptionType.CALL, 0.01, 1)).value();
    assertThat(near).isCloseTo(99.99, within(1e-13));
  }

  @Test
  void bestOfWithoutVolIsRefused() {
    MarketData market = twoAssets(0.02, Asset.blackScholes("A", "USD", 100, 0, 0),
        Asset.blackScholes("B", "USD", 90, 0, 0.3), 0.5);
    AnalyticPrice price = price(market,
        Basket.of(List.of("A", "B"), List.of(1.0, 1.0), Basket.Aggregate.BEST_OF, OptionType.CALL, 95, 1));
    assertThatIllegalArgumentException().isThrownBy(price::value).withMessageContaining("positive volatilities");
  }

  @Test
  void productsWithoutAClosedFormHaveNone() {
    MarketData market = twoAssets(0.02, Asset.blackScholes("A", "USD", 100, 0, 0.3),
        Asset.blackScholes("B", "USD", 90, 0, 0.3), 0.5);
    List<String> both = List.of("A", "B");
    assertThat(AnalyticPrice.of(market,
        Basket.of(both, List.of(1.0, -1.0), Basket.Aggregate.WEIGHTED_SUM, OptionType.CALL, 5, 1))).isEmpty();
    assertThat(AnalyticPrice.of(market,
        Basket.of(both, List.of(1.0, 1.0), Basket.Aggregate.WEIGHTED_SUM, OptionType.CALL, 100, 1))).isEmpty();
    assertThat(AnalyticPrice.of(market,
        Basket.of(both, List.of(1.0, 1.0), Basket.Aggregate.BEST_OF, OptionType.CALL, 100, 1, 4))).isEmpty();
    assertThat(AnalyticPrice.of(market,
        Basket.of(both, List.of(1.0, -1.0), Basket.Aggregate.BEST_OF, OptionType.CALL, 100, 1))).isEmpty();
  }
}
