package io.pathwise.engine.program;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.graph.Traversal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Several copies of a program on data that differ in part, as one program: what does not depend on the data that
 * differ, such as the paths, is computed once for all. Every output of a copy has the bits that it has in the program
 * alone. Start with {@link #of}; {@link #drawn} tells which data may not differ if paths are to be shared.
 */
public final class Copies {

  /**
   * Some of a program's data, by name.
   *
   * @param parameters
   *          names of parameters
   * @param stepValues
   *          names of per-step values
   */
  public record Data(Set<String> parameters, Set<String> stepValues) {
    /** Copies the sets. */
    public Data {
      parameters = Set.copyOf(parameters);
      stepValues = Set.copyOf(stepValues);
    }

    private boolean holds(Expr leaf) {
      return (leaf instanceof Expr.Parameter parameter && parameters.contains(parameter.name()))
          || (leaf instanceof Expr.StepValue value && stepValues.contains(value.name()));
    }
  }

  private final Program original;
  private final Data own;
  private final int count;
  private final Set<Expr> ownStates;
  private final Set<String> ownSinks = new HashSet<>();
  private final Map<Integer, Map<Expr, Expr>> rebuilt = new HashMap<>();

  private Copies(Program original, Data own, int count) {
    this.original = original;
    this.own = own;
    this.count = count;
    this.ownStates = dependent(original, own);
    for (Sweep sweep : original.sweeps()) {
      sweep.stages().forEach(stage -> stage.sinks().stream().filter(sink -> isOwn(sink.value()))
          .forEach(sink -> ownSinks.add(sink.name())));
    }
    for (int copy = 0; copy < count; copy++) {
      rebuilt.put(copy, rebuild(copy));
    }
  }

  /**
   * So many copies of a program.
   *
   * @param own
   *          the data that each copy has for itself; all other data and all schedules are common
   */
  public static Program of(Program program, Data own, int count) {
    return new Copies(program, own, count).program();
  }

  /** The data of all copies together, which must agree in everything that is common. */
  public static Inputs inputs(List<Inputs> copies, Data own) {
    Inputs first = copies.getFirst();
    Map<String, Double> parameters = new HashMap<>(first.parameters());
    Map<String, double[]> stepValues = new HashMap<>(first.stepValues());
    for (int copy = 0; copy < copies.size(); copy++) {
      for (String name : own.parameters()) {
        parameters.put(nameIn(copy, name), copies.get(copy).parameter(name));
      }
      for (String name : own.stepValues()) {
        stepValues.put(nameIn(copy, name), copies.get(copy).stepValue(name));
      }
    }
    return new Inputs(first.steps(), parameters, stepValues, first.schedules());
  }

  /** The data that random states depend on: those that are updated with draws, and what these are computed from. */
  public static Data drawn(Program program) {
    Set<Expr> roots = new HashSet<>();
    Set<Expr> states = new HashSet<>();
    Set<Expr> random = new HashSet<>();
    for (Sweep sweep : program.sweeps()) {
      for (Stage stage : sweep.stages()) {
        stage.updates().forEach((state, next) -> {
          if (sweep.direction() == Sweep.Direction.FORWARD && draws(next)) {
            random.add(state);
          }
        });
      }
    }
    while (!random.isEmpty()) {
      states.addAll(random);
      for (Sweep sweep : program.sweeps()) {
        sweep.states().stream().filter(state -> random.contains(state.value()))
            .forEach(state -> roots.add(state.initial()));
        sweep.stages().forEach(stage -> stage.updates().forEach((state, next) -> {
          if (random.contains(state)) {
            roots.add(next);
          }
        }));
      }
      random.clear();
      Traversal.reachable(roots).stream().filter(node -> node instanceof Expr.State && !states.contains(node))
          .forEach(random::add);
    }
    Set<String> parameters = new HashSet<>();
    Set<String> stepValues = new HashSet<>();
    for (Expr node : Traversal.reachable(roots)) {
      if (node instanceof Expr.Parameter parameter) {
        parameters.add(parameter.name());
      }
      if (node instanceof Expr.StepValue value) {
        stepValues.add(value.name());
      }
    }
    return new Data(parameters, stepValues);
  }

  private static boolean draws(Expr next) {
    return Traversal.reachable(List.of(next)).stream()
        .anyMatch(node -> node instanceof Expr.Sample || node instanceof Expr.Noise);
  }

  /** The name of an output of a copy. */
  public static String nameIn(int copy, String name) {
    return name + "@" + copy;
  }

  private static Set<Expr> dependent(Program program, Data own) {
    Set<Expr> states = new HashSet<>();
    int before;
    do {
      before = states.size();
      for (Sweep sweep : program.sweeps()) {
        sweep.states().stream().filter(state -> dependsOn(state.initial(), own, states))
            .forEach(state -> states.add(state.value()));
        sweep.stages().forEach(stage -> stage.updates().forEach((state, next) -> {
          if (dependsOn(next, own, states)) {
            states.add(state);
          }
        }));
      }
    } while (states.size() > before);
    return states;
  }

  private static boolean dependsOn(Expr root, Data own, Set<Expr> states) {
    return Traversal.reachable(List.of(root)).stream().anyMatch(node -> states.contains(node) || own.holds(node)
        || (node instanceof Expr.Recall recall && dependsOn(recall.value(), own, states)));
  }

  private boolean isOwn(Expr root) {
    return dependsOn(root, own, ownStates);
  }

  private Program program() {
    Graph graph = original.graph();
    List<Expr.Parameter> parameters = new ArrayList<>(
        original.parameters().stream().filter(parameter -> !own.holds(parameter)).toList());
    for (int copy = 0; copy < count; copy++) {
      for (Expr.Parameter parameter : original.parameters()) {
        if (own.holds(parameter)) {
          parameters.add(graph.parameter(nameIn(copy, parameter.name())));
        }
      }
    }
    List<Output> outputs = new ArrayList<>();
    for (int copy = 0; copy < count; copy++) {
      for (Output output : original.outputs()) {
        outputs.add(output(output, copy));
      }
    }
    return new Program(graph, parameters, original.noises(), original.sweeps().stream().map(this::sweep).toList(),
        outputs);
  }

  private Sweep sweep(Sweep sweep) {
    List<State> states = new ArrayList<>();
    for (State state : sweep.states()) {
      for (int copy = 0; copy < copies(state.value()); copy++) {
        states.add(new State((Expr.State) in(copy, state.value()), in(copy, state.initial())));
      }
    }
    return new Sweep(sweep.direction(), states, sweep.stages().stream().map(this::stage).toList());
  }

  private Stage stage(Stage stage) {
    Map<Expr.State, Expr> updates = new LinkedHashMap<>();
    stage.updates().forEach((state, next) -> {
      for (int copy = 0; copy < copies(state); copy++) {
        updates.put((Expr.State) in(copy, state), in(copy, next));
      }
    });
    List<Stage.Sink> sinks = new ArrayList<>();
    for (Stage.Sink sink : stage.sinks()) {
      if (ownSinks.contains(sink.name())) {
        for (int copy = 0; copy < count; copy++) {
          sinks.add(new Stage.Sink(nameIn(copy, sink.name()), in(copy, sink.value())));
        }
      } else {
        sinks.add(sink);
      }
    }
    return new Stage(stage.name(), stage.schedule(), updates, sinks);
  }

  private int copies(Expr.State state) {
    return ownStates.contains(state) ? count : 1;
  }

  private Output output(Output output, int copy) {
    return switch (output) {
      case Output.PathSum sum -> new Output.PathSum(nameIn(copy, sum.name()), in(copy, sum.value()));
      case Output.Pullback pullback -> new Output.Pullback(nameIn(copy, pullback.name()),
          pullback.terms().stream().map(term -> term(term, copy)).toList());
    };
  }

  private Output.Term term(Output.Term term, int copy) {
    return switch (term) {
      case Output.PathTerm path -> new Output.PathTerm(in(copy, path.value()), in(copy, path.coefficient()));
      case Output.SinkTerm sink -> new Output.SinkTerm(
          ownSinks.contains(sink.sink()) ? nameIn(copy, sink.sink()) : sink.sink(), in(copy, sink.coefficient()));
    };
  }

  private Expr in(int copy, Expr expression) {
    return Objects.requireNonNull(Objects.requireNonNull(rebuilt.get(copy)).get(expression), "not of the program");
  }

  /** All expressions of the program as a copy has them. */
  private Map<Expr, Expr> rebuild(int copy) {
    Graph graph = original.graph();
    List<Expr> roots = new ArrayList<>(original.everything());
    original.sweeps().forEach(sweep -> sweep.states().forEach(state -> roots.add(state.value())));
    List<Expr> recalled = Traversal.reachable(roots).stream().filter(Expr.Recall.class::isInstance)
        .map(node -> ((Expr.Recall) node).value()).toList();
    Traversal.Replacement leaves = Traversal.replacing(node -> {
      if (own.holds(node)) {
        return node instanceof Expr.Parameter parameter
            ? graph.parameter(nameIn(copy, parameter.name()))
            : graph.stepValue(nameIn(copy, ((Expr.StepValue) node).name()));
      }
      return ownStates.contains(node) ? graph.state(nameIn(copy, ((Expr.State) node).name())) : null;
    });
    Map<Expr, Expr> results = new HashMap<>(Traversal.rebuild(graph, recalled, leaves));
    results.putAll(Traversal.rebuild(graph, roots, (node, operands) -> node instanceof Expr.Recall recall
        ? graph.recall(Objects.requireNonNull(results.get(recall.value())), recall.stage())
        : leaves.replace(node, operands)));
    return results;
  }
}
