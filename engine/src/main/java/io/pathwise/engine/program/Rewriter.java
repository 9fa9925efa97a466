package io.pathwise.engine.program;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.graph.Traversal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Replaces expressions everywhere in a program, inside recalled values too. */
public final class Rewriter {

  private final Graph graph;
  private final Map<Expr, Expr> results = new HashMap<>();

  private Rewriter(Graph graph) {
    this.graph = graph;
  }

  /** The program with every expression rebuilt under a replacement; states, stages and names stay. */
  public static Program rewrite(Program program, Traversal.Replacement replacement) {
    Rewriter rewriter = new Rewriter(program.graph());
    List<Expr> roots = program.everything();
    List<Expr> recalled = new ArrayList<>();
    for (Expr node : Traversal.reachable(roots)) {
      if (node instanceof Expr.Recall recall) {
        recalled.add(recall.value());
      }
    }
    rewriter.results.putAll(Traversal.rebuild(program.graph(), recalled, replacement));
    Traversal.Replacement outer = (node, operands) -> {
      if (node instanceof Expr.Recall recall) {
        return program.graph().recall(rewriter.result(recall.value()), recall.stage());
      }
      return replacement.replace(node, operands);
    };
    rewriter.results.putAll(Traversal.rebuild(program.graph(), roots, outer));
    return rewriter.apply(program);
  }

  /** The program with every sample written as the function of its noises that draws it. */
  public static Program drawn(Program program) {
    return rewrite(program, (node, operands) -> node instanceof Expr.Sample sample
        ? sample.distribution().draw(program.graph(), sample.noises(), operands)
        : null);
  }

  private Expr result(Expr original) {
    @Nullable
    Expr rebuilt = results.get(original);
    if (rebuilt == null) {
      throw new IllegalStateException("not rebuilt: " + original);
    }
    return rebuilt;
  }

  private Program apply(Program program) {
    List<Sweep> sweeps = program.sweeps().stream().map(this::sweep).toList();
    List<Output> outputs = program.outputs().stream().map(this::output).toList();
    return new Program(graph, program.parameters(), program.noises(), sweeps, outputs);
  }

  private Sweep sweep(Sweep sweep) {
    List<State> states = sweep.states().stream().map(s -> new State(s.value(), result(s.initial()))).toList();
    List<Stage> stages = new ArrayList<>();
    for (Stage stage : sweep.stages()) {
      Map<Expr.State, Expr> updates = new LinkedHashMap<>();
      stage.updates().forEach((state, next) -> updates.put(state, result(next)));
      List<Stage.Sink> sinks = stage.sinks().stream().map(s -> new Stage.Sink(s.name(), result(s.value()))).toList();
      stages.add(new Stage(stage.name(), stage.schedule(), updates, sinks));
    }
    return new Sweep(sweep.direction(), states, stages);
  }

  private Output output(Output output) {
    return switch (output) {
      case Output.PathSum sum -> new Output.PathSum(sum.name(), result(sum.value()));
      case Output.Pullback pullback ->
        new Output.Pullback(pullback.name(), pullback.terms().stream().map(this::term).toList());
    };
  }

  private Output.Term term(Output.Term term) {
    return switch (term) {
      case Output.PathTerm path -> new Output.PathTerm(result(path.value()), result(path.coefficient()));
      case Output.SinkTerm sink -> new Output.SinkTerm(sink.sink(), result(sink.coefficient()));
    };
  }
}
