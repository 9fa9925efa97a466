package io.pathwise.benchmarks.validation;

import static org.assertj.core.api.Assertions.assertThat;

import io.pathwise.engine.cpu.CpuBackend;
import io.pathwise.engine.derive.Tangent;
import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.lower.Binding;
import io.pathwise.engine.lower.LoweredProgram;
import io.pathwise.engine.lower.Lowering;
import io.pathwise.engine.program.Program;
import io.pathwise.engine.run.BlockSource;
import io.pathwise.engine.run.Kernel;
import io.pathwise.engine.run.NoiseKey;
import io.pathwise.engine.run.Sampling;
import io.pathwise.engine.run.Simulation;
import io.pathwise.engine.statistics.BlockMoments;
import io.pathwise.engine.statistics.ControlRegression;
import io.pathwise.engine.statistics.Estimate;
import io.pathwise.engine.statistics.MomentLayout;
import io.pathwise.greeks.GreeksEngine;
import io.pathwise.greeks.measure.Accuracy;
import io.pathwise.greeks.measure.Greek;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.greeks.policy.Policy;
import io.pathwise.greeks.policy.Settings;
import io.pathwise.pricing.analytic.AnalyticPrice;
import io.pathwise.pricing.market.RiskFactor;
import io.pathwise.pricing.product.Digital;
import io.pathwise.pricing.product.European;
import io.pathwise.pricing.program.PricingProgram;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Errors of rare, skewed and heavy-tailed payoffs cover, under every policy, with controls and without, at a number of
 * paths and to a target error; and this test would notice if they did not.
 */
@Tag("long")
class CoverageTest {

  private static final int TRADES = 2_000;
  private static final long PATHS = 10_000;

  @Test
  void errorsCover() {
    try (GreeksEngine engine = new GreeksEngine(new CpuBackend(), 2)) {
      // Pilots take ten times as long as what they decide about.
      Verdict quick = RareEvents.run(engine, 0, TRADES, List.of(Policy.STRUCTURAL, Policy.PREFERENCE), PATHS).verdict();
      assertThat(quick.failures()).as(quick.text()).isEmpty();
      RareEvents piloted = RareEvents.run(engine, TRADES, TRADES + TRADES / 20, List.of(Policy.PILOT), PATHS);
      assertThat(piloted.verdict().failures()).as(piloted.verdict().text()).isEmpty();
      assertThat(piloted.statuses().get(Greek.Status.OK)).isGreaterThan(TRADES / 10);
    }
  }

  /** Runs stop when an error is small by luck, too; of rare digitals that goes with a value that is small by luck. */
  @Test
  void errorsOfRunsThatStopAtATargetCover() {
    List<Double> zs = new ArrayList<>();
    try (GreeksEngine engine = new GreeksEngine(new CpuBackend(), 2)) {
      for (int trade = 0; trade < TRADES; trade++) {
        ValidationCase validated = RareSet.of(trade);
        if (validated.product() instanceof Digital digital && digital.payout() == Digital.Payout.CASH) {
          Settings settings = new Settings(new Accuracy.TargetError(0.1, 0, 200_000), trade, Sampling.INDEPENDENT,
              Map.of(),
              Policy.STRUCTURAL, false);
          Greek value = engine.evaluate(digital, validated.market(), Set.of(Measure.VALUE), settings).numbers()
              .getFirst();
          if (value.status() == Greek.Status.OK) {
            zs.add((value.value() - AnalyticPrice.of(validated.market(), digital).orElseThrow().value())
                / value.standardError());
          }
        }
      }
    }
    assertThat(zs).hasSizeGreaterThan(140);
    Coverage coverage = Coverage.of("stopped", zs);
    assertThat(coverage.failures()).as(coverage.text()).isEmpty();
    // The mean of the z-scores is the bias, in standard errors.
    assertThat(Math.abs(zs.stream().mapToDouble(z -> z).average().orElseThrow())).isLessThan(0.3);
  }

  private static List<Double> normal(double mean, double deviation) {
    Random random = new Random(3);
    return IntStream.range(0, TRADES).mapToObj(i -> mean + deviation * random.nextGaussian()).toList();
  }

  @Test
  void wrongErrorsAreNoticed() {
    assertThat(Coverage.of("right", normal(0, 1)).failures()).isEmpty();
    assertThat(Coverage.of("too small", normal(0, 1.3)).failures()).isNotEmpty();
    assertThat(Coverage.of("biased", normal(0.7, 1)).failures()).isNotEmpty();
    assertThat(Coverage.of("too large", normal(0, 0.6)).failures()).anyMatch(text -> text.contains("only"));
    List<Double> once = new ArrayList<>(normal(0, 1));
    once.set(7, 6.0);
    once.set(11, -30.0);
    assertThat(Coverage.of("two outliers", once).failures()).anyMatch(text -> text.contains("2 of 2000"));
    once.set(13, Double.NaN);
    assertThat(Coverage.of("no number", once).failures()).anyMatch(text -> text.contains("3 of 2000"));
  }

  /** The values of rare calls and puts, regressed on their pathwise deltas, which are as rare, by least squares. */
  @Test
  void regressionWithoutTheGuardFails() {
    List<Double> zs = new ArrayList<>();
    CpuBackend backend = new CpuBackend();
    try (Simulation simulation = new Simulation(2)) {
      for (int trade = 0; trade < 600; trade++) {
        ValidationCase validated = RareSet.of(trade);
        if (validated.product() instanceof European european) {
          AnalyticPrice price = AnalyticPrice.of(validated.market(), european).orElseThrow();
          Estimate naive = naive(backend, simulation, PricingProgram.of(european, validated.market()),
              price.derivative(new RiskFactor.Spot("A")), trade);
          if (naive.standardError() > 0) {
            zs.add((naive.mean() - price.value()) / naive.standardError());
          }
        }
      }
    }
    assertThat(zs).hasSizeGreaterThan(40);
    assertThat(Coverage.of("unguarded", zs).failures()).anyMatch(text -> text.contains("more than 5"));
  }

  private static Estimate naive(CpuBackend backend, Simulation simulation, PricingProgram pricing, double delta,
      int seed) {
    Expr.Parameter spot = pricing.program().graph().parameter("A.spot");
    Program program = Tangent.differentiate(pricing.program(), Map.of(PricingProgram.VALUE, List.of(spot)));
    LoweredProgram lowered = Lowering.lower(program);
    int value = program.outputNames().indexOf(PricingProgram.VALUE);
    int control = program.outputNames().indexOf(Tangent.name(PricingProgram.VALUE, spot));
    try (Kernel kernel = backend.compile(lowered, Sampling.INDEPENDENT)) {
      BlockMoments moments = simulation.run(
          BlockSource.of(kernel, new Binding(lowered, pricing.inputs()), NoiseKey.results(seed)),
          MomentLayout.of(program.outputs().size()).withControls(value, control), 0, PATHS / 256);
      return ControlRegression.fit(moments, value, control).adjustedTo(delta);
    }
  }
}
