package io.pathwise.greeks.hedging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.pathwise.engine.cpu.CpuBackend;
import io.pathwise.greeks.hedging.Hedge.Leg;
import io.pathwise.greeks.hedging.Hedge.Uncertain;
import io.pathwise.pricing.analytic.AnalyticPrice;
import io.pathwise.pricing.market.Asset;
import io.pathwise.pricing.market.AssetModel;
import io.pathwise.pricing.market.Correlations;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.VolTermStructure;
import io.pathwise.pricing.market.ZeroCurve;
import io.pathwise.pricing.product.European;
import io.pathwise.pricing.product.OptionType;
import io.pathwise.pricing.product.Product;
import io.pathwise.pricing.product.Scripted;
import io.pathwise.pricing.product.Trade;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Ratios and what they leave: exact cases, closed forms of lognormal prices, coverage of errors, and refusals. */
final class HedgingTest {

  private static final double RATE = 0.03;
  private static final double VOL = 0.25;
  private static final double CORRELATION = 0.6;
  private static final MarketData MARKET = MarketData.of(LocalDate.of(2026, 11, 20),
      List.of(ZeroCurve.flat("C", RATE), ZeroCurve.flat("OTHER", 0.01)),
      List.of(Asset.blackScholes("A", "C", 100, 0.01, VOL),
          Asset.of("B", "C", 50, 0,
              AssetModel.BlackScholes.of(VolTermStructure.of(List.of(0.4, 1.0), List.of(0.2, 0.3)))),
          Asset.blackScholes("I", "C", 10, 0, 0.2), Asset.blackScholes("F", "OTHER", 10, 0, 0.2)),
      Correlations.of("A", "B", CORRELATION));
  private static final double LARGEST_Z = 4;
  private static final Hedging HEDGING = new Hedging(new CpuBackend(), 2);

  @AfterAll
  static void close() {
    HEDGING.close();
  }

  private static Trade european(String asset, OptionType type, double strike, double expiry) {
    return Trade.of(asset + type + strike + expiry, new European(asset, type, strike, expiry, 1));
  }

  private static Trade forward(String asset, double expiry) {
    return european(asset, OptionType.CALL, 0, expiry);
  }

  private static Hedge hedge(Trade held, Trade... instruments) {
    return HEDGING.hedge(List.of(held), List.of(instruments), MARKET, 40_960, 7);
  }

  private static List<Double> ratios(Hedge hedge) {
    return hedge.legs().stream().map(leg -> leg.ratio().value()).toList();
  }

  private static double z(Uncertain number, double exact) {
    return Math.abs(number.value() - exact) / number.standardError();
  }

  @Test
  void callIsItsOwnHedge() {
    Hedge hedge = hedge(Trade.of("ten", new European("A", OptionType.CALL, 105, 1, 1), 10),
        european("A", OptionType.CALL, 105, 1), european("B", OptionType.CALL, 50, 0.5));
    assertThat(ratios(hedge).get(0)).isCloseTo(10, within(1e-10));
    assertThat(ratios(hedge).get(1)).isCloseTo(0, within(1e-10));
    assertThat(hedge.hedged().value()).isZero();
    assertThat(hedge.explained().value()).isOne();
    assertThat(hedge.cost().value()).isCloseTo(hedge.value().value(), within(1e-9));
  }

  @Test
  void putIsCallLessForwardWithoutRisk() {
    Hedge hedge = hedge(european("A", OptionType.PUT, 95, 1), european("A", OptionType.CALL, 95, 1), forward("A", 1));
    assertThat(ratios(hedge).get(0)).isCloseTo(1, within(1e-10));
    assertThat(ratios(hedge).get(1)).isCloseTo(-1, within(1e-10));
    assertThat(hedge.hedged().value()).isZero();
    // Negative control: at another strike no such hedge is without risk.
    assertThat(hedge(european("A", OptionType.PUT, 95, 1), european("A", OptionType.CALL, 96, 1), forward("A", 1))
        .hedged().value()).isGreaterThan(0.05);
  }

  /** Moments of lognormal prices: a call and the forward that hedges it. */
  private record Lognormal(double ratio, double hedged, double explained, double delta) {
    static Lognormal of(double strike) {
      double forward = MARKET.forward("A", 1);
      NormalDistribution normal = new NormalDistribution();
      double d1 = Math.log(forward / strike) / VOL + VOL / 2;
      double squared = forward * forward * Math.exp(VOL * VOL) * normal.cumulativeProbability(d1 + VOL);
      double first = forward * normal.cumulativeProbability(d1);
      double inTheMoney = normal.cumulativeProbability(d1 - VOL);
      double call = first - strike * inTheMoney;
      double covariance = squared - strike * first - forward * call;
      double ofForward = forward * forward * Math.expm1(VOL * VOL);
      double ofCall = squared - 2 * strike * first + strike * strike * inTheMoney - call * call;
      double residual = ofCall - covariance * covariance / ofForward;
      return new Lognormal(covariance / ofForward, Math.exp(-RATE) * Math.sqrt(residual), 1 - residual / ofCall,
          normal.cumulativeProbability(d1));
    }
  }

  @Test
  void intervalsOfACallHedgedByAForwardCoverTheClosedForm() {
    Lognormal exact = Lognormal.of(105);
    int seeds = 150;
    List<Hedge> hedges = LongStream.rangeClosed(1, seeds)
        .mapToObj(seed -> HEDGING.hedge(List.of(european("A", OptionType.CALL, 105, 1)), List.of(forward("A", 1)),
            MARKET, 10_240, seed))
        .toList();
    assertCovers(hedges, hedge -> hedge.legs().getFirst().ratio(), exact.ratio());
    assertCovers(hedges, Hedge::hedged, exact.hedged());
    assertCovers(hedges, Hedge::explained, exact.explained());
    assertCovers(hedges, Hedge::cost, exact.ratio() * Math.exp(-RATE) * MARKET.forward("A", 1));
    // Negative control: delta is another ratio.
    assertThat(covered(hedges, hedge -> hedge.legs().getFirst().ratio(), exact.delta())).isLessThan(seeds / 2L);
  }

  /** Of 150 intervals of 95 %, 142.5 ± 2.7 cover, so at least 131 with a chance of 1 in 20 000 to fail. */
  private static void assertCovers(List<Hedge> hedges, Function<Hedge, Uncertain> number, double exact) {
    assertThat(covered(hedges, number, exact)).isGreaterThan(130);
  }

  private static long covered(List<Hedge> hedges, Function<Hedge, Uncertain> number, double exact) {
    return hedges.stream().filter(hedge -> z(number.apply(hedge), exact) <= 1.96).count();
  }

  @Test
  void productsOfOtherTimesAndAssetsHaveTheSamePaths() {
    Hedge hedge = hedge(forward("A", 0.4), forward("B", 0.4), european("B", OptionType.PUT, 55, 1),
        european("A", OptionType.CALL, 100, 0.7));
    for (Leg leg : hedge.legs()) {
      assertThat(z(leg.price(), AnalyticPrice.of(MARKET, leg.instrument().product()).orElseThrow().value()))
          .isLessThan(LARGEST_Z);
    }
    Hedge proxy = hedge(forward("A", 0.4), forward("B", 0.4));
    double covariance = MARKET.forward("A", 0.4) * Math.expm1(CORRELATION * VOL * 0.2 * 0.4);
    assertThat(z(proxy.legs().getFirst().ratio(), covariance / (MARKET.forward("B", 0.4) * Math.expm1(0.04 * 0.4))))
        .isLessThan(LARGEST_Z);
  }

  @Test
  void instrumentsThatSayTheSameAreUsedOnce() {
    Hedge hedge = hedge(european("A", OptionType.CALL, 100, 1), forward("A", 1),
        Trade.of("two", new European("A", OptionType.CALL, 0, 1, 1), 2));
    assertThat(hedge.legs()).extracting(Leg::use).containsExactly(Hedge.Use.USED, Hedge.Use.COLLINEAR);
    assertThat(hedge.legs().get(1).ratio().value()).isZero();
  }

  @Test
  void tradesWithDecisionsAreHedgedOnceTheseAreLearnt() {
    Trade never = scripted("at 0.5 { exercise { pay -1000 } } at 1 { pay max(100 - A, 0) }");
    Hedge european = hedge(never, european("A", OptionType.PUT, 100, 1), forward("A", 0.5));
    assertThat(ratios(european).getFirst()).isCloseTo(1, within(1e-6));
    assertThat(european.explained().value()).isCloseTo(1, within(1e-9));
    Trade bermudan = scripted("at 0.5 { exercise { pay max(110 - A, 0) } } at 1 { pay max(110 - A, 0) }");
    Hedge early = hedge(bermudan, european("A", OptionType.PUT, 110, 0.5), european("A", OptionType.PUT, 110, 1));
    assertThat(early.value().value()).isGreaterThan(early.legs().get(1).price().value());
    assertThat(early.explained().value()).isBetween(0.5, 0.999);
    RebalancedHedge rebalanced = HEDGING.rebalanced(List.of(bermudan), List.of(forward("A", 1)),
        Set.of(0.25, 0.5, 0.75),
        MARKET, 10_240, 7);
    assertThat(rebalanced.explained().value()).isGreaterThan(0.85);
  }

  private static Trade scripted(String text) {
    return Trade.of("scripted", Scripted.of(text, List.of("A"), Optional.empty()));
  }

  @Test
  void saysWhatCannotBeHedged() {
    Product call = new European("A", OptionType.CALL, 100, 1, 1);
    assertThat(Applicability.obstacle(call, forward("I", 1).product(), MARKET)).hasValueSatisfying(
        text -> assertThat(text).contains("independent"));
    assertThat(Applicability.obstacle(call, forward("F", 1).product(), MARKET)).hasValue("it pays in OTHER, not in C");
    assertThat(Applicability.obstacle(call, forward("B", 1).product(), MARKET)).isEmpty();
    assertThatThrownBy(() -> hedge(european("A", OptionType.CALL, 1e9, 1), forward("A", 1)))
        .hasMessageContaining("nothing to hedge");
  }
}
