package io.pathwise.engine.integrate;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.program.Output;
import io.pathwise.engine.program.Program;
import io.pathwise.engine.program.Stage;
import io.pathwise.engine.program.State;
import io.pathwise.engine.program.Sweep;
import java.util.ArrayList;
import java.util.List;

/** Runs two programs with different states on the same noise, as one whose outputs are the sums of theirs. */
final class Union {

  private Union() {}

  /**
   * The sum.
   *
   * @param first
   *          a program with one sweep
   * @param second
   *          one with the same graph, parameters, noises and output names, and states and stage names of its own
   */
  static Program of(Program first, Program second) {
    Graph graph = first.graph();
    List<State> states = new ArrayList<>(first.forward().states());
    states.addAll(second.forward().states());
    List<Stage> stages = new ArrayList<>(first.forward().stages());
    stages.addAll(second.forward().stages());
    List<Output> outputs = new ArrayList<>();
    for (Output output : first.outputs()) {
      outputs.add(new Output.PathSum(output.name(), graph.add(value(output), value(second.output(output.name())))));
    }
    return new Program(graph, first.parameters(), first.noises(),
        List.of(new Sweep(first.forward().direction(), states, stages)), outputs);
  }

  private static Expr value(Output output) {
    return switch (output) {
      case Output.PathSum sum -> sum.value();
      case Output.Pullback pullback -> throw new IllegalArgumentException("not of paths alone: " + pullback.name());
    };
  }
}
