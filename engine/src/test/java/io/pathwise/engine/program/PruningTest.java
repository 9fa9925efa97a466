package io.pathwise.engine.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.sample.Normal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Pruning takes away what no output needs, and nothing else: the outputs of a path stay the same bits. */
class PruningTest {

  private final ProgramBuilder builder = new ProgramBuilder();
  private final Graph graph = builder.graph();
  private final Expr p = builder.parameter("p");

  @Test
  void unusedStatesUpdatesAndStagesGo() {
    Expr.State x = builder.state("x", p);
    Expr.State feeder = builder.state("feeder", p);
    Expr.State unused = builder.state("unused", p);
    Expr.State unusedToo = builder.state("unused too", p);
    builder.stage("move").stage("idle");
    Expr draw = builder.sample(new Normal(), feeder, p);
    builder.update("move", x, graph.add(x, draw));
    builder.update("move", feeder, graph.mul(feeder, p));
    builder.update("move", unused, graph.add(unusedToo, x));
    builder.update("idle", unusedToo, unused);
    builder.output("x", x);
    Program program = builder.build();
    Program pruned = Pruning.prune(program);
    assertThat(stateNames(pruned)).containsExactly("x", "feeder");
    assertThat(stageNames(pruned)).containsExactly("move");
    assertThat(pruned.noises()).as("noises keep their numbers").isEqualTo(program.noises());
    assertSameOutputs(program, pruned);
  }

  @Test
  void statesThatNeverChangeBecomeTheirInitialValues() {
    Expr.State constant = builder.state("constant", graph.exp(p));
    Expr.State same = builder.state("same", p);
    Expr.State x = builder.state("x", p);
    builder.stage("move").update("move", x, graph.mul(x, constant));
    builder.update("move", same, same);
    builder.output("value", graph.add(x, graph.mul(same, constant)));
    Program program = builder.build();
    Program pruned = Pruning.prune(program);
    assertThat(stateNames(pruned)).containsExactly("x");
    assertThat(pruned.toString()).contains("mul(exp($p), x)").contains("mul($p, exp($p))");
    assertSameOutputs(program, pruned);
  }

  @Test
  void statesThatOnlyFeedEachOtherGo() {
    Expr.State a = builder.state("a", p);
    Expr.State b = builder.state("b", p);
    builder.stage("move").update("move", a, graph.add(b, p));
    builder.update("move", b, graph.mul(a, p));
    builder.output("value", graph.exp(p));
    Program pruned = Pruning.prune(builder.build());
    assertThat(pruned.forward().states()).isEmpty();
    assertThat(pruned.forward().stages()).isEmpty();
    assertSameOutputs(builder.build(), pruned);
  }

  @Test
  void recalledStagesAndUsedSinksStayUnusedSinksGo() {
    Program program = ExamplePrograms.twoSweeps();
    assertThat(Pruning.prune(program)).as("nothing to prune").isSameAs(program);
    Program withoutBuckets = Pruning.prune(program.withOutputs(List.of(new Output.Pullback("dp",
        List.of(new Output.PathTerm(program.sweeps().getLast().states().getFirst().value(), p(program)))))));
    assertThat(withoutBuckets.sweeps().getLast().stages().getFirst().sinks()).isEmpty();
    assertThat(stageNames(withoutBuckets)).contains("move", "move adjoint");
    Program forwardOnly = Pruning.prune(program.withOutputs(List.of(program.output("end"))));
    assertThat(forwardOnly.sweeps()).hasSize(1);
    assertSameOutputs(program.withOutputs(forwardOnly.outputs()), forwardOnly);
  }

  @Test
  void stageIsKeptForWhatIsRecalledFromItAlone() {
    Expr.State x = builder.state("x", p);
    builder.stage("draw");
    Expr.Sample draw = builder.sample(new Normal(), p, p);
    builder.update("draw", x, draw);
    Program forward = builder.build();
    Expr.State total = graph.state("total");
    Stage back = new Stage("back", null, Map.of(total, graph.add(total, graph.recall(draw, "draw"))), List.of());
    Sweep backward = new Sweep(Sweep.Direction.BACKWARD, List.of(new State(total, p)), List.of(back));
    Program program = new Program(graph, forward.parameters(), forward.noises(),
        List.of(forward.forward(), backward), List.of(new Output.PathSum("total", total)));
    Program pruned = Pruning.prune(program);
    assertThat(stateNames(pruned)).containsExactly("total");
    assertThat(stageNames(pruned)).containsExactly("draw", "back");
    assertSameOutputs(program, pruned);
  }

  private static Expr.Parameter p(Program program) {
    return program.parameters().getFirst();
  }

  private static List<String> stateNames(Program program) {
    List<String> names = new ArrayList<>();
    program.sweeps().forEach(sweep -> sweep.states().forEach(state -> names.add(state.value().name())));
    return names;
  }

  private static List<String> stageNames(Program program) {
    List<String> names = new ArrayList<>();
    program.sweeps().forEach(sweep -> sweep.stages().forEach(stage -> names.add(stage.name())));
    return names;
  }

  private static void assertSameOutputs(Program original, Program pruned) {
    Inputs inputs = new Inputs(4, Map.of("p", 0.7), Map.of("t", new double[]{0.5, 0.25, 2.0, 1.0}),
        Map.of("fixing days", new boolean[]{true, false, true, true}));
    TestProgramRunner.NoiseSource noise = (step, number) -> Math.sin(step + 10.0 * number.number());
    assertThat(TestProgramRunner.run(pruned, inputs, noise))
        .isEqualTo(TestProgramRunner.run(original, inputs, noise)).isNotEmpty();
  }
}
