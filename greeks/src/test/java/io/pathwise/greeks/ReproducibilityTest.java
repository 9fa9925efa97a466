package io.pathwise.greeks;

import static org.assertj.core.api.Assertions.assertThat;

import io.pathwise.engine.cpu.CpuBackend;
import io.pathwise.engine.run.Backend;
import io.pathwise.engine.run.ReferenceBackend;
import io.pathwise.engine.run.Sampling;
import io.pathwise.greeks.measure.Accuracy;
import io.pathwise.greeks.measure.Greek;
import io.pathwise.greeks.measure.Greeks;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.greeks.policy.Policy;
import io.pathwise.greeks.policy.Settings;
import io.pathwise.pricing.product.Asian;
import io.pathwise.pricing.product.Barrier;
import io.pathwise.pricing.product.Basket;
import io.pathwise.pricing.product.Digital;
import io.pathwise.pricing.product.European;
import io.pathwise.pricing.product.OptionType;
import io.pathwise.pricing.product.Product;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Equal bits however a result is reached; seeds, antithetic pairs and stopping at a target error. */
@Tag("long")
class ReproducibilityTest {

  private static final Set<Measure> ALL = EnumSet.allOf(Measure.class);
  private static final Product CALL = Examples.european(OptionType.CALL);
  private static final Product BARRIER = Examples.barrier(OptionType.CALL, Barrier.Kind.UP_AND_OUT);
  private static final int FIRST_CHECKPOINT = 64 * Backend.BLOCK;

  static List<Product> products() {
    return List.of(CALL, Asian.of("TERM", OptionType.PUT, Asian.Average.ARITHMETIC, 41, 1, 4),
        Examples.barrier(OptionType.CALL, Barrier.Kind.DOWN_AND_IN),
        Examples.basket(Basket.Aggregate.WORST_OF, OptionType.CALL));
  }

  private static Greeks evaluate(Backend backend, int threads, Product product, Settings settings) {
    try (GreeksEngine engine = new GreeksEngine(backend, threads)) {
      return engine.evaluate(product, Examples.MARKET, ALL, settings);
    }
  }

  /** Records compare doubles by their bits. */
  private static void assertSameBits(Greeks actual, Greeks expected) {
    assertThat(actual.numbers()).isEqualTo(expected.numbers());
  }

  @ParameterizedTest
  @MethodSource("products")
  void threadsAndBackendsChangeNothing(Product product) {
    Settings settings = Settings.paths(10_000).withPolicy(Policy.STRUCTURAL);
    Greeks one = evaluate(new ReferenceBackend(), 1, product, settings);
    for (int threads : new int[]{1, 2, 7}) {
      assertSameBits(evaluate(new CpuBackend(), threads, product, settings), one);
    }
    assertSameBits(evaluate(new ReferenceBackend(), 7, product, settings), one);
  }

  /** Choices, too: a pilot gives the same evidence everywhere, whatever an engine has done before. */
  @Test
  void choicesDoNotDependOnThreadsBackendsOrTheEnginesPast() {
    Set<Measure> measures = EnumSet.of(Measure.VALUE, Measure.DELTA, Measure.GAMMA);
    Settings settings = Settings.paths(2560).withPolicy(Policy.PILOT);
    Greeks one;
    try (GreeksEngine engine = new GreeksEngine(new ReferenceBackend(), 2)) {
      one = engine.evaluate(BARRIER, Examples.MARKET, measures, settings);
    }
    try (GreeksEngine engine = new GreeksEngine(new CpuBackend(), 1)) {
      engine.evaluate(BARRIER, Examples.MARKET.shifted(Examples.SPOT, 30), measures, settings);
      assertSameBits(engine.evaluate(BARRIER, Examples.MARKET, measures, settings), one);
    }
    assertThat(one.get(Measure.GAMMA, Examples.SPOT, Examples.SPOT).reason()).contains("in a pilot");
  }

  /** Scenarios keep the estimators of the base market. */
  @Test
  void pinnedEstimatorsAreUsedOnOtherMarkets() {
    Set<Measure> measures = EnumSet.of(Measure.DELTA, Measure.GAMMA);
    try (GreeksEngine engine = new GreeksEngine(new CpuBackend(), 2)) {
      GreeksRun base = engine.start(CALL, Examples.MARKET, measures, Settings.paths(1));
      base.extendTo(2560);
      Greeks scenario = engine.evaluate(CALL, Examples.MARKET.shifted(Examples.SPOT, -20), measures,
          Settings.paths(2560), base.estimators());
      assertThat(scenario.numbers()).extracting(Greek::estimator)
          .isEqualTo(base.greeks().numbers().stream().map(Greek::estimator).toList());
      assertThat(scenario.numbers()).allSatisfy(greek -> assertThat(greek.reason()).endsWith("as pinned"));
    }
  }

  @Test
  void anExtendedRunEqualsOneRun() {
    for (Product product : products()) {
      anExtendedRunEqualsOneRun(product, ALL, Settings.paths(30_000).withPolicy(Policy.STRUCTURAL));
    }
    anExtendedRunEqualsOneRun(products().get(1), EnumSet.of(Measure.VALUE, Measure.DELTA), Settings.paths(30_000));
  }

  private static void anExtendedRunEqualsOneRun(Product product, Set<Measure> measures, Settings settings) {
    try (GreeksEngine engine = new GreeksEngine(new CpuBackend(), 2)) {
      GreeksRun run = engine.start(product, Examples.MARKET, measures, settings);
      run.extendTo(1);
      run.extendTo(12_000);
      assertSameBits(run.greeks(),
          engine.evaluate(product, Examples.MARKET, measures, settings.withAccuracy(Accuracy.paths(12_000))));
      run.extendTo(30_000);
      run.extendTo(5);
      assertThat(run.paths()).isEqualTo(30_208);
      assertSameBits(run.greeks(), engine.evaluate(product, Examples.MARKET, measures, settings));
    }
  }

  @Test
  void anExtendedMillionEqualsAMillion() {
    Set<Measure> measures = EnumSet.of(Measure.VALUE, Measure.DELTA, Measure.GAMMA, Measure.VEGA, Measure.RHO);
    try (GreeksEngine engine = new GreeksEngine(new CpuBackend(), 2)) {
      GreeksRun run = engine.start(CALL, Examples.MARKET, measures, Settings.paths(1));
      run.extendTo(400_000);
      run.extendTo(1_000_000);
      assertSameBits(run.greeks(), engine.evaluate(CALL, Examples.MARKET, measures, Settings.paths(1_000_000)));
    }
  }

  @Test
  void anotherMeasureBesideItDoesNotChangeANumber() {
    try (GreeksEngine engine = new GreeksEngine(new CpuBackend(), 2)) {
      Greeks together = engine.evaluate(CALL, Examples.MARKET, EnumSet.of(Measure.VALUE, Measure.DELTA, Measure.GAMMA,
          Measure.VEGA, Measure.VANNA), Settings.paths(2560));
      for (Measure measure : EnumSet.of(Measure.VALUE, Measure.GAMMA, Measure.VANNA)) {
        Greeks alone = engine.evaluate(CALL, Examples.MARKET, EnumSet.of(measure), Settings.paths(2560));
        assertThat(alone.numbers()).isEqualTo(together.all(measure));
      }
    }
  }

  @Test
  void seedsGiveOtherNumbers() {
    Settings settings = Settings.paths(2560).withPolicy(Policy.STRUCTURAL);
    Greeks one = evaluate(new CpuBackend(), 1, CALL, settings);
    assertSameBits(evaluate(new CpuBackend(), 1, CALL, settings.withSeed(1)), one);
    Greeks other = evaluate(new CpuBackend(), 1, CALL, settings.withSeed(2));
    assertThat(other.get(Measure.VALUE).value()).isNotEqualTo(one.get(Measure.VALUE).value());
    double error = Math.hypot(one.get(Measure.VALUE).standardError(), other.get(Measure.VALUE).standardError());
    assertThat(Math.abs(one.get(Measure.VALUE).value() - other.get(Measure.VALUE).value())).isLessThan(4.5 * error);
  }

  /** A call in the money is nearly linear in the noise, so mirrored paths nearly cancel. */
  @Test
  void antitheticPairsReduceTheVarianceOfACall() {
    Settings independent = Settings.paths(200_000).withPolicy(Policy.STRUCTURAL);
    Settings mirrored = independent.withSampling(Sampling.ANTITHETIC);
    try (GreeksEngine engine = new GreeksEngine(new CpuBackend(), 2)) {
      Product inTheMoney = European.of("FLAT", OptionType.CALL, 80, 0.75);
      Greek plain = engine.evaluate(inTheMoney, Examples.MARKET, ALL, independent).get(Measure.VALUE);
      Greeks antithetic = engine.evaluate(inTheMoney, Examples.MARKET, ALL, mirrored);
      assertThat(antithetic.get(Measure.VALUE).standardError()).isLessThan(0.6 * plain.standardError());
      for (Greek greek : antithetic.numbers()) {
        if (greek.status() == Greek.Status.OK && greek.standardError() > 1e-9) {
          assertThat(Math.abs(Examples.z(greek, Examples.exact(Examples.MARKET, inTheMoney, greek.factors()))))
              .as(greek.measure().label()).isLessThan(4.5);
        }
      }
    }
  }

  @Test
  void stoppingLooksAtCheckpointsOnly() {
    Set<Measure> value = EnumSet.of(Measure.VALUE);
    try (GreeksEngine engine = new GreeksEngine(new CpuBackend(), 2)) {
      Greek loose = engine.evaluate(CALL, Examples.MARKET, value, target(0, 1.0, 1_000_000)).get(Measure.VALUE);
      assertThat(loose.status()).isEqualTo(Greek.Status.OK);
      assertThat(loose.paths()).isEqualTo(FIRST_CHECKPOINT);
      Greek tight = engine.evaluate(CALL, Examples.MARKET, value, target(0.004, 0, 1_000_000)).get(Measure.VALUE);
      assertThat(tight.status()).isEqualTo(Greek.Status.OK);
      assertThat(tight.standardError()).isLessThanOrEqualTo(0.004 * tight.value());
      assertThat(tight.paths() / FIRST_CHECKPOINT).isIn(2L, 4L, 8L, 16L);
      assertThat(tight.paths() % FIRST_CHECKPOINT).isZero();
      assertThat(tight)
          .isEqualTo(
              engine.evaluate(CALL, Examples.MARKET, value, Settings.paths(tight.paths()).withPolicy(Policy.STRUCTURAL))
                  .get(Measure.VALUE));
    }
  }

  /** What is integrated in closed form has nothing rare left, and is done. */
  @Test
  void anExactNumberNeedsNoFurtherPaths() {
    try (GreeksEngine engine = new GreeksEngine(new CpuBackend(), 2)) {
      Greek exact = engine.evaluate(CALL, Examples.MARKET, EnumSet.of(Measure.VALUE),
          target(1e-9, 0, 1_000_000).withPolicy(Policy.PILOT)).get(Measure.VALUE);
      assertThat(exact.standardError()).isLessThan(1e-11);
      assertThat(exact.paths()).isEqualTo(FIRST_CHECKPOINT);
      assertThat(Math.abs(Examples.z(exact, Examples.exact(Examples.MARKET, CALL, List.of())))).isLessThan(4.5);
    }
  }

  @Test
  void theMaximumNumberOfPathsIsReported() {
    try (GreeksEngine engine = new GreeksEngine(new CpuBackend(), 2)) {
      Greeks greeks = engine.evaluate(CALL, Examples.MARKET, EnumSet.of(Measure.VALUE, Measure.DELTA),
          target(0, 0.003, 40_000));
      Greek value = greeks.get(Measure.VALUE);
      assertThat(value.status()).isEqualTo(Greek.Status.MAXIMUM_PATHS);
      assertThat(value.paths()).isEqualTo(40_192);
      assertThat(value.value()).isFinite();
      assertThat(value.message()).contains("maximum number of paths");
      Greek delta = greeks.get(Measure.DELTA, Examples.SPOT);
      assertThat(delta.status()).isEqualTo(Greek.Status.OK);
      assertThat(delta.message()).isEmpty();
    }
  }

  /** No hit among the first paths is no evidence that there will be none. */
  @Test
  void paysNothingSoFarIsNoReasonToStop() {
    Product rare = Digital.cash("FLAT", OptionType.CALL, 250, 0.75, 1e6);
    Set<Measure> value = EnumSet.of(Measure.VALUE);
    try (GreeksEngine engine = new GreeksEngine(new CpuBackend(), 2)) {
      Greek first = engine
          .evaluate(rare, Examples.MARKET, value, Settings.paths(FIRST_CHECKPOINT).withPolicy(Policy.STRUCTURAL))
          .get(Measure.VALUE);
      assertThat(first.value()).isZero();
      assertThat(first.status()).isEqualTo(Greek.Status.NO_HITS);
      assertThat(first.standardError()).as("at most 3 of 16384 paths").isBetween(85.0, 95.0);
      Greek found = engine.evaluate(rare, Examples.MARKET, value, target(0, 10, 1_000_000)).get(Measure.VALUE);
      assertThat(found.value()).isPositive();
      assertThat(found.paths()).isGreaterThan(FIRST_CHECKPOINT);
    }
  }

  private static Settings target(double relative, double absolute, long maximum) {
    return Settings.paths(1).withPolicy(Policy.STRUCTURAL)
        .withAccuracy(new Accuracy.TargetError(relative, absolute, maximum));
  }
}
