package io.pathwise.engine.program;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Variability;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Removes what no output needs (states, updates, sinks, empty stages and sweeps) and replaces states that keep an
 * initial value made of parameters by that value.
 */
public final class Pruning {

  private Pruning() {}

  /** The smaller program with the same outputs. */
  public static Program prune(Program program) {
    Program current = program;
    while (true) {
      Program before = current;
      Optional<Program> next = withoutUnused(before).or(() -> withConstantsReplaced(before));
      if (next.isEmpty()) {
        return before;
      }
      current = next.get();
    }
  }

  private static Optional<Program> withConstantsReplaced(Program program) {
    Set<Expr> updated = new HashSet<>();
    for (Sweep sweep : program.sweeps()) {
      for (Stage stage : sweep.stages()) {
        stage.updates().forEach((state, next) -> {
          if (next != state) {
            updated.add(state);
          }
        });
      }
    }
    Map<Expr, Expr> constants = new HashMap<>();
    for (Sweep sweep : program.sweeps()) {
      for (State state : sweep.states()) {
        if (!updated.contains(state.value()) && state.initial().variability() != Variability.PATH) {
          constants.put(state.value(), state.initial());
        }
      }
    }
    return constants.isEmpty()
        ? Optional.empty()
        : Optional.of(Rewriter.rewrite(program, (node, operands) -> constants.get(node)));
  }

  private static Optional<Program> withoutUnused(Program program) {
    Usage usage = new Usage(program);
    boolean changed = false;
    List<Sweep> sweeps = new ArrayList<>();
    for (Sweep sweep : program.sweeps()) {
      List<State> states = sweep.states().stream().filter(state -> usage.states.contains(state.value())).toList();
      List<Stage> stages = new ArrayList<>();
      for (Stage stage : sweep.stages()) {
        Map<Expr.State, Expr> updates = new LinkedHashMap<>();
        stage.updates().forEach((state, next) -> {
          if (next != state && usage.states.contains(state)) {
            updates.put(state, next);
          }
        });
        List<Stage.Sink> sinks = stage.sinks().stream().filter(sink -> usage.sinks.contains(sink.name())).toList();
        changed |= updates.size() < stage.updates().size() || sinks.size() < stage.sinks().size();
        if (!updates.isEmpty() || !sinks.isEmpty() || usage.recalledStages.contains(stage.name())) {
          stages.add(new Stage(stage.name(), stage.schedule(), updates, sinks));
        } else {
          changed = true;
        }
      }
      changed |= states.size() < sweep.states().size();
      if (!states.isEmpty() || !stages.isEmpty()) {
        sweeps.add(new Sweep(sweep.direction(), states, stages));
      }
    }
    if (sweeps.isEmpty()) {
      sweeps.add(new Sweep(Sweep.Direction.FORWARD, List.of(), List.of()));
    }
    changed |= sweeps.size() < program.sweeps().size();
    return changed
        ? Optional.of(new Program(program.graph(), program.parameters(), program.noises(), sweeps, program.outputs()))
        : Optional.empty();
  }

  /** What the outputs of a program need, found by following expressions back from them. */
  private static final class Usage {
    final Set<Expr> states = new HashSet<>();
    final Set<String> sinks = new HashSet<>();
    final Set<String> recalledStages = new HashSet<>();
    private final Deque<Expr> waiting = new ArrayDeque<>();
    private final Set<Expr> seen = new HashSet<>();

    Usage(Program program) {
      for (Output output : program.outputs()) {
        switch (output) {
          case Output.PathSum sum -> waiting.add(sum.value());
          case Output.Pullback pullback -> {
            for (Output.Term term : pullback.terms()) {
              switch (term) {
                case Output.PathTerm path -> waiting.add(path.value());
                case Output.SinkTerm sink -> sinks.add(sink.sink());
              }
            }
          }
        }
      }
      Map<Expr, List<Expr>> sources = new HashMap<>();
      for (Sweep sweep : program.sweeps()) {
        for (State state : sweep.states()) {
          sources.computeIfAbsent(state.value(), key -> new ArrayList<>()).add(state.initial());
        }
        for (Stage stage : sweep.stages()) {
          stage.updates()
              .forEach((state, next) -> sources.computeIfAbsent(state, key -> new ArrayList<>()).add(next));
          stage.sinks().stream().filter(sink -> sinks.contains(sink.name())).forEach(sink -> waiting.add(sink.value()));
        }
      }
      follow(sources);
    }

    private void follow(Map<Expr, List<Expr>> sources) {
      while (!waiting.isEmpty()) {
        Expr node = waiting.pop();
        if (!seen.add(node)) {
          continue;
        }
        waiting.addAll(node.operands());
        if (node instanceof Expr.State && states.add(node)) {
          @Nullable
          Collection<Expr> next = sources.get(node);
          if (next != null) {
            waiting.addAll(next);
          }
        }
        if (node instanceof Expr.Recall recall) {
          recalledStages.add(recall.stage());
          waiting.add(recall.value());
        }
      }
    }
  }
}
