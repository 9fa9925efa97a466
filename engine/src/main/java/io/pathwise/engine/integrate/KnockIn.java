package io.pathwise.engine.integrate;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.graph.Operation;
import io.pathwise.engine.graph.Traversal;
import io.pathwise.engine.program.Output;
import io.pathwise.engine.program.Program;
import io.pathwise.engine.program.Pruning;
import io.pathwise.engine.program.Stage;
import io.pathwise.engine.program.State;
import io.pathwise.engine.program.Sweep;
import io.pathwise.engine.rewrite.Influence;
import io.pathwise.engine.rewrite.NotApplicableException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Writes a product that an event changes as two: in = plain − out. What is paid with the event having happened from the
 * start needs no event, and what is paid without it less what is paid with it is paid only until it happens. The two
 * may then be integrated in ways of their own, on the same noise. Start with {@link #of}.
 *
 * @param always
 *          the program with the event having happened from the start, with states of its own
 * @param until
 *          the program of the difference, which an event ends
 */
record KnockIn(Program always, Program until) {

  /** The two, if one state tells of an event after which something is still paid. */
  static Optional<KnockIn> of(Program program) {
    Graph graph = program.graph();
    Sweep sweep = program.forward();
    Map<Expr.State, Switches.Found> found = new LinkedHashMap<>();
    for (State state : sweep.states()) {
      Switches.of(graph, sweep, state).filter(values -> !isLife(values))
          .ifPresent(values -> found.put(state.value(), values));
    }
    if (found.size() != 1) {
      return Optional.empty();
    }
    return found.entrySet().stream().findFirst()
        .map(event -> new KnockIn(always(program, event.getKey(), event.getValue().after()),
            new Difference(program, event.getKey(), event.getValue()).program()));
  }

  /** The operand through which a total enters a sum with a factor of 1; −1 for none. */
  static int placeOf(Expr.Apply apply, Expr.State total) {
    int place = -1;
    for (int i = 0; i < apply.operands().size(); i++) {
      place = new Influence(Set.of(total), Set.of()).reaches(apply.operand(i)) ? i : place;
    }
    boolean adds = apply.operation() == Operation.ADD || (apply.operation() == Operation.FMA && place == 2)
        || (apply.operation() == Operation.SUB && place == 0);
    return adds ? place : -1;
  }

  private static boolean isLife(Switches.Found values) {
    return values.before().value() == 1.0 && values.after().value() == 0.0;
  }

  private static Program always(Program program, Expr.State event, Expr.Literal after) {
    Graph graph = program.graph();
    Map<Expr, Expr.State> copies = new HashMap<>();
    program.forward().states().forEach(
        state -> copies.put(state.value(), graph.newState("plain " + state.value().name())));
    Map<Expr, Expr> rebuilt = Traversal.rebuild(graph, program.everything(),
        (node, operands) -> node == event ? after : copies.get(node));
    List<State> states = program.forward().states().stream().filter(state -> state.value() != event)
        .map(state -> new State(rebuilt(copies, state.value()), rebuilt(rebuilt, state.initial()))).toList();
    List<Stage> stages = new ArrayList<>();
    for (Stage stage : program.forward().stages()) {
      Map<Expr.State, Expr> updates = new LinkedHashMap<>();
      stage.updates().forEach((state, next) -> {
        if (state != event) {
          updates.put(rebuilt(copies, state), rebuilt(rebuilt, next));
        }
      });
      stages.add(new Stage("plain " + stage.name(), stage.schedule(), updates, List.of()));
    }
    List<Output> outputs = program.outputs().stream()
        .map(output -> (Output) new Output.PathSum(output.name(), rebuilt(rebuilt, total(output)))).toList();
    return Pruning.prune(new Program(graph, program.parameters(), program.noises(),
        List.of(new Sweep(program.forward().direction(), states, stages)), outputs));
  }

  private static <T extends Expr> T rebuilt(Map<Expr, T> results, Expr original) {
    return Objects.requireNonNull(results.get(original), "not rebuilt");
  }

  private static Expr.State total(Output output) {
    if (output instanceof Output.PathSum sum && sum.value() instanceof Expr.State state) {
      return state;
    }
    throw new NotApplicableException("an output is not what has been added up: " + output.name());
  }

  /** What is paid without the event less what is paid with it. */
  private static final class Difference {
    private final Program program;
    private final Graph graph;
    private final Expr.State event;
    private final Switches.Found values;
    private final Expr.State alive;
    private final Set<Expr> totals;

    Difference(Program program, Expr.State event, Switches.Found values) {
      this.program = program;
      this.graph = program.graph();
      this.event = event;
      this.values = values;
      this.alive = graph.newState(event.name() + " not yet");
      this.totals = Influence.of(program.forward(), Set.of(event)).states().stream().filter(state -> state != event)
          .collect(Collectors.toSet());
    }

    Program program() {
      List<State> states = new ArrayList<>();
      for (State state : program.forward().states()) {
        if (state.value() != event) {
          states.add(totals.contains(state.value()) ? new State(state.value(), graph.literal(0.0)) : state);
        }
      }
      states.add(new State(alive, graph.literal(1.0)));
      List<Stage> stages = new ArrayList<>();
      for (Stage stage : program.forward().stages()) {
        Map<Expr.State, Expr> updates = new LinkedHashMap<>();
        stage.updates().forEach((state, next) -> {
          if (state == event) {
            Switches.Event switched = Switches.event(graph, event, next).orElseThrow();
            updates.put(alive, graph.select(switched.condition(), graph.literal(0.0), alive));
          } else {
            updates.put(state, totals.contains(state) ? difference(state, next) : next);
          }
        });
        stages.add(new Stage(stage.name(), stage.schedule(), updates, stage.sinks()));
      }
      return Pruning.prune(new Program(graph, program.parameters(), program.noises(),
          List.of(new Sweep(program.forward().direction(), states, stages)), outputs()));
    }

    private Expr difference(Expr.State total, Expr next) {
      checkAddsTo(total, next);
      Expr paid = graph.sub(paid(total, next, values.before()), paid(total, next, values.after()));
      return graph.fma(alive, paid, total);
    }

    /** What is added to a total if the event has, or has not, happened. */
    private Expr paid(Expr.State total, Expr next, Expr.Literal happened) {
      return rebuilt(Traversal.rebuild(graph, List.of(next), (node, operands) -> {
        if (node == event) {
          return happened;
        }
        return node == total ? graph.literal(0.0) : null;
      }), next);
    }

    private List<Output> outputs() {
      List<Output> outputs = new ArrayList<>();
      for (Output output : program.outputs()) {
        outputs.add(totals.contains(total(output)) ? output : new Output.PathSum(output.name(), graph.literal(0.0)));
      }
      return outputs;
    }

    /** Checks that an expression is the total so far plus something that does not read it. */
    private void checkAddsTo(Expr.State total, Expr next) {
      Expr node = next;
      Influence ofTotals = new Influence(Set.of(), totals);
      while (node != total) {
        int place = node instanceof Expr.Apply apply ? placeOf(apply, total) : -1;
        if (place < 0) {
          throw new NotApplicableException("what " + event.name() + " changes is not added up in " + total.name());
        }
        for (int i = 0; i < node.operands().size(); i++) {
          if (i != place && ofTotals.reaches(node.operands().get(i))) {
            throw new NotApplicableException("what " + event.name() + " changes is read again in " + total.name());
          }
        }
        node = node.operands().get(place);
      }
    }
  }
}
