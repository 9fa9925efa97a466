package io.pathwise.engine.lower;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.program.Output;
import io.pathwise.engine.program.Program;
import io.pathwise.engine.program.ProgramBuilder;
import io.pathwise.engine.program.Stage;
import io.pathwise.engine.program.Sweep;
import io.pathwise.engine.sample.Normal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which totals of a block have a row, and where. */
class TotalRowsTest {

  private static final int STEPS = 5;
  private static final int EACH = 0;
  private static final int ODD = 1;
  private static final int SQUARE = 2;
  private static final int LAST = 3;

  /** A walk with a sink at every step, two at odd steps, and one at the last. */
  private static Program program() {
    ProgramBuilder builder = new ProgramBuilder();
    Graph g = builder.graph();
    Expr.State x = builder.state("x", g.literal(0.0));
    builder.stage("step").update("step", x, builder.sample(new Normal(), x, g.literal(1.0)));
    Program walk = builder.build();
    List<Stage> stages = new ArrayList<>(walk.forward().stages());
    stages.add(new Stage("each", null, Map.of(), List.of(new Stage.Sink("each", x))));
    stages.add(new Stage("odd", "odd", Map.of(),
        List.of(new Stage.Sink("odd", x), new Stage.Sink("square", g.mul(x, x)))));
    stages.add(new Stage("last", "last", Map.of(), List.of(new Stage.Sink("late", x))));
    Expr weight = g.stepValue("weight");
    List<Output> outputs = List.<String>of("each", "odd", "square", "late").stream().<Output>map(
        sink -> new Output.Pullback(sink, List.of(new Output.SinkTerm(sink, weight)))).toList();
    Sweep forward = walk.forward();
    return new Program(walk.graph(), walk.parameters(), walk.noises(),
        List.of(new Sweep(forward.direction(), forward.states(), stages)), outputs);
  }

  private static Inputs inputs() {
    return new Inputs(STEPS, Map.of(), Map.of("weight", new double[]{1, 10, 100, 1000, 10000}),
        Map.of("odd", new boolean[]{false, true, false, true, false}, "last",
            new boolean[]{false, false, false, false, true}));
  }

  @Test
  void whatIsWrittenHasARowOfItsOwnAndNothingElseHas() {
    TotalRows rows = new Binding(Lowering.lower(program()), inputs()).totalRows();
    List<Integer> taken = new ArrayList<>();
    for (int step = 0; step < STEPS; step++) {
      taken.add(rows.row(EACH, step));
    }
    for (int step : new int[]{1, 3}) {
      taken.add(rows.row(ODD, step));
      taken.add(rows.row(SQUARE, step));
    }
    taken.add(rows.row(LAST, STEPS - 1));
    assertThat(rows.count()).isEqualTo(taken.size());
    assertThat(taken).doesNotHaveDuplicates().allMatch(row -> row >= 0 && row < rows.count());
    assertThatIllegalArgumentException().isThrownBy(() -> rows.row(ODD, 2)).withMessageContaining("step 2");
  }

  @Test
  void kernelsAreToldWhereASchedulesTotalsBegin() {
    LoweredProgram lowered = Lowering.lower(program());
    TotalRows rows = new Binding(lowered, inputs()).totalRows();
    int odd = lowered.schedules().indexOf("odd");
    int schedules = lowered.schedules().size();
    assertThat(rows.markedRows()).hasSize(STEPS * schedules);
    for (int step = 0; step < STEPS; step++) {
      int mark = rows.markedRows()[step * schedules + odd];
      assertThat(mark).isEqualTo(step % 2 == 0 ? 0 : 1 + rows.row(ODD, step));
    }
  }

  @Test
  void outputsTakeEachTotalOnceWithTheCoefficientOfItsStep() {
    Binding binding = new Binding(Lowering.lower(program()), inputs());
    TotalRows rows = binding.totalRows();
    double[] totals = new double[Math.toIntExact(rows.count())];
    totals[rows.row(SQUARE, 1)] = 3;
    totals[rows.row(SQUARE, 3)] = 7;
    totals[rows.row(LAST, STEPS - 1)] = 2;
    double[] results = new double[4];
    binding.combine(totals, 0, results, 0);
    assertThat(results).containsExactly(0, 0, 7030, 20000);
  }
}
