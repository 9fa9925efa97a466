package io.pathwise.greeks;

import static org.assertj.core.api.Assertions.assertThat;

import io.pathwise.engine.cpu.CpuBackend;
import io.pathwise.engine.run.NoiseKey;
import io.pathwise.engine.run.Sampling;
import io.pathwise.engine.run.Simulation;
import io.pathwise.engine.statistics.Estimate;
import io.pathwise.greeks.measure.Accuracy;
import io.pathwise.greeks.measure.Greek;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.greeks.measure.Target;
import io.pathwise.greeks.policy.Policy;
import io.pathwise.greeks.policy.Settings;
import io.pathwise.greeks.simulation.Control;
import io.pathwise.greeks.simulation.JobRun;
import io.pathwise.greeks.simulation.KernelCache;
import io.pathwise.greeks.simulation.ProgramTemplate;
import io.pathwise.pricing.analytic.AnalyticPrice;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.RiskFactor;
import io.pathwise.pricing.product.Asian;
import io.pathwise.pricing.product.Barrier;
import io.pathwise.pricing.product.Digital;
import io.pathwise.pricing.product.OptionType;
import io.pathwise.pricing.product.Product;
import io.pathwise.pricing.program.PricingProgram;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Control variates of products: less variance, no bias, and a bias that shows when their expectation is wrong. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ControlVariatesTest {

  private static final double LARGEST_Z = 4.5;
  private static final long PATHS = 40_000;
  private static final MarketData MARKET = Examples.flat(0.03, 0.01, 0.25);
  private static final Product ASIAN = Asian.of("FLAT", OptionType.CALL, Asian.Average.ARITHMETIC, 101, 1, 12);
  private static final Product BARRIER = Barrier.of("FLAT", OptionType.PUT, 100, 1, 90, Barrier.Kind.DOWN_AND_IN, 4, 0);
  private static final Set<Measure> MEASURES = EnumSet.complementOf(EnumSet.of(Measure.CROSS_GAMMA,
      Measure.CORRELATION, Measure.MODEL_PARAMETER, Measure.BOUND, Measure.EXERCISE_PROBABILITY,
      Measure.EXERCISE_TIME));

  private final GreeksEngine engine = new GreeksEngine(new CpuBackend(), 2);

  @AfterAll
  void close() {
    engine.close();
  }

  /** Estimators that the score or the pathwise derivative gives without rewriting, so that on and off are the same. */
  private static Settings plain(long seed, boolean controlled) {
    return Settings.paths(PATHS).withSeed(seed).withPolicy(Policy.STRUCTURAL).withControlVariates(controlled);
  }

  private static double varianceRatio(Greek without, Greek with) {
    return Math.pow(without.standardError() / with.standardError(), 2);
  }

  /** The other seed makes the estimates independent, so that their difference has a known error. */
  @Test
  void theGeometricAsianTakesTheVarianceOutOfTheArithmeticOne() {
    List<Greek> without = engine.evaluate(ASIAN, MARKET, MEASURES, plain(2, false)).numbers();
    List<Greek> with = engine.evaluate(ASIAN, MARKET, MEASURES, plain(3, true)).numbers();
    for (int i = 0; i < with.size(); i++) {
      Greek greek = with.get(i);
      Greek other = without.get(i);
      double error = Math.hypot(greek.standardError(), other.standardError());
      assertThat(Math.abs(greek.value() - other.value())).as("%s %s", greek.measure(), greek.factorText())
          .isLessThan(LARGEST_Z * error);
      // With the control there are more outputs, so that another mode may be the cheaper one.
      assertThat(greek.estimator().split("-", -1)[0]).isEqualTo(other.estimator().split("-", -1)[0]);
      assertThat(greek.reason()).contains("control variate");
      assertThat(other.reason()).doesNotContain("control variate");
      // Of rho it is 13 to 29 with other seeds, and 1 where the control is not used.
      double least = greek.measure() == Measure.VALUE ? 300 : 8;
      assertThat(varianceRatio(other, greek)).as("%s %s", greek.measure(), greek.factorText()).isGreaterThan(least);
    }
  }

  @Test
  void theEuropeanTakesVarianceOutOfABarrierAndLeavesNoBias() {
    List<Greek> without = engine.evaluate(BARRIER, MARKET, MEASURES, plain(4, false)).numbers();
    List<Greek> with = engine.evaluate(BARRIER, MARKET, MEASURES, plain(4, true)).numbers();
    for (int i = 0; i < with.size(); i++) {
      Greek greek = with.get(i);
      double exact = Examples.exact(MARKET, BARRIER, greek.factors());
      assertThat(Math.abs(Examples.z(greek, exact))).as("%s %s", greek.measure(), greek.factorText())
          .isLessThan(LARGEST_Z);
      assertThat(varianceRatio(without.get(i), greek)).as("%s %s", greek.measure(), greek.factorText())
          .isGreaterThan(5);
    }
  }

  /** The pilot sees what the control takes out of the plain mean, so no direction need be integrated. */
  @Test
  void thePolicyCountsOnTheControl() {
    Settings settings = Settings.paths(PATHS).withPolicy(Policy.PILOT);
    Greek with = engine.evaluate(ASIAN, MARKET, Set.of(Measure.VALUE), settings).get(Measure.VALUE);
    Greek without = engine.evaluate(ASIAN, MARKET, Set.of(Measure.VALUE), settings.withControlVariates(false))
        .get(Measure.VALUE);
    assertThat(with.estimator()).isEqualTo("mean");
    assertThat(without.estimator()).startsWith("conditional-");
    assertThat(with.standardError()).isLessThan(without.standardError());
  }

  @Test
  void thirtyTwoBlocksLeaveRoomForOneControl() {
    Settings few = plain(5, true).withAccuracy(Accuracy.paths(1));
    Greek with = engine.evaluate(ASIAN, MARKET, MEASURES, few).get(Measure.VALUE);
    Greek without = engine.evaluate(ASIAN, MARKET, MEASURES, few.withControlVariates(false)).get(Measure.VALUE);
    assertThat(with.paths()).isEqualTo(32 * 256);
    assertThat(with.standardError()).isLessThan(0.1 * without.standardError());
  }

  /** The negative control: the expectation of another strike's control is a bias of many standard errors. */
  @Test
  void aWrongExpectationShows() {
    PricingProgram pricing = PricingProgram.withControl(digital(100), MARKET);
    AnalyticPrice wrong = AnalyticPrice.of(MARKET, digital(120).control().orElseThrow()).orElseThrow();
    PricingProgram misled = new PricingProgram(pricing.program(), pricing.inputs(), Optional.of(wrong),
        pricing.hasZeroVol(), pricing.nearsZeroVol(), List.of(), List.of(), Optional.empty(), "");
    RiskFactor spot = Examples.SPOT;
    for (List<RiskFactor> factors : List.of(List.<RiskFactor>of(), List.of(spot), List.of(spot, spot))) {
      Measure measure = List.of(Measure.VALUE, Measure.DELTA, Measure.GAMMA).get(factors.size());
      double exact = Examples.exact(MARKET, digital(100), factors);
      Estimate right = estimate(pricing, new Target(measure, factors));
      Estimate biased = estimate(misled, new Target(measure, factors));
      assertThat(Math.abs(right.mean() - exact) / right.standardError()).as(measure.label()).isLessThan(LARGEST_Z);
      assertThat(Math.abs(biased.mean() - exact) / right.standardError()).as(measure.label())
          .isGreaterThan(LARGEST_Z);
      assertThat(biased.standardError()).isEqualTo(right.standardError());
    }
  }

  private static Product digital(double strike) {
    return Digital.cash("FLAT", OptionType.CALL, strike, 1, 10);
  }

  private static Estimate estimate(PricingProgram pricing, Target target) {
    try (KernelCache kernels = new KernelCache(new CpuBackend()); Simulation simulation = new Simulation(1)) {
      ProgramTemplate structure = new ProgramTemplate(pricing, kernels, Sampling.INDEPENDENT);
      JobRun job = structure.start(structure.prepare(List.of(structure.structural(target).choice())), pricing,
          NoiseKey.results(6)).getFirst();
      job.extendTo(400, simulation);
      return job.inference(job.job().entries().getFirst()).estimate();
    }
  }
}
