package io.pathwise.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pathwise.engine.derive.Adjoint;
import io.pathwise.engine.derive.Score;
import io.pathwise.engine.derive.Tangent;
import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.graph.Operation;
import io.pathwise.engine.lower.Binding;
import io.pathwise.engine.lower.LoweredProgram;
import io.pathwise.engine.lower.Lowering;
import io.pathwise.engine.program.ExamplePrograms;
import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.program.Program;
import io.pathwise.engine.program.ProgramBuilder;
import io.pathwise.engine.sample.Bernoulli;
import io.pathwise.engine.sample.Uniform;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The reference backend, which defines what the others compute, against {@link OracleRun}: bit for bit where programs
 * use correctly rounded operations only, to some ulp where they use functions.
 */
@Tag("long")
class ReferenceBackendTest {

  private static final NoiseKey KEY = new NoiseKey(0x123456789abcdefL, 3);

  @Test
  void correctlyRoundedOperationsGiveTheOraclesBits() {
    ProgramBuilder builder = new ProgramBuilder();
    Graph graph = builder.graph();
    Expr p = builder.parameter("p");
    Expr.State x = builder.state("x", graph.sqrt(p));
    Expr.State hits = builder.state("hits", graph.literal(0.0));
    builder.stage("move").stage("fix", "fixings");
    // Three noises a step, so that pairs of draws straddle steps.
    Expr a = builder.sample(new Uniform(), graph.literal(0.0), p);
    Expr b = builder.sample(new Uniform(), x, graph.add(x, graph.literal(1.0)));
    Expr c = builder.sample(new Bernoulli(), graph.literal(0.3));
    builder.update("move", x, graph.select(graph.less(a, c), graph.max(graph.sub(x, b), a), graph.div(b, p)));
    Expr isHit = graph.and(graph.lessEqual(x, builder.stepValue("level")), graph.not(graph.less(c, x)));
    builder.update("fix", hits, graph.select(isHit, graph.fma(x, x, hits), graph.apply(Operation.FLOOR, x)));
    builder.output("x", x);
    builder.output("hits", graph.mul(hits, p));
    double[] levels = {0.5, 1.0, 0.75, 2.0, 0.25};
    Inputs inputs = new Inputs(5, Map.of("p", 1.7), Map.of("level", levels),
        Map.of("fixings", new boolean[]{false, true, true, false, true}));
    for (Sampling sampling : new Sampling[]{Sampling.INDEPENDENT, Sampling.ANTITHETIC}) {
      OracleRun oracle = new OracleRun(builder.build(), inputs, sampling, KEY);
      double[] actual = run(builder.build(), inputs, sampling, 6, 2);
      assertThat(actual).containsExactly(concat(oracle.block(6), oracle.block(7)));
    }
  }

  @Test
  void everyLawIsDrawnAsTheOracleDrawsIt() {
    agrees(ExamplePrograms.everyLaw(), new Inputs(3, Map.of("p", 1.3), Map.of(), Map.of()), 1e-10);
  }

  @Test
  void twoSweepsAgreeWithTheOracle() {
    agrees(ExamplePrograms.twoSweeps(), new Inputs(4, Map.of("p", 0.4), Map.of("t", new double[]{0.9, 5.0, 0.6, 0.3}),
        Map.of("fixing days", new boolean[]{true, false, true, true})), 1e-10);
  }

  @Test
  void derivedProgramsAgreeWithTheOracle() {
    Program call = ExamplePrograms.europeanCall();
    Inputs inputs = ExamplePrograms.callInputs(6);
    agrees(Tangent.differentiate(call, Map.of("value", call.parameters())), inputs, 1e-10);
    agrees(Adjoint.differentiate(call, Map.of("value", call.parameters())), inputs, 1e-10);
    Program score = Score.transform(ExamplePrograms.europeanCall());
    agrees(Tangent.differentiate(score, Map.of("value", score.parameters())), inputs, 1e-10);
  }

  private static void agrees(Program program, Inputs inputs, double tolerance) {
    double[] expected = new OracleRun(program, inputs, Sampling.INDEPENDENT, KEY).block(2);
    double[] actual = run(program, inputs, Sampling.INDEPENDENT, 2, 1);
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i]).as(program.outputNames().get(i)).isCloseTo(expected[i],
          within(tolerance * Math.max(256.0, Math.abs(expected[i]))));
    }
  }

  private static double[] run(Program program, Inputs inputs, Sampling sampling, long first, int blocks) {
    LoweredProgram lowered = Lowering.lower(program);
    double[] results = new double[blocks * program.outputs().size()];
    try (Kernel kernel = new ReferenceBackend().compile(lowered, sampling)) {
      kernel.run(new Binding(lowered, inputs), KEY, first, blocks, results);
    }
    return results;
  }

  private static double[] concat(double[] a, double[] b) {
    double[] result = new double[a.length + b.length];
    System.arraycopy(a, 0, result, 0, a.length);
    System.arraycopy(b, 0, result, a.length, b.length);
    return result;
  }
}
