package io.pathwise.engine.lower;

import static org.assertj.core.api.Assertions.assertThat;

import io.pathwise.engine.derive.Adjoint;
import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.program.Program;
import io.pathwise.engine.program.ProgramBuilder;
import io.pathwise.engine.run.BlockSource;
import io.pathwise.engine.run.NoiseKey;
import io.pathwise.engine.run.ReferenceBackend;
import io.pathwise.engine.run.Sampling;
import io.pathwise.engine.sample.Normal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Programs that differ in names only share a kernel, and no others do. */
class AnonymousTest {

  private static final List<String> NAMES = List.of("spot", "vol", "x", "step", "time", "fixings", "value");

  private static List<String> named(String asset) {
    return NAMES.stream().map(name -> asset + "." + name).toList();
  }

  private static Program option(List<String> names, boolean call, boolean adjoint) {
    ProgramBuilder builder = new ProgramBuilder();
    Graph g = builder.graph();
    Expr.Parameter spot = builder.parameter(names.get(0));
    Expr.Parameter vol = builder.parameter(names.get(1));
    Expr.State x = builder.state(names.get(2), g.log(spot));
    Expr.State sum = builder.state(names.get(2) + " sum", g.literal(0.0));
    Expr deviation = g.mul(vol, g.sqrt(builder.stepValue(names.get(4))));
    builder.stage(names.get(3)).update(names.get(3), x, builder.sample(new Normal(), x, deviation));
    builder.stage(names.get(3) + " fixing", names.get(5)).update(names.get(3) + " fixing", sum, g.add(sum, g.exp(x)));
    Expr gain = call ? g.sub(sum, g.literal(1.0)) : g.sub(g.literal(1.0), sum);
    builder.output(names.get(6), g.max(gain, g.literal(0.0)));
    Program program = builder.build();
    return adjoint ? Adjoint.differentiate(program, Map.of(names.get(6), List.of(spot, vol))) : program;
  }

  private static Inputs inputs(List<String> names) {
    return new Inputs(3, Map.of(names.get(0), 1.1, names.get(1), 0.2), Map.of(names.get(4), new double[]{1, 2, 3}),
        Map.of(names.get(5), new boolean[]{true, false, true}));
  }

  @Test
  void programsOfTwoAssetsAreEqual() {
    for (boolean adjoint : new boolean[]{false, true}) {
      LoweredProgram one = Lowering.lower(option(named("AAPL"), true, adjoint));
      LoweredProgram two = Lowering.lower(option(named("MSFT"), true, adjoint));
      assertThat(one).isNotEqualTo(two);
      assertThat(Anonymous.of(one)).isEqualTo(Anonymous.of(two)).hasSameHashCodeAs(Anonymous.of(two));
    }
  }

  @Test
  void programsOfOtherStructureAreNot() {
    LoweredProgram call = Anonymous.of(Lowering.lower(option(NAMES, true, false)));
    assertThat(call).isNotEqualTo(Anonymous.of(Lowering.lower(option(NAMES, false, false))));
    assertThat(call).isNotEqualTo(Anonymous.of(Lowering.lower(option(NAMES, true, true))));
  }

  @Test
  void aKernelOfTheAnonymousProgramRunsTheNamedOne() {
    LoweredProgram named = Lowering.lower(option(NAMES, true, true));
    ReferenceBackend backend = new ReferenceBackend();
    Binding binding = new Binding(named, inputs(NAMES));
    double[] expected = run(BlockSource.of(backend.compile(named, Sampling.INDEPENDENT), binding, NoiseKey.results(1)));
    assertThat(run(
        BlockSource.of(backend.compile(Anonymous.of(named), Sampling.INDEPENDENT), binding, NoiseKey.results(1))))
        .isEqualTo(expected);
  }

  private static double[] run(BlockSource source) {
    double[] results = new double[source.outputs()];
    source.compute(0, 1, results);
    return results;
  }
}
