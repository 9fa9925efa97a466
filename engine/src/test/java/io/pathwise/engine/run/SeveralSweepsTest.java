package io.pathwise.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.pathwise.engine.derive.Adjoint;
import io.pathwise.engine.derive.Score;
import io.pathwise.engine.derive.Smoothness;
import io.pathwise.engine.derive.Smoothness.Grade;
import io.pathwise.engine.derive.Tangent;
import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.lower.Binding;
import io.pathwise.engine.lower.LoweredProgram;
import io.pathwise.engine.lower.Lowering;
import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.program.InvalidProgramException;
import io.pathwise.engine.program.Program;
import io.pathwise.engine.program.ProgramBuilder;
import io.pathwise.engine.program.Pruning;
import io.pathwise.engine.program.TestProgramRunner;
import io.pathwise.engine.run.ReferenceRuns.Results;
import io.pathwise.engine.sample.Normal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Programs with several forward sweeps: they go over the same steps with the same noise, and a later sweep starts from
 * what the earlier ones have come to.
 */
class SeveralSweepsTest {

  private final ProgramBuilder builder = new ProgramBuilder();
  private final Graph g = builder.graph();
  private final Expr.Parameter p = builder.parameter("p");
  private final Expr.Parameter q = builder.parameter("q");
  private final Expr zero = g.literal(0.0);
  private final Expr one = g.literal(1.0);

  private static Inputs inputs(double... w) {
    boolean[] late = new boolean[w.length];
    Arrays.fill(late, w.length / 2, w.length, true);
    return new Inputs(w.length, Map.of("p", 0.8, "q", 0.4), Map.of("w", w), Map.of("late", late));
  }

  /** Σ w (x − mean)² over the late steps, where the first sweep finds the mean of x over all steps. */
  private Program deviations() {
    Expr draw = builder.sample(new Normal(), zero, one);
    Expr w = builder.stepValue("w");
    Expr.State sum = builder.state("total", zero);
    Expr.State count = builder.state("count", zero);
    builder.stage("mean").update("mean", sum, g.fma(p, draw, sum));
    builder.update("mean", count, g.add(count, one));
    builder.sweep();
    Expr.State mean = builder.state("mean", g.div(sum, count));
    Expr.State deviation = builder.state("deviation", q);
    Expr distance = g.sub(g.mul(p, draw), mean);
    builder.stage("deviate", "late").update("deviate", deviation, g.fma(w, g.mul(distance, distance), deviation));
    builder.output("deviation", deviation);
    builder.output("mean", mean);
    return builder.build();
  }

  @Test
  void laterSweepsSeeTheSameNoiseAndTheFinalStatesOfEarlierOnes() {
    double[] w = {0.5, 0.25, 1.0, 2.0, 0.125};
    double[] noise = {0.3, -1.2, 0.7, 0.1, 2.0};
    Map<String, Double> outputs = TestProgramRunner.run(deviations(), inputs(w), (step, number) -> noise[step]);
    double mean = 0.8 * Arrays.stream(noise).sum() / 5;
    double deviation = 0.4;
    for (int step = 2; step < 5; step++) {
      deviation += w[step] * Math.pow(0.8 * noise[step] - mean, 2);
    }
    assertThat(outputs.get("mean")).isCloseTo(mean, within(1e-14));
    assertThat(outputs.get("deviation")).isCloseTo(deviation, within(1e-14));
  }

  @Test
  void theBackendComputesWhatTheDescriptionOfProgramsSays() {
    Program program = deviations();
    Inputs inputs = inputs(0.5, 0.25, 1.0, 2.0, 0.125);
    for (Program each : List.of(program, Tangent.differentiate(program, derivatives("deviation")),
        Adjoint.differentiate(program, derivatives("deviation")))) {
      double[] expected = new OracleRun(each, inputs, Sampling.INDEPENDENT, NoiseKey.results(7)).block(3);
      double[] actual = new double[expected.length];
      ReferenceRuns.source(each, inputs, 7, Sampling.INDEPENDENT).compute(3, 1, actual);
      for (int i = 0; i < expected.length; i++) {
        assertThat(actual[i]).as(each.outputNames().get(i)).isCloseTo(expected[i],
            within(1e-12 * Math.abs(expected[i])));
      }
    }
  }

  private Map<String, List<Expr.Parameter>> derivatives(String output) {
    return Map.of(output, List.of(p, q));
  }

  @Test
  void programsPrintAllTheirSweeps() {
    assertThat(deviations().toString()).isEqualTo("""
        program
          parameter $p
          parameter $q
          noise normal[0]
          sweep forward
            state total = 0.0
            state count = 0.0
            stage mean at every step
              total <- fma($p, sample normal(0.0, 1.0) by [0], total)
              count <- add(1.0, count)
          sweep forward
            state mean = div(total, count)
            state deviation = $q
            stage deviate at schedule late
              %1 = sub(mul($p, sample normal(0.0, 1.0) by [0]), mean)
              deviation <- fma(@w, mul(%1, %1), deviation)
          outputs
            deviation = sum deviation
            mean = sum mean
        """);
  }

  @Test
  void statesThatAreTheSameOnAllPathsStayOnTheHostInEverySweep() {
    Expr draw = builder.sample(new Normal(), zero, one);
    Expr w = builder.stepValue("w");
    Expr.State length = builder.state("length", q);
    Expr.State x = builder.state("x", p);
    builder.stage("first").update("first", length, g.add(length, w));
    builder.update("first", x, g.fma(draw, w, x));
    builder.sweep();
    Expr.State share = builder.state("share", g.div(p, length));
    Expr.State y = builder.state("y", x);
    builder.stage("second").update("second", share, g.fma(share, w, share));
    builder.update("second", y, g.fma(share, draw, y));
    builder.output("value", g.mul(y, g.mul(share, length)));
    Program program = builder.build();
    assertThat(Lowering.lower(program).hostStateCount()).isEqualTo(2);
    assertThat(Lowering.lower(program).stateCount()).isEqualTo(2);
    LoweredProgram adjoint = Lowering.lower(Adjoint.differentiate(program, derivatives("value")));
    assertThat(adjoint.hostStateCount()).as("states of the forward sweeps").isGreaterThanOrEqualTo(2);
    double[] lengths = {0.5, 0.25, 1.0};
    // The factor of y in the output: the final share, which grows from p over the first sweep's final length, times it.
    double factor = 0.8 * 1.5 * 1.25 * 2.0;
    assertThat(Arrays.stream(new Binding(Lowering.lower(program), inputs(lengths)).uniforms()).boxed().toList())
        .anySatisfy(value -> assertThat(value).isCloseTo(factor, within(1e-14)));
    Results<Double> tangents = ReferenceRuns.blockSums(Tangent.differentiate(program, derivatives("value")),
        inputs(lengths), 2);
    Results<Double> adjoints = ReferenceRuns.blockSums(Adjoint.differentiate(program, derivatives("value")),
        inputs(lengths), 2);
    tangents.byName().forEach(
        (name, value) -> assertThat(adjoints.of(name)).as(name).isCloseTo(value, within(1e-12 * Math.abs(value))));
  }

  @Test
  void scoresAreRefused() {
    Program program = deviations();
    assertThatThrownBy(() -> Score.transform(program)).hasMessageContaining("2 forward sweeps")
        .hasMessageContaining("share their noise");
  }

  @Test
  void aStateBelongsToOneSweep() {
    Expr.State x = builder.state("x", p);
    builder.stage("first").update("first", x, g.add(x, q));
    builder.sweep().stage("second");
    builder.update("second", x, g.add(x, q));
    assertThatThrownBy(builder::build).isInstanceOf(InvalidProgramException.class)
        .hasMessageContaining("stage second updates x of another sweep");
    assertThatThrownBy(() -> builder.update("first", x, x)).isInstanceOf(InvalidProgramException.class)
        .hasMessageContaining("no stage first has been declared in this sweep");
  }

  @Test
  void thresholdsInEarlierSweepsCountUnlessFrozen() {
    Expr draw = builder.sample(new Normal(), zero, one);
    Expr.State x = builder.state("x", p);
    builder.stage("first").update("first", x, g.add(x, g.select(g.less(q, g.mul(p, draw)), one, zero)));
    builder.sweep();
    Expr.State jumps = builder.state("jumps", x);
    Expr.State smooth = builder.state("smooth", g.mul(q, g.frozen(x)));
    builder.stage("second").update("second", jumps, g.mul(jumps, p));
    builder.update("second", smooth, g.add(smooth, g.mul(p, draw)));
    builder.output("jumps", jumps);
    builder.output("smooth", smooth);
    Map<String, Smoothness.Verdict> verdicts = Smoothness.of(builder.build(), inputs(1.0, 1.0)).verdicts(p);
    assertThat(verdicts.get("jumps")).extracting(Smoothness.Verdict::grade).isEqualTo(Grade.DISCONTINUOUS);
    assertThat(verdicts.get("smooth")).extracting(Smoothness.Verdict::grade).isEqualTo(Grade.SMOOTH);
  }

  /** What a Newton iteration for Σ exp(a + b z) = K needs of a path, and what its root is. */
  private record Root(double value, double first, double second) {}

  /**
   * The root z of Σ exp(p·n + w z) = q·steps per path, n the noise, from some frozen Newton sweeps and a last sweep
   * that is differentiated. Newton's step from the frozen root gives first derivatives, Chebyshev's, which adds the
   * curvature, second ones too.
   */
  private Program root(boolean curvature) {
    Expr draw = builder.sample(new Normal(), zero, one);
    Expr w = builder.stepValue("w");
    Expr count = builder.parameter("count");
    Expr z = zero;
    for (int k = 1; k <= 5; k++) {
      if (k > 1) {
        builder.sweep();
      }
      Expr.State trial = builder.state("z" + k, k == 5 ? g.frozen(z) : z);
      Expr term = g.exp(g.fma(p, draw, g.mul(w, trial)));
      Expr value = g.literal(0.0);
      String stage = "sums " + k;
      builder.stage(stage);
      Expr.State f = builder.state("f" + k, g.neg(g.mul(q, count)));
      Expr.State slope = builder.state("slope" + k, value);
      Expr.State bend = builder.state("bend" + k, value);
      builder.update(stage, f, g.add(f, term));
      builder.update(stage, slope, g.fma(w, term, slope));
      builder.update(stage, bend, g.fma(w, g.mul(w, term), bend));
      Expr step = g.div(f, slope);
      Expr correction = g.div(g.mul(g.mul(step, step), bend), g.mul(g.literal(2.0), slope));
      z = g.sub(trial, curvature && k == 5 ? g.add(step, correction) : step);
    }
    builder.output("root", z);
    return builder.build();
  }

  private static Root exactRoot(double[] w, double[] noise, double p, double q) {
    double z = 0;
    for (int i = 0; i < 60; i++) {
      double f = -q * w.length;
      double slope = 0;
      for (int step = 0; step < w.length; step++) {
        double term = Math.exp(p * noise[step] + w[step] * z);
        f += term;
        slope += w[step] * term;
      }
      z -= f / slope;
    }
    double fz = 0;
    double fp = 0;
    double fzz = 0;
    double fzp = 0;
    double fpp = 0;
    for (int step = 0; step < w.length; step++) {
      double term = Math.exp(p * noise[step] + w[step] * z);
      fz += w[step] * term;
      fp += noise[step] * term;
      fzz += w[step] * w[step] * term;
      fzp += w[step] * noise[step] * term;
      fpp += noise[step] * noise[step] * term;
    }
    double first = -fp / fz;
    return new Root(z, first, -(fpp + 2 * fzp * first + fzz * first * first) / fz);
  }

  @Test
  void theRootOfASumOverStepsHasTheDerivativesOfTheImplicitFunctionTheorem() {
    double[] w = {0.5, 0.9, 1.2, 0.7};
    double[] noise = {0.3, -0.8, 0.5, 0.2};
    Root expected = exactRoot(w, noise, 0.8, 1.1);
    Inputs inputs = new Inputs(4, Map.of("p", 0.8, "q", 1.1, "count", 4.0), Map.of("w", w), Map.of());
    Program program = root(true);
    Map<String, List<Expr.Parameter>> byP = Map.of("root", List.of(p));
    Program first = Tangent.differentiate(program, byP);
    Program second = Tangent.differentiate(first, Map.of(Tangent.name("root", p), List.of(p)));
    Map<String, Double> outputs = TestProgramRunner.run(second, inputs, (step, number) -> noise[step]);
    assertThat(outputs.get("root")).isCloseTo(expected.value(), within(1e-14));
    assertThat(outputs.get("root ∂p")).isCloseTo(expected.first(), within(1e-13));
    assertThat(outputs.get("root ∂p ∂p")).isCloseTo(expected.second(), within(1e-13));
    // The frozen sweeps have no tangents; the last one alone has.
    assertThat(first.sweeps()).hasSize(5);
    for (int k = 0; k < 4; k++) {
      assertThat(second.sweeps().get(k)).isEqualTo(Pruning.prune(program).sweeps().get(k));
    }
    Map<String, Double> adjoint = TestProgramRunner.run(Adjoint.differentiate(program, byP), inputs,
        (step, number) -> noise[step]);
    assertThat(adjoint.get("root ∂p")).isCloseTo(expected.first(), within(1e-13));
    Results<Double> mixed = ReferenceRuns.blockSums(
        Adjoint.differentiate(first, Map.of("root ∂p", List.of(p))), inputs, 4);
    Results<Double> tangents = ReferenceRuns.blockSums(second, inputs, 4);
    assertThat(mixed.of("root ∂p ∂p")).isCloseTo(tangents.of("root ∂p ∂p"),
        within(1e-10 * Math.abs(tangents.of("root ∂p ∂p"))));
    assertThat(Smoothness.of(first, inputs).verdicts(p).get("root ∂p"))
        .extracting(Smoothness.Verdict::grade).isEqualTo(Grade.SMOOTH);
  }

  /** Negative control: Newton's step alone is good for first derivatives only. */
  @Test
  void secondDerivativesOfASingleNewtonStepAreWrong() {
    double[] w = {0.5, 0.9, 1.2, 0.7};
    double[] noise = {0.3, -0.8, 0.5, 0.2};
    Root expected = exactRoot(w, noise, 0.8, 1.1);
    Inputs inputs = new Inputs(4, Map.of("p", 0.8, "q", 1.1, "count", 4.0), Map.of("w", w), Map.of());
    Program first = Tangent.differentiate(root(false), Map.of("root", List.of(p)));
    Program second = Tangent.differentiate(first, Map.of(Tangent.name("root", p), List.of(p)));
    Map<String, Double> outputs = TestProgramRunner.run(second, inputs, (step, number) -> noise[step]);
    assertThat(outputs.get("root ∂p")).isCloseTo(expected.first(), within(1e-13));
    assertThat(Math.abs(outputs.getOrDefault("root ∂p ∂p", Double.NaN) - expected.second())).isGreaterThan(0.01);
  }
}
