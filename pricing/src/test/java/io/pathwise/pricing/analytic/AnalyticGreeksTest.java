package io.pathwise.pricing.analytic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.pathwise.pricing.market.Asset;
import io.pathwise.pricing.market.AssetModel;
import io.pathwise.pricing.market.Correlations;
import io.pathwise.pricing.market.CurveInterpolation;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.RiskFactor;
import io.pathwise.pricing.market.VolTermStructure;
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
import java.util.function.DoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every derivative of every analytic price against finite differences of prices in shifted markets, with term
 * structures of rates and volatilities.
 */
class AnalyticGreeksTest {
  private static final double STEP = 1e-3;
  private static final double TIME_STEP = 1e-4;
  private static final MarketData MARKET = MarketData.of(LocalDate.of(2026, 11, 20),
      List.of(ZeroCurve.of("USD", List.of(0.5, 1.0, 5.0), List.of(-0.01, 0.02, 0.03))),
      List.of(
          Asset.of("A", "USD", 1, 0.01,
              AssetModel.BlackScholes.of(VolTermStructure.of(List.of(0.25, 1.0, 2.0), List.of(0.3, 0.25, 0.28)))),
          Asset.of("B", "USD", 1.2, 0,
              AssetModel.BlackScholes.of(VolTermStructure.of(List.of(0.5, 1.5), List.of(0.2, 0.35))))),
      Correlations.of("A", "B", 0.4));

  private static final List<RiskFactor> ALL_QUOTES = MARKET.factors().stream()
      .filter(factor -> !(factor instanceof RiskFactor.ValuationTime)).toList();

  /** The quadrature is slow, so its second derivatives are checked against one factor only. */
  private static final List<RiskFactor> SPOT = List.of(new RiskFactor.Spot("A"));

  /**
   * A product whose dates can be moved.
   *
   * @param name
   *          in test reports
   * @param sooner
   *          the product with all dates nearer by an amount
   * @param others
   *          factors with which all second derivatives are checked
   */
  record Case(String name, DoubleFunction<Product> sooner, List<RiskFactor> others) {
    Case(String name, DoubleFunction<Product> sooner) {
      this(name, sooner, ALL_QUOTES);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private static List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (OptionType option : OptionType.values()) {
      cases.add(new Case("european " + option, tau -> European.of("A", option, 1.1, 1.3 - tau)));
      cases.add(new Case("cash " + option, tau -> Digital.cash("A", option, 1.1, 1.3 - tau, 2)));
      cases.add(new Case("asset " + option, tau -> Digital.assetOrNothing("A", option, 1.1, 1.3 - tau)));
      cases.add(new Case("asian " + option, tau -> Asian.of("A", option, Asian.Average.GEOMETRIC, 1.1, 1.6 - tau,
          List.of(0.2 - tau, 0.7 - tau, 1.3 - tau))));
      for (Basket.Aggregate aggregate : List.of(Basket.Aggregate.BEST_OF, Basket.Aggregate.WORST_OF)) {
        cases.add(new Case(aggregate + " " + option, tau -> Basket.of(List.of("B", "A"), List.of(0.9, 1.0), aggregate,
            option, 1.1, 1.3 - tau)));
      }
      cases.add(new Case("exchange " + option, tau -> Basket.of(List.of("B", "A"), List.of(0.8, -1.0),
          Basket.Aggregate.WEIGHTED_SUM, option, 0, 1.3 - tau)));
    }
    for (Barrier.Kind kind : Barrier.Kind.values()) {
      cases.add(new Case(kind.label(), tau -> Barrier.of("A", kind.isUp() ? OptionType.PUT : OptionType.CALL, 1.05,
          1.3 - tau, kind.isUp() ? 1.2 : 0.9, kind, List.of(0.2 - tau, 0.7 - tau), 0.1), SPOT));
    }
    return cases;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void derivativesAreThoseOfShiftedMarkets(Case product) {
    AnalyticPrice price = price(MARKET, product.sooner.apply(0));
    for (RiskFactor factor : MARKET.factors()) {
      double expected = FiniteDifferences.first(shift -> moved(product, factor, shift).value(), stepOf(factor));
      assertThat(price.derivative(factor)).as("%s of %s", factor, product).isCloseTo(expected, within(2e-9));
      for (RiskFactor other : product.others) {
        double mixed = FiniteDifferences.first(shift -> moved(product, factor, shift).derivative(other),
            stepOf(factor));
        assertThat(price.derivative(factor, other)).as("%s and %s of %s", factor, other, product).isCloseTo(mixed,
            within(5e-8));
        double third = FiniteDifferences.first(
            shift -> moved(product, factor, shift).derivative(other, SPOT.getFirst()),
            stepOf(factor));
        assertThat(price.derivative(List.of(factor, SPOT.getFirst(), other))).as("%s, spot and %s of %s", factor, other,
            product).isCloseTo(third, within(2e-6 * (1 + Math.abs(third))));
      }
    }
  }

  /** Time moves a curve by more than its slope where forwards are not constant. */
  @ParameterizedTest
  @EnumSource
  void derivativesFollowTheInterpolationOfTheCurve(CurveInterpolation interpolation) {
    MarketData market = MARKET.with(MARKET.curve("USD").with(interpolation));
    RiskFactor time = new RiskFactor.ValuationTime();
    for (DoubleFunction<Product> sooner : List.<DoubleFunction<Product>>of(
        tau -> European.of("A", OptionType.CALL, 1.1, 1.7 - tau),
        tau -> Digital.cash("A", OptionType.PUT, 1.1, 0.8 - tau, 2),
        tau -> Basket.of(List.of("B", "A"), List.of(0.9, 1.0), Basket.Aggregate.BEST_OF, OptionType.CALL, 1.1,
            6 - tau))) {
      AnalyticPrice price = price(market, sooner.apply(0));
      for (RiskFactor factor : market.factors()) {
        if (factor instanceof RiskFactor.Zero || factor instanceof RiskFactor.ZeroPillar) {
          assertThat(price.derivative(factor)).as("%s", factor).isCloseTo(
              FiniteDifferences.first(shift -> price(market.shifted(factor, shift), sooner.apply(0)).value(), STEP),
              within(2e-9));
        }
        for (List<RiskFactor> others : List.of(List.<RiskFactor>of(), List.of(time), List.of(factor),
            List.of(factor, time))) {
          List<RiskFactor> factors = new ArrayList<>(others);
          factors.add(time);
          assertThat(price.derivative(factors)).as("%s", factors).isCloseTo(
              FiniteDifferences.first(shift -> price(market, sooner.apply(shift)).derivative(others), TIME_STEP),
              within(2e-6 * (1 + Math.abs(price.derivative(factors)))));
        }
      }
      assertThat(price.derivative(new RiskFactor.Zero("USD"))).isCloseTo(
          market.factors().stream().filter(RiskFactor.ZeroPillar.class::isInstance).mapToDouble(price::derivative)
              .sum(),
          within(1e-13));
    }
  }

  @Test
  void derivativesAreKnownUpToTheThirdOrder() {
    AnalyticPrice price = price(MARKET, European.of("A", OptionType.CALL, 1, 1));
    assertThat(price.derivative(List.of())).isEqualTo(price.value());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> price.derivative(List.of(SPOT.getFirst(), SPOT.getFirst(), SPOT.getFirst(), SPOT.getFirst())))
        .withMessageContaining("up to the order 3");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void bucketsSumToTheParallelShift(Case product) {
    AnalyticPrice price = price(MARKET, product.sooner.apply(0));
    for (String asset : List.of("A", "B")) {
      double buckets = MARKET.factors().stream()
          .filter(factor -> factor instanceof RiskFactor.VolPillar pillar && pillar.asset().equals(asset))
          .mapToDouble(price::derivative).sum();
      assertThat(price.derivative(new RiskFactor.Vol(asset))).isCloseTo(buckets, within(1e-13));
    }
    double zeros = MARKET.factors().stream().filter(RiskFactor.ZeroPillar.class::isInstance)
        .mapToDouble(price::derivative).sum();
    assertThat(price.derivative(new RiskFactor.Zero("USD"))).isCloseTo(zeros, within(1e-13));
  }

  private static double stepOf(RiskFactor factor) {
    return factor instanceof RiskFactor.ValuationTime ? TIME_STEP : STEP;
  }

  private static AnalyticPrice moved(Case product, RiskFactor factor, double shift) {
    return factor instanceof RiskFactor.ValuationTime
        ? price(MARKET, product.sooner.apply(shift))
        : price(MARKET.shifted(factor, shift), product.sooner.apply(0));
  }

  private static AnalyticPrice price(MarketData market, Product product) {
    return AnalyticPrice.of(market, product).orElseThrow();
  }
}
