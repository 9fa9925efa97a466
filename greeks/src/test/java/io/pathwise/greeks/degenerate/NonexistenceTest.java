package io.pathwise.greeks.degenerate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pathwise.engine.run.ReferenceBackend;
import io.pathwise.greeks.Examples;
import io.pathwise.greeks.GreeksEngine;
import io.pathwise.greeks.measure.Greek;
import io.pathwise.greeks.measure.Greeks;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.greeks.measure.Target;
import io.pathwise.greeks.measure.Targets;
import io.pathwise.greeks.policy.Policy;
import io.pathwise.greeks.policy.Settings;
import io.pathwise.pricing.analytic.AnalyticPrice;
import io.pathwise.pricing.market.Asset;
import io.pathwise.pricing.market.AssetModel;
import io.pathwise.pricing.market.Correlations;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.RiskFactor;
import io.pathwise.pricing.market.VolTermStructure;
import io.pathwise.pricing.market.ZeroCurve;
import io.pathwise.pricing.product.Asian;
import io.pathwise.pricing.product.Autocallable;
import io.pathwise.pricing.product.Barrier;
import io.pathwise.pricing.product.Basket;
import io.pathwise.pricing.product.Digital;
import io.pathwise.pricing.product.European;
import io.pathwise.pricing.product.OptionType;
import io.pathwise.pricing.product.Product;
import io.pathwise.pricing.product.Scripted;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Derivatives that do not exist are refused, and no others: one-sided difference quotients of the value, which closed
 * forms or a price without variance give exactly, agree where there is a derivative and differ where there is none.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("long")
class NonexistenceTest {

  private static final double STEP = 1e-7;
  /** Of derivatives that differ; above the errors of quadratures over the step. */
  private static final double LEAST_GAP = 0.2;
  private static final Set<Measure> FIRST_ORDER = EnumSet.of(Measure.DELTA, Measure.VEGA, Measure.RHO,
      Measure.DIVIDEND_RHO, Measure.BUCKETED_VEGA, Measure.BUCKETED_RHO);
  private static final Settings FEW = Settings.paths(512).withPolicy(Policy.STRUCTURAL);

  private static final List<String> BOTH = List.of("A", "B");
  private static final List<String> ALL = List.of("A", "B", "C");
  private static final AssetModel STILL = AssetModel.BlackScholes.of(0);
  private static final AssetModel MOVING = AssetModel.BlackScholes.of(0.2);
  /** Without variance for half a year. */
  private static final AssetModel LATE = AssetModel.BlackScholes
      .of(VolTermStructure.of(List.of(0.5, 1.0), List.of(0.0, 0.2)));
  /** With a volatility of 0.25 in the second half of the year. */
  private static final AssetModel CALMING = AssetModel.BlackScholes
      .of(VolTermStructure.of(List.of(0.5, 1.0), List.of(1.75, 1.25)));

  private final GreeksEngine engine = new GreeksEngine(new ReferenceBackend(), 1);

  @AfterAll
  void close() {
    engine.close();
  }

  /**
   * A product on a market.
   *
   * @param ties
   *          whether there is something that has no derivative
   */
  record Case(String name, boolean ties, Product product, MarketData market) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static MarketData market(double rate, double dividend, AssetModel a, AssetModel b, double correlation) {
    return MarketData.of(Examples.TODAY, List.of(ZeroCurve.of("EUR", List.of(0.5, 2.0), List.of(rate, rate))),
        List.of(Asset.of("A", "EUR", 100, dividend, a), Asset.of("B", "EUR", 100, dividend, b),
            Asset.of("C", "EUR", 100, 0, MOVING)),
        Correlations.of("A", "B", correlation));
  }

  private static Case one(String name, boolean ties, Product product, AssetModel model) {
    return new Case(name, ties, product, market(0, 0, model, MOVING, 0));
  }

  private static Scripted script(String assets, String text) {
    return Scripted.of(text, List.of(assets.split(",", -1)), Optional.empty());
  }

  private static Basket basket(List<Double> weights, Basket.Aggregate aggregate, OptionType option, double strike) {
    return Basket.of(weights.size() == 2 ? BOTH : ALL, weights, aggregate, option, strike, 1);
  }

  private static Case pair(String name, boolean ties, Product product, AssetModel a, AssetModel b,
      double correlation) {
    return new Case(name, ties, product, market(0.03, 0.01, a, b, correlation));
  }

  static Stream<Case> cases() {
    List<Double> same = List.of(1.0, 1.0);
    return Stream.of(one("call at the money, still", true, European.of("A", OptionType.CALL, 100, 1), STILL),
        one("put at the money, still", true, European.of("A", OptionType.PUT, 100, 1), STILL),
        one("call off the money, still", false, European.of("A", OptionType.CALL, 99.9999, 1), STILL),
        one("call at the money, moving", false, European.of("A", OptionType.CALL, 100, 1), MOVING),
        one("call of today at the money", true, European.of("A", OptionType.CALL, 100, 0), MOVING),
        one("call at the money, still until it expires", true, European.of("A", OptionType.CALL, 100, 0.5), LATE),
        one("call at the money, moving late", false, European.of("A", OptionType.CALL, 100, 1), LATE),
        new Case("call at the forward, still", true, European.of("A", OptionType.CALL, 100 * Math.exp(0.02), 1),
            market(0.03, 0.01, STILL, MOVING, 0)),
        new Case("call at the spot, off the forward, still", false, European.of("A", OptionType.CALL, 100, 1),
            market(0.03, 0.01, STILL, MOVING, 0)),
        one("digital at the money, still", true, Digital.of("A", OptionType.CALL, 100, 1), STILL),
        one("asian at the money, still", true,
            Asian.of("A", OptionType.CALL, Asian.Average.ARITHMETIC, 100, 1, 3), STILL),
        one("geometric asian at the money, still", true,
            Asian.of("A", OptionType.PUT, Asian.Average.GEOMETRIC, 100, 1, 3), STILL),
        one("asian off the money, still", false,
            Asian.of("A", OptionType.CALL, Asian.Average.ARITHMETIC, 101, 1, 3), STILL),
        one("barrier reached exactly, still", true,
            Barrier.of("A", OptionType.CALL, 90, 1, 100, Barrier.Kind.UP_AND_OUT, 2, 3), STILL),
        one("barrier out of reach, at the strike, still", true,
            Barrier.of("A", OptionType.CALL, 100, 1, 120, Barrier.Kind.UP_AND_OUT, 2, 3), STILL),
        one("barrier hit before, at the strike, still", false,
            Barrier.of("A", OptionType.CALL, 100, 1, 120, Barrier.Kind.DOWN_AND_OUT, 2, 3), STILL),
        one("barrier knocked in before, at the strike, still", true,
            Barrier.of("A", OptionType.CALL, 100, 1, 120, Barrier.Kind.DOWN_AND_IN, 2, 3), STILL),
        one("barrier never knocked in, at the strike, still", false,
            Barrier.of("A", OptionType.CALL, 100, 1, 120, Barrier.Kind.UP_AND_IN, 2, 3), STILL),
        one("script at the money, still", true, script("A", "at 1 { pay max(A - 100, 0) }"), STILL),
        one("script at the money, moving", false, script("A", "at 1 { pay max(A - 100, 0) }"), MOVING),
        one("script at a threshold, still", true,
            script("A", "state k = 0 at 0.5 { when A / 50 >= 2 { set k = 1 } } at 1 { pay A * k }"), STILL),
        one("script at a threshold after its end, still", false,
            script("A", "at 0.5 { when A > 90 { pay 1 end } } at 1 { pay max(A - 100, 0) }"), STILL),
        one("script off its thresholds, still", false,
            script("A", "at [0.5, 1] { when number >= 1 and A > 99 { pay abs(A - 90) } }"), STILL),
        pair("script on the worst of equal assets", true,
            script("A,B", "at 1 { let p = prices / 100 pay 2 * min(worst(p), 2) }"), MOVING, MOVING, 1),
        pair("script on the worst of correlated assets", false,
            script("A,B", "at 1 { let p = prices / 100 pay 2 * min(worst(p), 2) }"), MOVING, MOVING, 0.5),
        pair("script on the worst of nearly equal assets", false,
            script("A,B", "at 1 { pay worst(A / 100, B / 101) }"), MOVING, MOVING, 1),
        pair("best of equal assets", true, basket(same, Basket.Aggregate.BEST_OF, OptionType.CALL, 90), MOVING, MOVING,
            1),
        pair("worst of equal assets", true, basket(same, Basket.Aggregate.WORST_OF, OptionType.PUT, 110), MOVING,
            MOVING, 1),
        pair("best of nearly equal assets", false, basket(List.of(1.0, 1.01), Basket.Aggregate.BEST_OF,
            OptionType.CALL, 90), MOVING, MOVING, 1),
        pair("best of assets with other volatilities", false, basket(same, Basket.Aggregate.BEST_OF, OptionType.CALL,
            90), MOVING, AssetModel.BlackScholes.of(0.25), 1),
        pair("best of assets with other volatilities at first", false, basket(same, Basket.Aggregate.BEST_OF,
            OptionType.CALL, 90), AssetModel.BlackScholes.of(0.25), CALMING, 1),
        pair("best of correlated assets", false, basket(same, Basket.Aggregate.BEST_OF, OptionType.CALL, 90), MOVING,
            MOVING, 0.5),
        pair("exchange of equal assets", true, basket(List.of(1.0, -1.0), Basket.Aggregate.WEIGHTED_SUM,
            OptionType.CALL, 0), MOVING, MOVING, 1),
        pair("exchange of nearly equal assets", false, basket(List.of(1.0, -1.01), Basket.Aggregate.WEIGHTED_SUM,
            OptionType.CALL, 0), MOVING, MOVING, 1),
        pair("best of still assets that pay", true, basket(same, Basket.Aggregate.BEST_OF, OptionType.CALL, 90), STILL,
            STILL, 0),
        pair("best of still assets that do not pay", false, basket(same, Basket.Aggregate.BEST_OF, OptionType.CALL,
            150), STILL, STILL, 0),
        pair("sum of still assets at the strike", true, basket(same, Basket.Aggregate.WEIGHTED_SUM, OptionType.CALL,
            200 * Math.exp(0.02)), STILL, STILL, 0),
        pair("worst of two still assets that are equal, while the third is worse on most paths", true,
            basket(List.of(1.0, 1.0, 0.5), Basket.Aggregate.WORST_OF, OptionType.CALL, 30), STILL, STILL, 0));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void derivativesAreRefusedWhereOneSidedOnesDiffer(Case given) {
    Nonexistence nonexistence = Nonexistence.of(given.product(), given.market());
    Optional<Double> now = value(given.product(), given.market());
    int missing = 0;
    for (Target target : Targets.of(given.product(), given.market(), FIRST_ORDER)) {
      RiskFactor factor = target.factors().getFirst();
      Optional<Double> gap = gap(given, now, factor);
      Optional<String> reason = nonexistence.reason(target);
      if (gap.isPresent()) {
        assertThat(reason.isPresent()).as("%s: %s, gap %s", factor, reason, gap).isEqualTo(gap.get() > LEAST_GAP);
      }
      missing += reason.isPresent() ? 1 : 0;
    }
    assertThat(missing > 0).isEqualTo(given.ties());
  }

  /**
   * By how much the one-sided derivatives differ; where all volatilities are 0 the value continues evenly below. Empty
   * if not known.
   */
  private Optional<Double> gap(Case given, Optional<Double> now, RiskFactor factor) {
    Optional<Double> up = shifted(given, factor, STEP);
    boolean isStill = given.product().assets().stream()
        .allMatch(asset -> given.market().asset(asset).model().equals(STILL));
    boolean isVol = factor instanceof RiskFactor.Vol || factor instanceof RiskFactor.VolPillar;
    Optional<Double> down = isVol && isStill ? up : shifted(given, factor, -STEP);
    return now.isEmpty() || up.isEmpty() || down.isEmpty()
        ? Optional.empty()
        : Optional.of(Math.abs(up.get() - 2 * now.get() + down.get()) / STEP);
  }

  private Optional<Double> shifted(Case given, RiskFactor factor, double amount) {
    try {
      return value(given.product(), given.market().shifted(factor, amount));
    } catch (IllegalArgumentException negativeVol) {
      assertThat(negativeVol).hasMessageContaining("vol");
      return Optional.empty();
    }
  }

  /** The exact value, from a closed form, or from a simulation in which nothing varies. */
  private Optional<Double> value(Product product, MarketData market) {
    try {
      Optional<AnalyticPrice> exact = AnalyticPrice.of(market, product);
      if (exact.isPresent()) {
        return exact.map(AnalyticPrice::value);
      }
    } catch (IllegalArgumentException needsVariance) {
      assertThat(needsVariance).message().matches(".*(positive variance|positive volatilities).*");
    }
    Greek value = engine.evaluate(product, market, EnumSet.of(Measure.VALUE), FEW).get(Measure.VALUE);
    return value.standardError() < 1e-11 ? Optional.of(value.value()) : Optional.empty();
  }

  @Test
  void numbersThatDoNotExistFailWithTheReason() {
    MarketData still = market(0, 0, STILL, MOVING, 0);
    Greeks call = engine.evaluate(European.of("A", OptionType.CALL, 100, 1), still, EnumSet.allOf(Measure.class), FEW);
    assertThat(call.get(Measure.VALUE).value()).isCloseTo(0, within(1e-12));
    assertThat(call.get(Measure.DELTA).message()).isEqualTo("what is compared with the strike is certain to be exactly "
        + "100 at 1, so that the value has no derivative by A.spot, but different ones from both sides");
    assertThat(call.get(Measure.VEGA).message()).isEqualTo("what is compared with the strike is certain to be exactly "
        + "100 at 1, so that the value has at most a one-sided derivative by A.vol, which is not estimated");
    assertThat(failed(call)).isEqualTo(EnumSet.of(Measure.DELTA, Measure.GAMMA, Measure.VEGA, Measure.VANNA,
        Measure.VOLGA, Measure.CHARM, Measure.VETA, Measure.SPEED, Measure.COLOR, Measure.RHO, Measure.DIVIDEND_RHO,
        Measure.BUCKETED_VEGA,
        Measure.BUCKETED_RHO));

    Product best = Basket.of(BOTH, List.of(1.0, 1.0), Basket.Aggregate.BEST_OF, OptionType.CALL, 100, 1);
    Greeks twins = engine.evaluate(best, market(0.03, 0.01, MOVING, MOVING, 1), EnumSet.allOf(Measure.class), FEW);
    assertThat(twins.get(Measure.DELTA, new RiskFactor.Spot("B")).message()).isEqualTo("A and B move alike and are "
        + "equal at 1 where the payoff takes the one or the other, so that the value has no derivative by B.spot, but "
        + "different ones from both sides");
    assertThat(failed(twins)).isEqualTo(EnumSet.of(Measure.DELTA, Measure.GAMMA, Measure.CROSS_GAMMA, Measure.VEGA,
        Measure.VANNA, Measure.VOLGA, Measure.CHARM, Measure.VETA, Measure.SPEED, Measure.COLOR, Measure.DIVIDEND_RHO,
        Measure.CORRELATION,
        Measure.BUCKETED_VEGA));
    assertThat(twins.get(Measure.RHO).status()).isEqualTo(Greek.Status.OK);
    assertThat(twins.get(Measure.THETA).status()).isEqualTo(Greek.Status.OK);
  }

  /** The performance is certain to grow by 1 % a year, so that a tie counts only as long as the note lives. */
  @Test
  void notesWithoutVariance() {
    double atHalfAYear = Math.exp(0.005);
    assertThat(missesDelta(still(List.of("A"), 25, atHalfAYear, 2, 0.7))).isTrue();
    assertThat(missesDelta(still(List.of("A"), 0, atHalfAYear, 2, 0.7))).isFalse();
    assertThat(missesDelta(still(List.of("A"), 25, atHalfAYear, 0.9, 0.7))).isFalse();
    assertThat(missesDelta(still(List.of("A"), 25, 0.8, atHalfAYear, 0.7))).isTrue();
    assertThat(missesDelta(still(List.of("A"), 25, 0.8, 2, Math.exp(0.01)))).isTrue();
    assertThat(missesDelta(still(List.of("A"), 25, 0.8, 2, atHalfAYear))).isFalse();
    assertThat(missesDelta(still(BOTH, 25, 0.8, 2, 1.5))).isTrue();
    assertThat(missesDelta(still(BOTH, 25, 0.8, 2, 0.7))).isFalse();
  }

  private static Autocallable still(List<String> assets, double coupon, double couponBarrier, double autocallBarrier,
      double protectionBarrier) {
    return Autocallable.of(assets, assets.stream().map(asset -> 100.0).toList(), 1000, coupon, couponBarrier,
        autocallBarrier, 1, protectionBarrier, 1, 4);
  }

  private static boolean missesDelta(Product product) {
    return Nonexistence.of(product, market(0.01, 0, STILL, STILL, 0))
        .reason(new Target(Measure.DELTA, List.of(new RiskFactor.Spot("A")))).isPresent();
  }

  /** However many numbers are added up. */
  @Test
  void averagesOverManyFixingsAreCompared() {
    Asian asian = Asian.of("A", OptionType.CALL, Asian.Average.ARITHMETIC, 100, 1, 100_000);
    Target delta = new Target(Measure.DELTA, List.of(new RiskFactor.Spot("A")));
    assertThat(Nonexistence.of(asian, market(0, 0, STILL, MOVING, 0)).reason(delta)).isPresent();
  }

  private static Set<Measure> failed(Greeks greeks) {
    return greeks.numbers().stream().filter(number -> number.status() == Greek.Status.FAILED).map(Greek::measure)
        .collect(Collectors.toSet());
  }

  /** Away from the kink nothing bends: the derivatives are exact. */
  @Test
  void withoutVolAndAwayFromTheMoneyVegaIsZero() {
    MarketData still = market(0, 0, STILL, MOVING, 0);
    for (double strike : new double[]{99, 101}) {
      Greeks call = engine.evaluate(European.of("A", OptionType.CALL, strike, 1), still,
          EnumSet.of(Measure.DELTA, Measure.VEGA, Measure.GAMMA, Measure.VOLGA, Measure.VANNA),
          Settings.paths(512).withPolicy(Policy.PILOT));
      assertThat(call.get(Measure.VEGA).value()).isZero();
      assertThat(call.get(Measure.VEGA).standardError()).isZero();
      assertThat(call.get(Measure.VEGA).reason()).contains("no price varies");
      for (Measure measure : EnumSet.of(Measure.GAMMA, Measure.VOLGA, Measure.VANNA)) {
        assertThat(call.get(measure).status()).as(measure.label()).isEqualTo(Greek.Status.OK);
        assertThat(Math.abs(call.get(measure).value())).as(measure.label())
            .isLessThanOrEqualTo(4.5 * call.get(measure).standardError() + 1e-12);
      }
      assertThat(call.get(Measure.DELTA).value()).isCloseTo(strike < 100 ? 1 : 0,
          within(1e-12));
    }
  }

  /** Two assets that are equal today are not tied to each other on the dates of a note when they part. */
  @Test
  void notesOnTheWorstOfEqualAssets() {
    Autocallable note = Autocallable.of(BOTH, List.of(100.0, 100.0), 1000, 25, 0.75, 1.01, 1, 0.7, 1, 4);
    Target delta = new Target(Measure.DELTA, List.of(new RiskFactor.Spot("A")));
    assertThat(Nonexistence.of(note, market(0.03, 0.01, MOVING, MOVING, 1)).reason(delta)).isPresent();
    assertThat(Nonexistence.of(note, market(0.03, 0.01, MOVING, MOVING, 0.99)).reason(delta)).isEmpty();
    assertThat(Nonexistence.of(note, market(0.03, 0.01, MOVING, LATE, 1)).reason(delta)).isEmpty();
    Autocallable other = Autocallable.of(BOTH, List.of(100.0, 90.0), 1000, 25, 0.75, 1.01, 1, 0.7, 1, 4);
    assertThat(Nonexistence.of(other, market(0.03, 0.01, MOVING, MOVING, 1)).reason(delta)).isEmpty();
    Autocallable atBarrier = Autocallable.of(List.of("A"), List.of(100.0), 1000, 25, 0.75, 1, 1, 0.7, 1, 4);
    assertThat(Nonexistence.of(atBarrier, market(0, 0, STILL, MOVING, 0)).reason(delta)).isPresent();
    assertThat(Nonexistence.of(atBarrier, market(0.01, 0, STILL, MOVING, 0)).reason(delta)).isEmpty();
  }
}
