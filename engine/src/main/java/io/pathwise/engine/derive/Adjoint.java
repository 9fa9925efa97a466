package io.pathwise.engine.derive;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.graph.Traversal;
import io.pathwise.engine.graph.Variability;
import io.pathwise.engine.program.Output;
import io.pathwise.engine.program.Program;
import io.pathwise.engine.program.Pruning;
import io.pathwise.engine.program.Rewriter;
import io.pathwise.engine.program.Stage;
import io.pathwise.engine.program.State;
import io.pathwise.engine.program.Sweep;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reverse (adjoint) derivatives: adds to a program a backward sweep for every forward one, in reverse order, that
 * carries the adjoint of every state, and a {@link Output.Pullback} for every derivative asked for (Giles and
 * Glasserman 2006). Noise is held fixed. Costs do not grow with the number of parameters: the sweeps stop at
 * expressions that are the same on all paths; the adjoints of per-step ones are summed over a block for every step
 * (sinks), those of the others along the path, and both are pulled back to the parameters once per block. Values of a
 * forward sweep that its backward sweep needs are recalled from the forward stage.
 */
public final class Adjoint {

  private final Graph graph;
  private final Program program;
  private final Set<Expr.State> active;
  private final Set<Expr> activeExpressions;
  /** The backward sweeps, in the order of the forward ones. */
  private final List<Backward> backwards = new ArrayList<>();
  private final Optional<Ending> ending;
  private final Map<Expr.State, Expr.State> carriers = new LinkedHashMap<>();
  private final Map<Expr, Expr> ofSteps = new LinkedHashMap<>();
  private int sinkCount;

  private Adjoint(Program program, Set<Expr.Parameter> parameters, Optional<Ending> ending) {
    this.program = program;
    this.ending = ending;
    this.graph = program.graph();
    this.active = ActiveStates.find(program.forwardSweeps(), parameters);
    this.activeExpressions = Derivatives.active(program.everything(), ActiveStates.leaf(parameters, active));
    Set<Expr> earlier = new HashSet<>();
    for (Sweep sweep : program.sweeps()) {
      backwards.add(new Backward(sweep, Set.copyOf(earlier)));
      sweep.states().forEach(state -> earlier.add(state.value()));
    }
  }

  /**
   * The program with backward sweeps and further outputs: for each named output its derivatives with respect to the
   * listed parameters, named by {@link Tangent#name}.
   *
   * @param program
   *          with forward sweeps only and path sums as outputs
   * @param wanted
   *          parameters by output name
   * @throws IllegalArgumentException
   *           when an output is unknown or the program has a backward sweep already
   */
  public static Program differentiate(Program program, Map<String, List<Expr.Parameter>> wanted) {
    Program drawn = Rewriter.drawn(program);
    Set<Expr.Parameter> parameters = new LinkedHashSet<>();
    wanted.values().forEach(parameters::addAll);
    Adjoint adjoint = new Adjoint(drawn, parameters, Optional.empty());
    List<Output> outputs = new ArrayList<>(drawn.outputs());
    wanted.forEach((output, list) -> outputs.addAll(adjoint.pullbacks(output, list)));
    List<Sweep> sweeps = new ArrayList<>(drawn.sweeps());
    adjoint.backwards.reversed().forEach(backward -> sweeps.add(backward.build()));
    return Pruning.prune(new Program(drawn.graph(), drawn.parameters(), drawn.noises(), sweeps, outputs));
  }

  /** The name of the backward stage of a forward one. */
  public static String stage(String forward) {
    return forward + " adjoint";
  }

  /**
   * A program with backward sweeps.
   *
   * @param program
   *          with the outputs that it had
   * @param adjoints
   *          the state of a backward sweep that carries the adjoint of a state of a forward one. In the backward stage
   *          of a stage it holds what it was when the forward stage had ended
   * @param ofSteps
   *          the adjoint of an expression that is the same on all paths but not at all steps, to be read in the
   *          backward stage of the one that it stands in
   */
  public record Reversed(Program program, Map<Expr.State, Expr.State> adjoints, Map<Expr, Expr> ofSteps) {
    /** Copies the maps. */
    public Reversed {
      adjoints = Map.copyOf(adjoints);
      ofSteps = Map.copyOf(ofSteps);
    }
  }

  /**
   * How a program says that a path ends.
   *
   * @param alive
   *          the state that is 1 before, and 0 afterwards
   * @param paid
   *          the state that keeps what was paid so far
   */
  public record Ending(Expr.State alive, Expr.State paid) {}

  /**
   * The program with backward sweeps that carry the adjoints of what it is to pay from each step on, for others to
   * read. At every step they are those of a path that is still alive there, whether it is or not; what such a path pays
   * from there on is the adjoint of the state {@code alive}.
   *
   * @param program
   *          with forward sweeps only and path sums as outputs
   * @param parameters
   *          states that do not move with any of them have no adjoint
   */
  public static Reversed ofRest(Program program, String output, Set<Expr.Parameter> parameters, Ending ending) {
    Program drawn = Rewriter.drawn(program);
    Adjoint adjoint = new Adjoint(drawn, parameters, Optional.of(ending));
    adjoint.pullbacks(output, List.of());
    List<Sweep> sweeps = new ArrayList<>(drawn.sweeps());
    adjoint.backwards.reversed().forEach(backward -> sweeps.add(backward.build()));
    return new Reversed(
        new Program(drawn.graph(), drawn.parameters(), drawn.noises(), sweeps, drawn.outputs()), adjoint.carriers,
        adjoint.ofSteps);
  }

  /** What an expression that is the same on all paths contributes to the derivatives of an output. */
  private record Contribution(Expr host, Function<Expr, Output.Term> term) {}

  private List<Output.Pullback> pullbacks(String output, List<Expr.Parameter> parameters) {
    Expr value = Tangent.pathSum(program, output).value();
    List<Contribution> contributions = new ArrayList<>();
    // What the adjoint of a final state is made of: the outputs and all later sweeps read it.
    Map<Expr, Expr> finals = new HashMap<>();
    Map<Expr, Expr> atEnd = reverse(Map.of(value, graph.literal(1.0)));
    Set<Expr.State> influential = influential(atEnd.keySet());
    collect(atEnd, finals, contributions);
    for (Backward backward : backwards.reversed()) {
      backward.add(influential, finals, contributions);
    }
    List<Output.Pullback> pullbacks = new ArrayList<>();
    for (Expr.Parameter parameter : parameters) {
      Derivatives.Forward forward = new Derivatives.Forward(graph,
          leaf -> leaf == parameter ? graph.literal(1.0) : null);
      List<Output.Term> terms = new ArrayList<>();
      for (Contribution contribution : contributions) {
        @Nullable
        Expr coefficient = forward.tangent(contribution.host());
        if (coefficient != null) {
          terms.add(contribution.term().apply(coefficient));
        }
      }
      pullbacks.add(new Output.Pullback(Tangent.name(output, parameter), terms));
    }
    return pullbacks;
  }

  private Map<Expr, Expr> reverse(Map<Expr, Expr> seeds) {
    return Derivatives.reverse(graph, seeds, activeExpressions,
        node -> node instanceof Expr.State || node.variability() != Variability.PATH);
  }

  /** Takes over adjoints of expressions outside the steps: those of states that are final, and those of host values. */
  private void collect(Map<Expr, Expr> leaves, Map<Expr, Expr> finals, List<Contribution> contributions) {
    leaves.forEach((leaf, adjoint) -> {
      if (leaf instanceof Expr.State) {
        finals.merge(leaf, adjoint, (a, b) -> DerivativeRules.sum(graph, a, b));
      } else {
        contributions.add(new Contribution(leaf, coefficient -> new Output.PathTerm(adjoint, coefficient)));
      }
    });
  }

  /** The active states that an output depends on, given those it reads at the end. */
  private Set<Expr.State> influential(Set<Expr> read) {
    Set<Expr.State> found = new HashSet<>();
    active.stream().filter(read::contains).forEach(found::add);
    boolean grown = true;
    while (grown) {
      List<Expr> roots = new ArrayList<>();
      for (Sweep sweep : program.sweeps()) {
        sweep.states().stream().filter(state -> found.contains(state.value()))
            .forEach(state -> roots.add(state.initial()));
        for (Stage stage : sweep.stages()) {
          stage.updates().forEach((state, next) -> {
            if (found.contains(state)) {
              roots.add(next);
            }
          });
        }
      }
      Set<Expr> reached = new HashSet<>(Traversal.reachable(roots));
      grown = found.addAll(active.stream().filter(reached::contains).toList());
    }
    Set<Expr.State> ordered = new LinkedHashSet<>(active);
    ordered.retainAll(found);
    return ordered;
  }

  /** The backward sweep of one forward sweep, for all outputs. */
  private final class Backward {
    private final Sweep sweep;
    private final Set<Expr> earlier;
    private final List<State> states = new ArrayList<>();
    private final Set<Expr> ownStates = new HashSet<>();
    private final List<Map<Expr.State, Expr>> updates = new ArrayList<>();
    private final List<List<Stage.Sink>> sinks = new ArrayList<>();

    /**
     * Without any adjoint yet.
     *
     * @param earlier
     *          the states of earlier sweeps, which keep their values during this one
     */
    Backward(Sweep sweep, Set<Expr> earlier) {
      this.sweep = sweep;
      this.earlier = earlier;
      for (int s = 0; s < sweep.stages().size(); s++) {
        updates.add(new LinkedHashMap<>());
        sinks.add(new ArrayList<>());
      }
    }

    /** Adds the adjoints for one output. */
    void add(Set<Expr.State> influential, Map<Expr, Expr> finals, List<Contribution> contributions) {
      Map<Expr.State, Expr.State> adjoints = new LinkedHashMap<>();
      for (State state : sweep.states()) {
        if (influential.contains(state.value())) {
          Expr initial = finals.get(state.value());
          adjoints.put(state.value(),
              newState("adjoint of " + state.value().name(), initial == null ? graph.literal(0.0) : initial));
        }
      }
      carriers.putAll(adjoints);
      Map<Expr, Expr> accumulators = new LinkedHashMap<>();
      for (int s = sweep.stages().size() - 1; s >= 0; s--) {
        addStage(s, adjoints, accumulators, contributions);
      }
      collect(accumulators, finals, contributions);
      Map<Expr, Expr> seeds = new LinkedHashMap<>();
      for (State state : sweep.states()) {
        Expr.State adjoint = adjoints.get(state.value());
        if (adjoint != null) {
          seeds.merge(state.initial(), adjoint, (a, b) -> DerivativeRules.sum(graph, a, b));
        }
      }
      collect(reverse(seeds), finals, contributions);
    }

    private Expr.State newState(String name, Expr initial) {
      Expr.State made = graph.newState(name);
      states.add(new State(made, initial));
      ownStates.add(made);
      return made;
    }

    private void addStage(int s, Map<Expr.State, Expr.State> adjoints, Map<Expr, Expr> accumulators,
        List<Contribution> contributions) {
      Stage stage = sweep.stages().get(s);
      Map<Expr, Expr> seeds = new LinkedHashMap<>();
      stage.updates().forEach((state, next) -> {
        Expr.State adjoint = adjoints.get(state);
        if (adjoint != null) {
          seeds.merge(next, ifAlive(stage, state, adjoint), (a, b) -> DerivativeRules.sum(graph, a, b));
        }
      });
      Map<Expr, Expr> leaves = reverse(seeds);
      leaves.replaceAll((leaf, term) -> alive(term));
      adjoints.forEach((state, adjoint) -> {
        @Nullable
        Expr next = stage.updates().containsKey(state) ? null : ifAlive(stage, state, adjoint);
        Expr term = leaves.get(state);
        Expr total = term == null
            ? (next == null ? graph.literal(0.0) : next)
            : DerivativeRules.sum(graph, next, term);
        if (total != adjoint) {
          updates.get(s).put(adjoint, recalling(total, stage.name()));
        }
      });
      leaves.forEach((leaf, term) -> {
        if (leaf instanceof Expr.State && !earlier.contains(leaf)) {
          return;
        }
        Expr recalled = recalling(term, stage.name());
        if (leaf.variability() == Variability.STEP) {
          ofSteps.put(leaf, recalled);
          String name = "adjoint " + ++sinkCount + " of " + stage.name();
          sinks.get(s).add(new Stage.Sink(name, recalled));
          contributions.add(new Contribution(leaf, coefficient -> new Output.SinkTerm(name, coefficient)));
        } else {
          Expr.State accumulator = (Expr.State) accumulators.computeIfAbsent(leaf,
              constant -> newState("adjoint of %" + constant.id(), graph.literal(0.0)));
          updates.get(s).merge(accumulator, DerivativeRules.sum(graph, accumulator, recalled), (a, b) -> {
            throw new IllegalStateException("one term per expression and stage is expected");
          });
        }
      });
    }

    /** The adjoint of a state after a stage, as far as a path that was alive before it still is. */
    private Expr ifAlive(Stage stage, Expr.State state, Expr adjoint) {
      return ending.filter(end -> state != end.alive() && state != end.paid())
          .flatMap(end -> Optional.ofNullable(stage.updates().get(end.alive())))
          .map(next -> graph.mul(alive(next), adjoint)).orElse(adjoint);
    }

    /** An expression on a path that is alive. */
    private Expr alive(Expr expression) {
      return ending.map(end -> Objects.requireNonNull(Traversal.rebuild(graph, List.of(expression),
          (node, operands) -> node == end.alive() ? graph.literal(1.0) : null).get(expression))).orElse(expression);
    }

    /**
     * An expression of adjoints and forward values as it is read in the backward sweep: values of the forward sweep
     * recalled, those of earlier sweeps as they are.
     */
    private Expr recalling(Expr expression, String stage) {
      Set<Expr> mixed = new HashSet<>();
      Set<Expr> moving = new HashSet<>();
      for (Expr node : Traversal.reachable(List.of(expression))) {
        if (ownStates.contains(node) || node.operands().stream().anyMatch(mixed::contains)) {
          mixed.add(node);
        } else if (node instanceof Expr.Noise || (node instanceof Expr.State && !earlier.contains(node))
            || node.operands().stream().anyMatch(moving::contains)) {
          moving.add(node);
        }
      }
      Map<Expr, Expr> rebuilt = Traversal.rebuild(graph, List.of(expression), (node, operands) -> {
        if (mixed.contains(node)) {
          return null;
        }
        return moving.contains(node) ? graph.recall(node, stage) : node;
      });
      Expr result = rebuilt.get(expression);
      if (result == null) {
        throw new IllegalStateException("not rebuilt: " + expression);
      }
      return result;
    }

    Sweep build() {
      List<Stage> stages = new ArrayList<>();
      for (int s = updates.size() - 1; s >= 0; s--) {
        Stage forward = sweep.stages().get(s);
        stages.add(new Stage(stage(forward.name()), forward.schedule(), updates.get(s), sinks.get(s)));
      }
      return new Sweep(Sweep.Direction.BACKWARD, states, stages);
    }
  }
}
