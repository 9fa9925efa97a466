package io.pathwise.engine.derive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.lower.LoweredProgram;
import io.pathwise.engine.lower.Lowering;
import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.program.Output;
import io.pathwise.engine.program.Program;
import io.pathwise.engine.program.ProgramBuilder;
import io.pathwise.engine.run.ReferenceRuns;
import io.pathwise.engine.run.ReferenceRuns.Results;
import io.pathwise.engine.sample.Normal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * What an adjoint costs: a fixed number of kept values per step, path code that does not know how many parameters there
 * are, and one pullback per block from per-step sums to as many parameters as there are.
 */
class AdjointCostTest {

  /**
   * Log price with volatility Σ_j weight_j p_j and drift Σ_j weight_j q_j at each step; average price as the output.
   */
  private static Program buckets(int count) {
    ProgramBuilder builder = new ProgramBuilder();
    Graph g = builder.graph();
    Expr volatility = g.literal(-0.0);
    Expr drift = g.literal(-0.0);
    for (int j = 0; j < count; j++) {
      Expr weight = builder.stepValue("weight" + j);
      volatility = g.fma(weight, builder.parameter("vol" + j), volatility);
      drift = g.fma(weight, builder.parameter("drift" + j), drift);
    }
    Expr.State x = builder.state("x", g.log(builder.parameter("spot")));
    Expr.State sum = builder.state("sum", g.literal(0.0));
    builder.stage("step").update("step", x, builder.sample(new Normal(), g.add(x, drift), volatility));
    builder.stage("fix", "fixings").update("fix", sum, g.add(sum, g.exp(x)));
    builder.output("value", g.max(g.sub(sum, builder.parameter("strike")), g.literal(0.0)));
    return builder.build();
  }

  private static Inputs inputs(int count, int steps) {
    Map<String, Double> parameters = new HashMap<>(Map.of("spot", 1.0, "strike", 0.225 * steps));
    Map<String, double[]> weights = new HashMap<>();
    boolean[] fixings = new boolean[steps];
    for (int j = 0; j < count; j++) {
      parameters.put("vol" + j, 0.01 + 0.0001 * j);
      parameters.put("drift" + j, 0.0001 * j - 0.001);
      double[] numbers = new double[steps];
      for (int step = 0; step < steps; step++) {
        // Linear interpolation between pillars at every steps/count-th step.
        numbers[step] = Math.max(0.0, 1 - Math.abs(step * (count - 1.0) / steps - j));
        fixings[step] = step % 4 == 3;
      }
      weights.put("weight" + j, numbers);
    }
    return new Inputs(steps, parameters, weights, Map.of("fixings", fixings));
  }

  private static Map<String, List<Expr.Parameter>> everything(Program program) {
    return Map.of("value", program.parameters());
  }

  @Test
  void pathCodeAndTapeDoNotGrowWithTheNumberOfParameters() {
    LoweredProgram few = Lowering.lower(adjoint(4));
    LoweredProgram many = Lowering.lower(adjoint(120));
    assertThat(many.outputs()).hasSize(1 + 2 * 120 + 2);
    assertThat(many.operationsPerStep()).isEqualTo(few.operationsPerStep());
    // Per step, however many there are: the noise, and the exponential at fixings.
    assertThat(many.tapeSize()).isEqualTo(few.tapeSize()).isEqualTo(2);
    assertThat(many.stateCount()).isEqualTo(few.stateCount());
    // The drift and the volatility of the step are what is summed per step.
    assertThat(many.sinkCount()).isEqualTo(few.sinkCount()).isEqualTo(2);
    // Negative control: the tangents keep nothing, but their path code grows.
    assertThat(Lowering.lower(tangent(120)).tapeSize()).isZero();
    assertThat(Lowering.lower(tangent(120)).operationsPerStep())
        .isGreaterThan(5 * Lowering.lower(tangent(4)).operationsPerStep());
  }

  @Test
  void manyBucketsAtOnceAreTheTangents() {
    int count = 51;
    Program program = buckets(count);
    Inputs inputs = inputs(count, 250);
    Results<Double> adjoint = ReferenceRuns.blockSums(Adjoint.differentiate(program, everything(program)), inputs,
        1);
    Results<Double> tangent = ReferenceRuns.blockSums(Tangent.differentiate(program, everything(program)), inputs,
        1);
    assertThat(adjoint.byName()).hasSize(1 + 2 * count + 2);
    double largest = adjoint.byName().values().stream().mapToDouble(Math::abs).max().orElseThrow();
    // Per-step sums are added over paths first, tangents over steps first: only the rounding differs.
    tangent.byName()
        .forEach((name, value) -> assertThat(adjoint.of(name)).as(name).isCloseTo(value, within(1e-13 * largest)));
    assertThat(adjoint.byName().values()).noneMatch(value -> value == 0.0);
  }

  @Test
  void valueHasTheSameBitsWithAndWithoutDerivatives() {
    Program program = buckets(3);
    Inputs inputs = inputs(3, 20);
    double value = ReferenceRuns.blockSums(program, inputs, 2).of("value");
    assertThat(ReferenceRuns.blockSums(adjoint(3), inputs, 2).of("value")).isEqualTo(value);
    assertThat(ReferenceRuns.blockSums(tangent(3), inputs, 2).of("value")).isEqualTo(value);
  }

  @Test
  void aStepAtWhichASinksStageDoesNotRunCountsNothingWhateverItsCoefficient() {
    // The coefficient of the sink, 1/(2√(p·w)), is infinite at the steps with w = 0, where the stage does not run.
    ProgramBuilder builder = new ProgramBuilder();
    Graph g = builder.graph();
    Expr.Parameter p = builder.parameter("p");
    Expr.State x = builder.state("x", g.literal(1.0));
    builder.stage("move", "moves").update("move", x,
        builder.sample(new Normal(), x, g.sqrt(g.mul(p, builder.stepValue("w")))));
    builder.output("value", g.mul(x, x));
    Program program = builder.build();
    Inputs inputs = new Inputs(4, Map.of("p", 2.0), Map.of("w", new double[]{0.5, 0.0, 0.3, 0.0}),
        Map.of("moves", new boolean[]{true, false, true, false}));
    Program adjoint = Adjoint.differentiate(program, everything(program));
    assertThat(adjoint.output("value ∂p")).isInstanceOf(Output.Pullback.class);
    double byTangent = ReferenceRuns.blockSums(Tangent.differentiate(program, everything(program)), inputs, 3)
        .of("value ∂p");
    assertThat(ReferenceRuns.blockSums(adjoint, inputs, 3).of("value ∂p")).isCloseTo(byTangent,
        within(1e-12 * Math.abs(byTangent)));
  }

  private static Program adjoint(int count) {
    Program program = buckets(count);
    return Adjoint.differentiate(program, everything(program));
  }

  private static Program tangent(int count) {
    Program program = buckets(count);
    return Tangent.differentiate(program, everything(program));
  }
}
