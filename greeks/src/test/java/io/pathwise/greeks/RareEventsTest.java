package io.pathwise.greeks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pathwise.engine.cpu.CpuBackend;
import io.pathwise.engine.random.Ordering;
import io.pathwise.engine.run.Sampling;
import io.pathwise.greeks.estimator.EstimatorChoice;
import io.pathwise.greeks.measure.Accuracy;
import io.pathwise.greeks.measure.Greek;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.greeks.policy.PilotMeasurement;
import io.pathwise.greeks.policy.Policy;
import io.pathwise.greeks.policy.Settings;
import io.pathwise.greeks.simulation.CheckpointSchedule;
import io.pathwise.pricing.market.Asset;
import io.pathwise.pricing.market.AssetModel;
import io.pathwise.pricing.market.Correlations;
import io.pathwise.pricing.market.Jumps;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.ZeroCurve;
import io.pathwise.pricing.product.Asian;
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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What few paths carry, or none: numbers that are right, or that say that they are not to be believed. */
class RareEventsTest {

  private static final MarketData MARKET = Examples.flat(0.03, 0, 0.2);
  private static final double SIX_SIGMA = 100 * Math.exp(6 * 0.2 - 0.02 + 0.03);
  private static final Set<Measure> MEASURES = EnumSet.of(Measure.VALUE, Measure.DELTA, Measure.GAMMA, Measure.VEGA);
  private static final GreeksEngine ENGINE = new GreeksEngine(new CpuBackend(), 2);

  @AfterAll
  static void close() {
    ENGINE.close();
  }

  private static Greek value(Product product, MarketData market, Settings settings) {
    return ENGINE.evaluate(product, market, Set.of(Measure.VALUE), settings).numbers().getFirst();
  }

  private static void check(Greek greek, double exact, double relativeError) {
    assertThat(greek.status()).as(greek.toString()).isEqualTo(Greek.Status.OK);
    assertThat(greek.value()).as(greek.toString())
        .isCloseTo(exact, within(4.5 * greek.standardError() + 1e-12 * Math.abs(exact)));
    assertThat(greek.standardError()).as(greek.toString()).isLessThanOrEqualTo(relativeError * Math.abs(exact));
  }

  /** At the numbers of the issue that asked for it: the first paid on four of a million paths. */
  @ParameterizedTest
  @EnumSource
  void digitalsThatHardlyEverPay(Policy policy) {
    Digital digital = Digital.cash("FLAT", OptionType.CALL, 175, 0.5, 1_000_000);
    Settings settings = new Settings(new Accuracy.TargetError(0.01, 0, 200_000), 2, Sampling.INDEPENDENT,
        java.util.Map.of(), policy, true);
    Greek greek = value(digital, MARKET, settings);
    double exact = Examples.exact(MARKET, digital, List.of());
    assertThat(exact).isCloseTo(43.304, within(0.001));
    switch (policy) {
      case AUTO, PILOT, PREFERENCE -> check(greek, exact, 1e-9);
      case STRUCTURAL -> {
        assertThat(greek.status()).isIn(Greek.Status.FEW_HITS, Greek.Status.NO_HITS);
        assertThat(greek.message()).isNotEmpty();
      }
    }
  }

  /**
   * A rebate on two fifths of the paths, and a call on one in 4 300, whose share of the delta is seven of the standard
   * errors that remain once the rebate's score has been regressed out. Of 600 seeds 182 give a delta that looks
   * regular, and 136 of these are off by more than five errors: measured by the error before the regression most would
   * pass.
   */
  @Test
  void aRareCallBesideARebateWhoseScoreIsRegressedOut() {
    MarketData market = Examples.flat(0.0025, 0.0188, 0.302);
    double expiry = 2.84;
    Barrier barrier = new Barrier("FLAT", OptionType.CALL, 498.4, expiry, 68.12, Barrier.Kind.DOWN_AND_OUT,
        List.of(expiry / 3, expiry * 2 / 3, expiry), 1, 1);
    int unseen = 0;
    int seeds = 60;
    for (long seed = 0; seed < seeds; seed++) {
      Settings settings = Settings.paths(8192).withPolicy(Policy.STRUCTURAL).withControlVariates(false).withSeed(seed);
      for (Greek greek : ENGINE.evaluate(barrier, market, MEASURES, settings).numbers()) {
        if (greek.status() == Greek.Status.OK) {
          assertThat(greek.value()).as("seed %d: %s", seed, greek)
              .isCloseTo(Examples.exact(market, barrier, greek.factors()), within(5 * greek.standardError()));
        }
        unseen += greek.measure() == Measure.DELTA && greek.message().contains("so rare") ? 1 : 0;
      }
    }
    assertThat(unseen).as("deltas whose paths look regular").isGreaterThan(seeds / 6);
  }

  @Test
  void importanceSamplingSixSigmaOutOfTheMoney() {
    European call = European.of("FLAT", OptionType.CALL, SIX_SIGMA, 1);
    Settings settings = Settings.paths(100_000);
    for (Measure measure : MEASURES) {
      settings = settings.withEstimator(measure, EstimatorChoice.IMPORTANCE_SAMPLING);
    }
    for (Sampling sampling : List.of(Sampling.INDEPENDENT, Sampling.sobol(32, new Ordering.Steps()))) {
      for (Greek greek : ENGINE.evaluate(call, MARKET, MEASURES, settings.withSampling(sampling)).numbers()) {
        assertThat(greek.estimator()).startsWith("importance-sampling");
        check(greek, Examples.exact(MARKET, call, greek.factors()), 0.02);
        if (greek.measure() == Measure.VALUE) {
          check(greek, Examples.exact(MARKET, call, greek.factors()), 0.01);
        }
      }
    }
  }

  /** Best-of options have several ways to pay, and no estimator that integrates them all. */
  @Test
  void thePilotFindsWhatPlainPathsDoNotSee() {
    MarketData market = Examples.correlated(0.3);
    Basket basket = Basket.of(List.of("FLAT", "TERM"), List.of(1.0, 1.0), Basket.Aggregate.BEST_OF, OptionType.CALL,
        400, 1);
    Greek plain = value(basket, market, Settings.paths(50_000).withPolicy(Policy.STRUCTURAL));
    assertThat(plain.status()).isIn(Greek.Status.FEW_HITS, Greek.Status.NO_HITS);
    check(value(basket, market, Settings.paths(50_000)), Examples.exact(market, basket, List.of()), 0.02);
  }

  @Test
  void changesByImportanceSampling() {
    MarketData after = Examples.flat(0.03, 0, 0.21);
    Asian asian = Asian.of("FLAT", OptionType.CALL, Asian.Average.GEOMETRIC, 210, 1, 3);
    Settings settings = Settings.paths(50_000).withEstimator(Measure.VALUE, EstimatorChoice.IMPORTANCE_SAMPLING);
    Greek change = ENGINE.change(asian, MARKET, after, Set.of(Measure.VALUE), settings, 50_000);
    assertThat(change.estimator()).startsWith("importance-sampling");
    check(change, Examples.exact(after, asian, List.of()) - Examples.exact(MARKET, asian, List.of()), 0.05);
  }

  /** A knock-in that turns back has several ways as well; estimators that miss the rarest are found out. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void knockInsThatTurnBack(int dates) {
    Barrier barrier = Barrier.of("FLAT", OptionType.CALL, 100, 0.5, 74, Barrier.Kind.DOWN_AND_IN, dates, 0);
    Greek greek = value(barrier, MARKET, Settings.paths(50_000));
    double exact = Examples.exact(MARKET, barrier, List.of());
    if (dates == 1) {
      assertThat(greek.value()).isCloseTo(exact, within(1e-12));
    } else {
      check(greek, exact, 0.05);
    }
  }

  /** The rebate is met on every second path, the call on none of them. */
  @Test
  void aRebateBesideARareCall() {
    MarketData wild = Examples.flat(0.02, 0.01, 0.7);
    Barrier barrier = Barrier.of("FLAT", OptionType.CALL, 20_000, 4, 30, Barrier.Kind.DOWN_AND_OUT, 3, 1);
    Greek greek = value(barrier, wild, Settings.paths(8_192).withPolicy(Policy.STRUCTURAL));
    assertThat(greek.status()).isEqualTo(Greek.Status.FEW_HITS);
    assertThat(greek.message()).contains("so rare that its paths are not likely to have met it");
    Barrier everyday = Barrier.of("FLAT", OptionType.CALL, 100, 1, 80, Barrier.Kind.DOWN_AND_OUT, 3, 1);
    check(value(everyday, MARKET, Settings.paths(50_000).withPolicy(Policy.STRUCTURAL)),
        Examples.exact(MARKET, everyday, List.of()), 0.05);
  }

  /**
   * A price, and 100 000 where another price ends beyond three times its spot: one threshold, met on one path in 100
   * 000, is worth 0.53, which is two of the standard errors of 8192 paths without a hit.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void oneThresholdBesideAPrice(long seed) {
    MarketData market = MarketData.of(Examples.TODAY, List.of(ZeroCurve.flat("EUR", 0.03)),
        List.of(Asset.blackScholes("FLAT", "EUR", 100, 0, 0.2), Asset.blackScholes("TERM", "EUR", 100, 0, 0.25)),
        Correlations.NONE);
    Scripted script = Scripted.of("at 1 { pay FLAT + (if TERM >= 300 then 1e5 else 0) }", List.of("FLAT", "TERM"),
        Optional.empty());
    assertThat(value(script, market, Settings.paths(8_192).withSeed(seed)).status())
        .isEqualTo(Greek.Status.FEW_HITS);
    Scripted everyday = Scripted.of("at 1 { pay FLAT + (if TERM >= 110 then 50 else 0) }", List.of("FLAT", "TERM"),
        Optional.empty());
    Greek greek = value(everyday, market, Settings.paths(8_192).withSeed(seed));
    double digital = Examples.exact(market, Digital.cash("TERM", OptionType.CALL, 110, 1, 50), List.of());
    check(greek, 100 + digital, 0.05);
  }

  /**
   * A jump in a day is met on three of 100 000 paths, and leaves a call that was far in the money out of it. What its
   * value loses by the mean of the jumps is nothing on all others.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void jumpsThatHardlyEverOccur(long seed) {
    Settings settings = Settings.paths(8_192).withSeed(seed);
    European call = European.of("FLAT", OptionType.CALL, 60, 1.0 / 365);
    for (double intensity : new double[]{0.01, 100}) {
      MarketData market = Examples.marketOf(new AssetModel.Merton(0.2, new Jumps(intensity, -0.5, 0.1)));
      List<Greek> found = ENGINE.evaluate(call, market, Set.of(Measure.MODEL_PARAMETER), settings).numbers().stream()
          .filter(greek -> greek.factors().toString().contains("jumpMean")).toList();
      assertThat(found).singleElement().extracting(Greek::status)
          .isEqualTo(intensity < 1 ? Greek.Status.FEW_HITS : Greek.Status.OK);
    }
  }

  /** What no path has hit is bounded by the largest payoff. */
  @Test
  void aBoundWhereNothingWasHit() {
    Digital digital = Digital.cash("FLAT", OptionType.CALL, 220, 0.5, 10);
    Greek greek = value(digital, MARKET, Settings.paths(10_000).withPolicy(Policy.STRUCTURAL));
    assertThat(greek.status()).isEqualTo(Greek.Status.NO_HITS);
    assertThat(greek.value()).isZero();
    // With 95 % confidence a hit has a probability below 3 / paths.
    assertThat(1.96 * greek.standardError()).isBetween(29.0 / greek.paths(), 30.0 / greek.paths());
    European call = European.of("FLAT", OptionType.CALL, 1e9, 4);
    Greek unbounded = value(call, Examples.flat(0.03, 0, 3), Settings.paths(10_000).withPolicy(Policy.STRUCTURAL));
    assertThat(unbounded.status()).isEqualTo(Greek.Status.NO_HITS);
    assertThat(unbounded.standardError()).isNaN();
  }

  /** Two paths of the first look pay, with an error within the target, but it takes more for that to be believed. */
  @Test
  void aTargetIsNotReachedOnFewHits() {
    Digital digital = Digital.cash("FLAT", OptionType.CALL, 170, 0.5, 1);
    Settings settings = Settings.paths(1).withAccuracy(new Accuracy.TargetError(10, 1, 1_000_000))
        .withPolicy(Policy.STRUCTURAL);
    Greek greek = value(digital, MARKET, settings);
    check(greek, Examples.exact(MARKET, digital, List.of()), 0.5);
    assertThat(greek.paths()).isGreaterThan(CheckpointSchedule.FIRST * 256);
    assertThat(value(digital, MARKET, settings.withAccuracy(new Accuracy.TargetError(10, 1, 16_384))).status())
        .isEqualTo(Greek.Status.FEW_HITS);
  }

  @Test
  void evidenceIsVoidWhereAnotherFindsMore() {
    PilotMeasurement low = new PilotMeasurement(1, 0.01, 1, true, 10_000);
    PilotMeasurement high = new PilotMeasurement(2, 4, 1, true, 10_000);
    PilotMeasurement doubtful = new PilotMeasurement(9, 0.01, 1, false, 10_000);
    PilotMeasurement exact = new PilotMeasurement(1, 0, 1, true, 10_000);
    assertThat(low.isBorneOutBy(List.of(high))).isFalse();
    assertThat(high.isBorneOutBy(List.of(low))).isTrue();
    assertThat(low.isBorneOutBy(List.of(doubtful))).isTrue();
    assertThat(doubtful.isBorneOutBy(List.of(low))).isFalse();
    assertThat(exact.isBorneOutBy(List.of(high))).isTrue();
    assertThat(low.isBorneOutBy(List.of(new PilotMeasurement(1.05, 4, 1, true, 10_000)))).isTrue();
  }
}
