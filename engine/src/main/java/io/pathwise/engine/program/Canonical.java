package io.pathwise.engine.program;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Copies a program into a graph of its own, expressions in the order in which the program mentions them and states
 * named by their number: so equal programs are equal texts, whatever else was made in the graphs that they come from.
 * Start at {@link #of}.
 */
public final class Canonical {

  private final Graph graph = new Graph();
  private final Map<Expr, Expr> copies = new HashMap<>();

  private Canonical() {}

  /** The program in its canonical form. */
  public static Program of(Program program) {
    return new Canonical().copy(program);
  }

  private Program copy(Program program) {
    List<Expr.Parameter> parameters = program.parameters().stream().map(p -> (Expr.Parameter) copy(p)).toList();
    List<Expr.Noise> noises = program.noises().stream().map(noise -> (Expr.Noise) copy(noise)).toList();
    int count = 0;
    for (Sweep sweep : program.sweeps()) {
      for (State state : sweep.states()) {
        copies.put(state.value(), graph.state("state " + ++count));
      }
    }
    List<Sweep> sweeps = program.sweeps().stream().map(this::copy).toList();
    List<Output> outputs = program.outputs().stream().map(this::copy).toList();
    return new Program(graph, parameters, noises, sweeps, outputs);
  }

  private Sweep copy(Sweep sweep) {
    List<State> states = sweep.states().stream()
        .map(state -> new State((Expr.State) copy(state.value()), copy(state.initial()))).toList();
    List<Stage> stages = new ArrayList<>();
    for (Stage stage : sweep.stages()) {
      Map<Expr.State, Expr> updates = new LinkedHashMap<>();
      stage.updates().forEach((state, next) -> updates.put((Expr.State) copy(state), copy(next)));
      stages.add(new Stage(stage.name(), stage.schedule(), updates,
          stage.sinks().stream().map(sink -> new Stage.Sink(sink.name(), copy(sink.value()))).toList()));
    }
    return new Sweep(sweep.direction(), states, stages);
  }

  private Output copy(Output output) {
    return switch (output) {
      case Output.PathSum sum -> new Output.PathSum(sum.name(), copy(sum.value()));
      case Output.Pullback pullback ->
        new Output.Pullback(pullback.name(), pullback.terms().stream().map(this::copy).toList());
    };
  }

  private Output.Term copy(Output.Term term) {
    return switch (term) {
      case Output.PathTerm path -> new Output.PathTerm(copy(path.value()), copy(path.coefficient()));
      case Output.SinkTerm sink -> new Output.SinkTerm(sink.sink(), copy(sink.coefficient()));
    };
  }

  private Expr copy(Expr root) {
    Deque<Expr> waiting = new ArrayDeque<>(List.of(root));
    while (!waiting.isEmpty()) {
      Expr node = waiting.peek();
      List<Expr> missing = sources(node).stream().filter(source -> !copies.containsKey(source)).toList();
      if (copies.containsKey(node)) {
        waiting.pop();
      } else if (missing.isEmpty()) {
        copies.put(node, make(waiting.pop()));
      } else {
        missing.reversed().forEach(waiting::push);
      }
    }
    return known(root);
  }

  /** What must be copied before. */
  private static List<Expr> sources(Expr node) {
    List<Expr> sources = new ArrayList<>(node.operands());
    if (node instanceof Expr.Sample sample) {
      sources.addAll(sample.noises());
    }
    if (node instanceof Expr.Recall recall) {
      sources.add(recall.value());
    }
    return sources;
  }

  private Expr make(Expr node) {
    return switch (node) {
      case Expr.Literal literal -> graph.literal(literal.value());
      case Expr.Truth truth -> graph.truth(truth.value());
      case Expr.Parameter parameter -> graph.parameter(parameter.name());
      case Expr.StepValue value -> graph.stepValue(value.name());
      case Expr.State state -> throw new IllegalStateException("the program has no such state: " + state);
      case Expr.Noise noise -> graph.noise(noise.kind(), noise.number());
      case Expr.Recall recall -> graph.recall(known(recall.value()), recall.stage());
      case Expr.Sample sample ->
        graph.sample(sample.distribution(), sample.operands().stream().map(this::known).toList(),
            sample.noises().stream().map(noise -> (Expr.Noise) known(noise)).toList());
      case Expr.Apply apply ->
        graph.apply(apply.operation(), apply.operands().stream().map(this::known).toArray(Expr[]::new));
    };
  }

  private Expr known(Expr node) {
    return Objects.requireNonNull(copies.get(node), "not copied yet");
  }
}
