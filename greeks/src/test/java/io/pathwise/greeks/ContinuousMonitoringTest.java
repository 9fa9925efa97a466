package io.pathwise.greeks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.pathwise.engine.cpu.CpuBackend;
import io.pathwise.greeks.ContinuousFormulas.Derivative;
import io.pathwise.greeks.ContinuousFormulas.Formula;
import io.pathwise.greeks.ContinuousFormulas.Market;
import io.pathwise.greeks.measure.Greek;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.greeks.policy.Settings;
import io.pathwise.pricing.market.Asset;
import io.pathwise.pricing.market.AssetModel;
import io.pathwise.pricing.market.Correlations;
import io.pathwise.pricing.market.Dividend;
import io.pathwise.pricing.market.Dividends;
import io.pathwise.pricing.market.ElasticVol;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.SmileSurface;
import io.pathwise.pricing.market.StochasticVariance;
import io.pathwise.pricing.market.VolTermStructure;
import io.pathwise.pricing.market.ZeroCurve;
import io.pathwise.pricing.product.CrossCurrency;
import io.pathwise.pricing.product.Product;
import io.pathwise.pricing.product.Scripted;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Scripts that watch prices all the time: {@code risen}, {@code fallen}, {@code highest} and {@code lowest} against
 * closed forms, with derivatives of them by differences, in one step and in several, and in few steps against many
 * where there is no closed form. Would find a factor that is missed at a step or counted twice, the variance of another
 * step or of a part of what moves the price, and an estimator that is not valid. Seeds are fixed, the bound is 4.5
 * standard errors.
 */
class ContinuousMonitoringTest {

  private static final double LARGEST_Z = 4.5;
  private static final long PATHS = 65_536;
  private static final Market QUOTES = new Market(100, 0.05, 0.02, 0.25);
  private static final Map<Derivative, Measure> MEASURES = Map.of(Derivative.VALUE, Measure.VALUE, Derivative.DELTA,
      Measure.DELTA, Derivative.GAMMA, Measure.GAMMA, Derivative.VEGA, Measure.VEGA, Derivative.RHO, Measure.RHO,
      Derivative.DIVIDEND_RHO, Measure.DIVIDEND_RHO);

  /**
   * What is watched.
   *
   * @param name
   *          of the constant
   * @param script
   *          pays it
   * @param formula
   *          its closed form
   */
  record Watched(String name, String script, Formula formula) {

    /** Besides one: about twelve in all. */
    int steps() {
      return script.contains("40 times") ? 2 : script.contains("4 times") ? 3 : 12;
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private static final Watched UP_AND_OUT = new Watched("up-and-out call",
      "state alive = 1 at 1 { set alive = alive * (1 - risen(FLAT, 130)) pay alive * max(FLAT - 100, 0) }",
      m -> ContinuousFormulas.upAndOutCall(m, 100, 130, 1));
  private static final Watched DOWN_AND_OUT = new Watched("down-and-out call",
      "at 1 { pay (1 - fallen(FLAT, 90)) * max(FLAT - 100, 0) }",
      m -> ContinuousFormulas.downAndOutCall(m, 100, 90, 1));
  private static final Watched FLOATING_LOOKBACK = new Watched("floating lookback",
      "at 1 { pay FLAT - lowest(FLAT) }", m -> ContinuousFormulas.floatingLookbackCall(m, 1));
  private static final Watched FIXED_LOOKBACK = new Watched("fixed lookback",
      "at 1 { pay max(highest(FLAT) - 110, 0) }", m -> ContinuousFormulas.fixedLookbackCall(m, 110, 1));

  static Stream<Watched> all() {
    return Stream.concat(some(), Stream.of(
        new Watched("up-and-out call of four events", """
            state alive = 1
            at 4 times until 1 { set alive = alive * (1 - risen(FLAT, 130)) }
            at 1 { pay alive * max(FLAT - 100, 0) }
            """, m -> ContinuousFormulas.upAndOutCall(m, 100, 130, 1)),
        new Watched("down-and-out call in the money", "at 1 { pay (1 - fallen(FLAT, 90)) * max(FLAT - 80, 0) }",
            m -> ContinuousFormulas.downAndOutCall(m, 80, 90, 1)),
        new Watched("down-and-in call", "at 1 { pay fallen(FLAT, 90) * max(FLAT - 100, 0) }",
            m -> ContinuousFormulas.downAndOutCall(m, 100, 1e-6, 1)
                - ContinuousFormulas.downAndOutCall(m, 100, 90, 1)),
        new Watched("fixed lookback of four events", """
            state top = 0
            at 4 times until 1 { set top = max(top, highest(FLAT)) }
            at 1 { pay max(top - 110, 0) }
            """, m -> ContinuousFormulas.fixedLookbackCall(m, 110, 1)),
        new Watched("default", "at 1 { pay fallen(FLAT, 70) }",
            m -> Math.exp(-m.rate()) * ContinuousFormulas.reachesBelow(m, 70, 1)),
        new Watched("time to a level", """
            state alive = 1
            at 40 times until 2 { set alive = alive * (1 - fallen(FLAT, 80)) pay alive * 0.05 }
            """, ContinuousMonitoringTest::timeToALevel)));
  }

  /** The expected time to a level, up to the last date, is the integral of the probability not to have reached it. */
  private static double timeToALevel(Market m) {
    return IntStream.rangeClosed(1, 40).mapToDouble(i -> i * 0.05)
        .map(t -> 0.05 * Math.exp(-m.rate() * t) * (1 - ContinuousFormulas.reachesBelow(m, 80, t))).sum();
  }

  static Stream<Watched> some() {
    return Stream.of(UP_AND_OUT, DOWN_AND_OUT, FLOATING_LOOKBACK, FIXED_LOOKBACK);
  }

  private static MarketData market(AssetModel model) {
    return market(model, Dividends.NONE);
  }

  private static MarketData market(AssetModel model, Dividends dividends) {
    return MarketData.of(Examples.TODAY, List.of(ZeroCurve.flat("EUR", QUOTES.rate())),
        List.of(Asset.of("FLAT", "EUR", QUOTES.spot(), QUOTES.yield(), model).withDividends(dividends)),
        Correlations.NONE);
  }

  private static MarketData market() {
    return market(AssetModel.BlackScholes.of(QUOTES.vol()));
  }

  private static Scripted script(String text, int steps, String... assets) {
    List<String> ids = assets.length == 0 ? List.of("FLAT") : List.of(assets);
    return new Scripted(text, Optional.empty(), ids, ids, false, 0, List.of(), List.of(), steps);
  }

  private static List<Greek> simulated(Product product, MarketData market, Set<Measure> measures, long seed) {
    try (GreeksEngine engine = new GreeksEngine(new CpuBackend(), 2)) {
      return engine.evaluate(product, market, measures, Settings.paths(PATHS).withSeed(seed)).numbers();
    }
  }

  private static Greek value(Product product, MarketData market, long seed) {
    return simulated(product, market, Set.of(Measure.VALUE), seed).getFirst();
  }

  private static double z(Greek one, Greek other) {
    return (one.value() - other.value()) / Math.hypot(one.standardError(), other.standardError());
  }

  @ParameterizedTest
  @MethodSource("all")
  void inOneStepAndInSeveral(Watched watched) {
    for (int steps : new int[]{1, watched.steps()}) {
      List<Greek> numbers = simulated(script(watched.script, steps), market(), Set.copyOf(MEASURES.values()), 5);
      for (Derivative derivative : Derivative.values()) {
        Greek number = numbers.stream().filter(greek -> greek.measure() == MEASURES.get(derivative)).findFirst()
            .orElseThrow();
        double exact = ContinuousFormulas.of(derivative, watched.formula, QUOTES);
        double z = Examples.z(number, exact);
        assertThat(number.status()).isEqualTo(Greek.Status.OK);
        assertThat(Math.abs(z)).as("%s in %s steps: %s, not %s", derivative, steps, number, exact)
            .isLessThan(LARGEST_Z);
        if (derivative == Derivative.GAMMA) {
          assertThat(number.estimator()).as("%s", watched).contains(watched.name().contains("lookback") ? "" : "score");
        } else if (derivative != Derivative.VALUE) {
          assertThat(number.estimator()).startsWith("pathwise");
        }
      }
    }
  }

  /** The same test fails where the price is looked at twelve times only. */
  @Test
  void discreteMonitoringIsFoundOut() {
    Greek discrete = value(script("""
        state alive = 1
        at 12 times until 1 { when FLAT >= 130 { set alive = 0 } }
        at 1 { pay alive * max(FLAT - 100, 0) }
        """, 1), market(), 5);
    assertThat(Examples.z(discrete, ContinuousFormulas.upAndOutCall(QUOTES, 100, 130, 1))).isGreaterThan(LARGEST_Z);
    Greek highest = value(script("""
        state top = 0
        at 12 times until 1 { set top = max(top, FLAT) }
        at 1 { pay max(top - 110, 0) }
        """, 1), market(), 5);
    assertThat(Examples.z(highest, ContinuousFormulas.fixedLookbackCall(QUOTES, 110, 1))).isLessThan(-LARGEST_Z);
  }

  /** A probability that depends on S/H only moves with H as it does with S, the other way round. */
  @Test
  void theLevelMovesLikeTheSpot() {
    List<Greek> delta = simulated(script("at 1 { pay fallen(FLAT, 70) }", 4), market(), Set.of(Measure.DELTA), 7);
    double h = 0.01;
    double byLevel = Math.exp(-QUOTES.rate()) * (ContinuousFormulas.reachesBelow(QUOTES, 70 + h, 1)
        - ContinuousFormulas.reachesBelow(QUOTES, 70 - h, 1)) / (2 * h);
    assertThat(Math.abs(Examples.z(delta.getFirst().scaled(-QUOTES.spot() / 70), byLevel))).isLessThan(LARGEST_Z);
  }

  /** A population that shrinks or grows by chance: the probability that it ever was at a tenth of what it is. */
  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 0.05})
  void quasiExtinction(double growth) {
    Market population = new Market(1000, 0, -growth, 0.4);
    MarketData market = MarketData.of(Examples.TODAY, List.of(ZeroCurve.flat("EUR", 0)),
        List.of(Asset.blackScholes("FLAT", "EUR", 1000, -growth, 0.4)), Correlations.NONE);
    List<Greek> numbers = simulated(script("at 20 { pay fallen(FLAT, 100) }", 20), market,
        Set.of(Measure.VALUE, Measure.DIVIDEND_RHO, Measure.VEGA), 3);
    List<Derivative> derivatives = List.of(Derivative.VALUE, Derivative.VEGA, Derivative.DIVIDEND_RHO);
    for (int i = 0; i < derivatives.size(); i++) {
      double exact = ContinuousFormulas.of(derivatives.get(i), m -> ContinuousFormulas.reachesBelow(m, 100, 20),
          population);
      assertThat(Math.abs(Examples.z(numbers.get(i), exact))).as("%s", derivatives.get(i)).isLessThan(LARGEST_Z);
    }
  }

  /**
   * Models whose parameters make them Black–Scholes. The correlation with the variance takes most of what moves the
   * price, though the variance hardly moves.
   */
  @Test
  void modelsThatAreNearlyBlackScholes() {
    double vol = QUOTES.vol();
    StochasticVariance still = StochasticVariance.of(vol * vol, 1, vol * vol, 1e-3, -0.9);
    Map<String, AssetModel> models = Map.of( //
        "heston", new AssetModel.Heston(still), //
        "heston by Euler steps",
        new AssetModel.Heston(still.simulatedBy(StochasticVariance.Scheme.FULL_TRUNCATION_EULER, 12)), //
        "cev", new AssetModel.Cev(ElasticVol.of(vol, 1, 100)), //
        "sabr", new AssetModel.Sabr(ElasticVol.of(vol, 1, 100), 1e-3, -0.9), //
        "local-vol", AssetModel.LocalVol.of(new SmileSurface(List.of(1.0), List.of(vol), List.of(0.0), List.of(1e-4))));
    models.forEach((name, model) -> {
      for (Watched watched : List.of(UP_AND_OUT, FIXED_LOOKBACK, FLOATING_LOOKBACK)) {
        Greek number = value(script(watched.script, 1), market(model), 9);
        double z = Examples.z(number, watched.formula.price(QUOTES));
        assertThat(Math.abs(z)).as("%s under %s", watched, name).isLessThan(LARGEST_Z);
      }
    });
  }

  /** Steps between the dates change nothing: of pillars of volatility and dividends that fall in between, neither. */
  @ParameterizedTest
  @MethodSource("some")
  void pillarsAndDividendsAreStepsOfTheirOwn(Watched watched) {
    MarketData market = market(
        AssetModel.BlackScholes.of(VolTermStructure.of(List.of(0.3, 0.6, 1.0), List.of(0.4, 0.3, 0.28))),
        Dividends.of(List.of(new Dividend(0.45, Dividend.Kind.PROPORTIONAL, 0.05),
            new Dividend(0.7, Dividend.Kind.CASH, 4)), Dividends.CashModel.SPOT));
    Greek few = value(script(watched.script, 1), market, 21);
    Greek many = value(script(watched.script, 30), market, 22);
    assertThat(Math.abs(z(few, many))).isLessThan(LARGEST_Z);
  }

  /** What is watched of one asset is exact beside others. */
  @Test
  void besideAnotherAsset() {
    MarketData market = MarketData.of(Examples.TODAY, List.of(ZeroCurve.flat("EUR", 0.02)),
        List.of(Asset.blackScholes("A", "EUR", 100, 0.01, 0.3), Asset.blackScholes("B", "EUR", 100, 0, 0.2)),
        Correlations.of("A", "B", 0.7));
    String text = "at 1 { pay (1 - risen(A, 120)) * max(B - 100, 0) }";
    Greek few = value(script(text, 1, "A", "B"), market, 31);
    Greek many = value(script(text, 24, "A", "B"), market, 32);
    assertThat(Math.abs(z(few, many))).isLessThan(LARGEST_Z);
  }

  /** The product of two lognormal prices is lognormal, and a quanto drifts by a covariance. */
  @ParameterizedTest
  @CsvSource({"COMPOSITE, false", "COMPOSITE, true", "QUANTO, false", "QUANTO, true"})
  void convertedPrices(CrossCurrency.Conversion conversion, boolean inverse) {
    double correlation = -0.5;
    double ofRate = 0.15;
    Asset rate = inverse
        ? Asset.exchangeRate("FX", "EUR", "USD", 1, AssetModel.BlackScholes.of(ofRate))
        : Asset.exchangeRate("FX", "USD", "EUR", 1, AssetModel.BlackScholes.of(ofRate));
    MarketData market = MarketData.of(Examples.TODAY, List.of(ZeroCurve.flat("EUR", 0.05), ZeroCurve.flat("USD", 0.04)),
        List.of(Asset.blackScholes("FLAT", "EUR", 100, 0.02, 0.25), rate),
        Correlations.of("FLAT", "FX", correlation));
    double covariance = (inverse ? -1 : 1) * correlation * 0.25 * ofRate;
    Market converted = switch (conversion) {
      case COMPOSITE -> new Market(100, 0.04, 0.02, Math.sqrt(0.25 * 0.25 + ofRate * ofRate + 2 * covariance));
      case QUANTO -> new Market(100, 0.04, 0.02 - 0.05 + 0.04 + covariance, 0.25);
    };
    for (Watched watched : List.of(UP_AND_OUT, DOWN_AND_OUT, FIXED_LOOKBACK)) {
      Product product = CrossCurrency.of(script(watched.script, 1), conversion, "USD", market);
      double z = Examples.z(value(product, market, 41), watched.formula.price(converted));
      assertThat(Math.abs(z)).as("%s", watched).isLessThan(LARGEST_Z);
    }
  }

  /** Levels that differ from event to event, written in three ways. */
  @Test
  void levelsThatChange() {
    String pays = "at 1 { pay alive * max(FLAT - 90, 0) }";
    double byValues = value(script("state alive = 1 at [0.5, 1] { set alive = alive * "
        + "(1 - risen(FLAT, values(125, 115))) } " + pays, 3), market(), 1).value();
    double byNumber = value(script("state alive = 1 at [0.5, 1] { set alive = alive * "
        + "(1 - risen(FLAT, 135 - 10 * number)) } " + pays, 3), market(), 1).value();
    double byState = value(script("state alive = 1 state level = 125 at [0.5, 1] { set level = 115 set alive = alive * "
        + "(1 - risen(FLAT, level)) } " + pays, 3), market(), 1).value();
    assertThat(byNumber).isCloseTo(byValues, within(1e-12));
    assertThat(byState).isCloseTo(byValues, within(1e-12));
  }

  /** A price that has been at the level at the start has passed it. */
  @Test
  void aPriceAtTheLevelHasPassedIt() {
    assertThat(value(script("at 1 { pay risen(FLAT, 100) }", 2), market(), 1).value())
        .isCloseTo(Math.exp(-QUOTES.rate()), within(1e-12));
    assertThat(value(script("at 1 { pay fallen(FLAT, 101) }", 2), market(), 1).value())
        .isCloseTo(Math.exp(-QUOTES.rate()), within(1e-12));
  }

  /** Nothing is known of jumps within a step, nor of a price of which a part is certain. */
  @Test
  void whatIsNotKnownIsRefused() {
    List.of(UP_AND_OUT, FLOATING_LOOKBACK).forEach(watched -> {
      Product product = script(watched.script, 1);
      for (String model : List.of("merton", "bates", "variance-gamma")) {
        MarketData market = Examples.marketOf(Objects.requireNonNull(Examples.everyModel().get(model)));
        assertThatIllegalArgumentException().isThrownBy(() -> value(product, market, 1))
            .withMessageContaining("its model " + model + " jumps");
      }
      MarketData escrowed = market(AssetModel.BlackScholes.of(0.2),
          Dividends.of(List.of(new Dividend(0.5, Dividend.Kind.CASH, 3)), Dividends.CashModel.ESCROWED));
      assertThatIllegalArgumentException().isThrownBy(() -> value(product, escrowed, 1))
          .withMessageContaining("present value of dividends");
    });
  }
}
