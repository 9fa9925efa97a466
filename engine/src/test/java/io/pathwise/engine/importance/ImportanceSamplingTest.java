package io.pathwise.engine.importance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.pathwise.engine.cpu.CpuBackend;
import io.pathwise.engine.derive.Score;
import io.pathwise.engine.derive.Tangent;
import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.lower.Binding;
import io.pathwise.engine.lower.LoweredProgram;
import io.pathwise.engine.lower.Lowering;
import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.program.Program;
import io.pathwise.engine.program.ProgramBuilder;
import io.pathwise.engine.random.Ordering;
import io.pathwise.engine.rewrite.Lognormal;
import io.pathwise.engine.run.BlockSource;
import io.pathwise.engine.run.Kernel;
import io.pathwise.engine.run.LinearCombination;
import io.pathwise.engine.run.NoiseKey;
import io.pathwise.engine.run.Sampling;
import io.pathwise.engine.run.Simulation;
import io.pathwise.engine.sample.Normal;
import io.pathwise.engine.sample.Poisson;
import io.pathwise.engine.statistics.BlockMoments;
import io.pathwise.engine.statistics.Estimate;
import io.pathwise.engine.statistics.MomentLayout;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;

/** Importance sampling of what is rare, differentiated in every way, against closed forms. */
class ImportanceSamplingTest {

  private static final ImportanceSampling SAMPLING = new ImportanceSampling(OptionalInt.empty());
  private static final NormalDistribution NORMAL = new NormalDistribution(null, 0, 1);
  /** 100 352 paths. */
  private static final int BLOCKS = 392;
  private static final int SOBOL_BLOCKS = 512;
  private static final double SIX_SIGMA = RarePayoffs.SPOT * Math.exp(6 * RarePayoffs.VOL - 0.5 * 0.04);

  private static final double D1 = Math.log(RarePayoffs.SPOT / SIX_SIGMA) / RarePayoffs.VOL + 0.5 * RarePayoffs.VOL;
  private static final double DELTA = NORMAL.cumulativeProbability(D1);
  private static final double CALL = RarePayoffs.SPOT * DELTA
      - SIX_SIGMA * NORMAL.cumulativeProbability(D1 - RarePayoffs.VOL);
  private static final double GAMMA = NORMAL.density(D1) / (RarePayoffs.SPOT * RarePayoffs.VOL);
  private static final double VEGA = RarePayoffs.SPOT * NORMAL.density(D1);

  private static List<LinearCombination.Term> all(Kernel kernel, LoweredProgram lowered, Inputs inputs) {
    return SAMPLING.terms(inputs).stream().map(term -> new LinearCombination.Term(term.share(),
        BlockSource.of(kernel, new Binding(lowered, term.inputs()), NoiseKey.results(7)))).toList();
  }

  private static Estimate estimate(Program program, Inputs inputs, String output, Sampling sampling) {
    LoweredProgram lowered = Lowering.lower(program);
    try (Kernel kernel = new CpuBackend().compile(lowered, sampling); Simulation simulation = new Simulation(2)) {
      MomentLayout layout = MomentLayout.of(program.outputs().size()).withRandomisations(sampling.randomisations());
      BlockMoments moments = simulation.run(new LinearCombination(all(kernel, lowered, inputs)), layout, 0,
          sampling.randomisations() > 0 ? SOBOL_BLOCKS : BLOCKS);
      return moments.estimate(program.outputNames().indexOf(output));
    }
  }

  private static void check(Estimate estimate, double expected, double relativeError) {
    assertThat(estimate.mean()).isCloseTo(expected, within(4.5 * estimate.standardError()));
    assertThat(estimate.standardError()).isLessThan(relativeError * Math.abs(expected));
  }

  /** Of 10⁵ plain paths, one in ten thousand simulations would see a hit. */
  @Test
  void aCallSixSigmaOutOfTheMoney() {
    Lognormal call = Lognormal.call();
    for (int steps : new int[]{1, 4}) {
      Inputs plain = RarePayoffs.inputs(steps, SIX_SIGMA);
      Program program = SAMPLING.program(call.program, plain);
      Inputs inputs = SAMPLING.inputs(call.program, plain);
      check(estimate(program, inputs, "value", Sampling.INDEPENDENT), CALL, 0.01);
      Program pathwise = Tangent.differentiate(program, Map.of("value", List.of(call.spot, call.vol)));
      check(estimate(pathwise, inputs, "value ∂spot", Sampling.INDEPENDENT), DELTA, 0.01);
      check(estimate(pathwise, inputs, "value ∂vol", Sampling.INDEPENDENT), VEGA, 0.01);
    }
  }

  /** The mean of the likelihood ratio is 1, near the shifts and far from them: so all densities are right. */
  @Test
  void likelihoodRatiosHaveTheirMean() {
    for (int steps : new int[]{1, 4}) {
      for (Lognormal payoff : List.of(Lognormal.call(), RarePayoffs.twoSided())) {
        Inputs plain = RarePayoffs.inputs(steps, RarePayoffs.SPOT * Math.exp(0.9));
        Estimate ratio = estimate(SAMPLING.program(payoff.program, plain), SAMPLING.inputs(payoff.program, plain),
            Score.LIKELIHOOD, Sampling.INDEPENDENT);
        check(ratio, 1, 0.015);
      }
    }
  }

  @Test
  void scoredOnceAndTwice() {
    Lognormal call = Lognormal.call();
    Inputs plain = RarePayoffs.inputs(1, SIX_SIGMA);
    Inputs inputs = SAMPLING.inputs(call.program, plain);
    Program scored = Score.transform(SAMPLING.program(call.program, plain));
    Program first = Tangent.differentiate(scored, Map.of("value", List.of(call.spot, call.vol)));
    check(estimate(first, inputs, "value ∂spot", Sampling.INDEPENDENT), DELTA, 0.02);
    check(estimate(first, inputs, "value ∂vol", Sampling.INDEPENDENT), VEGA, 0.02);
    Program second = Tangent.differentiate(first, Map.of("value ∂spot", List.of(call.spot)));
    check(estimate(second, inputs, "value ∂spot ∂spot", Sampling.INDEPENDENT), GAMMA, 0.02);
    Program ofPathwise = Tangent.differentiate(
        Score.transform(Tangent.differentiate(SAMPLING.program(call.program, plain),
            Map.of("value", List.of(call.spot)))),
        Map.of("value ∂spot", List.of(call.spot)));
    check(estimate(ofPathwise, inputs, "value ∂spot ∂spot", Sampling.INDEPENDENT), GAMMA, 0.02);
  }

  @Test
  void onSobolPoints() {
    Lognormal call = Lognormal.call();
    Inputs plain = RarePayoffs.inputs(4, SIX_SIGMA);
    Estimate estimate = estimate(SAMPLING.program(call.program, plain), SAMPLING.inputs(call.program, plain), "value",
        Sampling.sobol(32, Ordering.STEPS));
    check(estimate, CALL, 0.0035);
  }

  /** All steps are shifted alike, so the shift is the widest direction of the bridge, by which the paths are spread. */
  @Test
  void stratifiedAlongTheShift() {
    Lognormal call = Lognormal.call();
    Inputs plain = RarePayoffs.inputs(4, SIX_SIGMA);
    Program program = SAMPLING.program(call.program, plain);
    Inputs inputs = SAMPLING.inputs(call.program, plain);
    Estimate stratified = estimate(program, inputs, "value", Sampling.stratified(new Ordering.Bridge("time")));
    check(stratified, CALL, 0.001);
    double independent = estimate(program, inputs, "value", Sampling.INDEPENDENT).standardError();
    assertThat(independent / stratified.standardError()).isGreaterThan(10);
  }

  @Test
  void bothWaysToAPayoffAreFound() {
    Lognormal twoSided = RarePayoffs.twoSided();
    for (int steps : new int[]{1, 3}) {
      Inputs plain = RarePayoffs.inputs(steps, RarePayoffs.SPOT * Math.exp(0.9));
      Inputs inputs = SAMPLING.inputs(twoSided.program, plain);
      assertThat(SAMPLING.terms(inputs)).hasSize(3);
      double exact = 2 * NORMAL.cumulativeProbability(-(0.9 + 0.02) / RarePayoffs.VOL);
      check(estimate(SAMPLING.program(twoSided.program, plain), inputs, "value", Sampling.INDEPENDENT), exact, 0.02);
    }
  }

  /** Nothing is shifted where there are more ways than shifts. */
  @Test
  void moreWaysThanShifts() {
    Lognormal twoSided = RarePayoffs.twoSided();
    Inputs plain = RarePayoffs.inputs(1, RarePayoffs.SPOT * Math.exp(0.5));
    ImportanceSampling one = new ImportanceSampling(OptionalInt.of(1));
    Inputs inputs = one.inputs(twoSided.program, plain);
    assertThat(inputs.stepValue(ImportanceSampling.shift(0))).containsOnly(0);
    assertThat(ModeSearch.modes(twoSided.program, plain)).hasSize(2);
  }

  @Test
  void theShiftIsTheLikeliestWay() {
    Inputs plain = RarePayoffs.inputs(4, SIX_SIGMA);
    List<double[]> modes = ModeSearch.modes(Lognormal.call().program, plain);
    assertThat(modes).hasSize(1);
    // All steps are alike, and a call is likeliest to pay a little beyond its strike.
    assertThat(modes.getFirst()).hasSize(4);
    for (double shift : modes.getFirst()) {
      assertThat(shift).isCloseTo(modes.getFirst()[0], within(0.02)).isBetween(3.0, 3.3);
    }
  }

  /** The parts are not worth anything alone: with the shifted paths only, the other way to the payoff is missing. */
  @Test
  void partsAloneAreWrong() {
    Lognormal twoSided = RarePayoffs.twoSided();
    Inputs plain = RarePayoffs.inputs(1, RarePayoffs.SPOT * Math.exp(0.9));
    Inputs inputs = SAMPLING.inputs(twoSided.program, plain);
    LoweredProgram lowered = Lowering.lower(SAMPLING.program(twoSided.program, plain));
    double exact = 2 * NORMAL.cumulativeProbability(-(0.9 + 0.02) / RarePayoffs.VOL);
    try (Kernel kernel = new CpuBackend().compile(lowered, Sampling.INDEPENDENT);
        Simulation simulation = new Simulation(2)) {
      for (LinearCombination.Term term : all(kernel, lowered, inputs)) {
        Estimate part = simulation
            .run(term.source(), MomentLayout.of(lowered.outputs().size()), 0, BLOCKS).estimate(0);
        assertThat(Math.abs(part.mean() - exact)).isGreaterThan(5 * part.standardError());
      }
    }
  }

  @Test
  void whatCannotBeShiftedIsRefused() {
    ProgramBuilder builder = new ProgramBuilder();
    Expr.State x = builder.state("x", builder.parameter("p"));
    builder.stage("draw").update("draw", x, builder.sample(new Poisson(5), x));
    builder.output("value", x);
    Program program = builder.build();
    assertThatThrownBy(() -> SAMPLING.program(program, new Inputs(1, Map.of("p", 1.0), Map.of(), Map.of())))
        .hasMessageContaining("no normal noise");
    assertThatThrownBy(() -> new ImportanceSampling(OptionalInt.of(0))).hasMessageContaining("at least one shift");
  }

  /** Its density would count only where the first stage runs. */
  @Test
  void noiseOfStagesThatRunAtDifferentStepsIsRefused() {
    ProgramBuilder builder = new ProgramBuilder();
    Expr.State x = builder.state("x", builder.parameter("p"));
    Expr.State y = builder.state("y", builder.graph().literal(0.0));
    builder.stage("first", "sometimes");
    Expr noise = builder.sample(new Normal(), x, x).noise();
    builder.update("first", x, noise);
    builder.stage("second").update("second", y, noise);
    builder.output("value", builder.graph().add(x, y));
    Program program = builder.build();
    Inputs inputs = new Inputs(2, Map.of("p", 1.0), Map.of(), Map.of("sometimes", new boolean[]{true, false}));
    assertThatThrownBy(() -> SAMPLING.program(program, inputs)).hasMessageContaining("at different steps");
  }
}
