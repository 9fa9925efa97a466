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
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reverse (adjoint) derivatives: adds to a program a backward sweep over the steps that carries the adjoint of every
 * state, and a {@link Output.Pullback} for every derivative asked for (Giles and Glasserman 2006). Noise is held fixed.
 * Costs do not grow with the number of parameters: the sweep stops at expressions that are the same on all paths; the
 * adjoints of per-step ones are summed over a block for every step (sinks), those of the others along the path, and
 * both are pulled back to the parameters once per block. Values of the forward sweep that the backward sweep needs are
 * recalled from the forward stage.
 */
public final class Adjoint {

  private final Graph graph;
  private final Program program;
  private final Sweep sweep;
  private final Set<Expr.State> active;
  private final Set<Expr> activeExpressions;
  private final List<State> states = new ArrayList<>();
  private final List<Map<Expr.State, Expr>> updates = new ArrayList<>();
  private final List<List<Stage.Sink>> sinks = new ArrayList<>();
  private int sinkCount;

  private Adjoint(Program program, Set<Expr.Parameter> parameters) {
    this.program = program;
    this.graph = program.graph();
    this.sweep = program.forward();
    this.active = ActiveStates.find(sweep, parameters);
    List<Expr> roots = new ArrayList<>(program.everything());
    this.activeExpressions = Derivatives.active(roots, ActiveStates.leaf(parameters, active));
    for (int s = 0; s < sweep.stages().size(); s++) {
      updates.add(new LinkedHashMap<>());
      sinks.add(new ArrayList<>());
    }
  }

  /**
   * The program with a backward sweep and further outputs: for each named output its derivatives with respect to the
   * listed parameters, named by {@link Tangent#name}.
   *
   * @param program
   *          with one forward sweep and path sums as outputs
   * @param wanted
   *          parameters by output name
   * @throws IllegalArgumentException
   *           when an output is unknown or the program has a backward sweep already
   */
  public static Program differentiate(Program program, Map<String, List<Expr.Parameter>> wanted) {
    Program drawn = Rewriter.rewrite(program, (node, operands) -> node instanceof Expr.Sample sample
        ? sample.distribution().draw(program.graph(), sample.noise(), operands)
        : null);
    Set<Expr.Parameter> parameters = new LinkedHashSet<>();
    wanted.values().forEach(parameters::addAll);
    Adjoint adjoint = new Adjoint(drawn, parameters);
    List<Output> outputs = new ArrayList<>(drawn.outputs());
    wanted.forEach((output, list) -> outputs.addAll(adjoint.pullbacks(output, list)));
    return Pruning.prune(new Program(drawn.graph(), drawn.parameters(), drawn.noises(),
        List.of(drawn.forward(), adjoint.backwardSweep()), outputs));
  }

  private Sweep backwardSweep() {
    List<Stage> stages = new ArrayList<>();
    for (int s = updates.size() - 1; s >= 0; s--) {
      Stage forward = sweep.stages().get(s);
      stages.add(new Stage(forward.name() + " adjoint", forward.schedule(), updates.get(s), sinks.get(s)));
    }
    return new Sweep(Sweep.Direction.BACKWARD, states, stages);
  }

  /** What an expression that is the same on all paths contributes to the derivatives of an output. */
  private record Contribution(Expr host, Function<Expr, Output.Term> term) {}

  private List<Output.Pullback> pullbacks(String output, List<Expr.Parameter> parameters) {
    Expr value = Tangent.pathSum(program, output).value();
    Map<Expr, Expr> atEnd = reverse(Map.of(value, graph.literal(1.0)));
    Map<Expr.State, Expr.State> adjoints = new LinkedHashMap<>();
    for (Expr.State state : influential(atEnd.keySet())) {
      Expr.State adjoint = graph.newState("adjoint of " + state.name());
      adjoints.put(state, adjoint);
      Expr initial = atEnd.get(state);
      states.add(new State(adjoint, initial == null ? graph.literal(0.0) : initial));
    }
    List<Contribution> contributions = new ArrayList<>();
    atEnd.forEach((leaf, adjoint) -> {
      if (!(leaf instanceof Expr.State)) {
        contributions.add(new Contribution(leaf, coefficient -> new Output.PathTerm(adjoint, coefficient)));
      }
    });
    Map<Expr, Expr.State> accumulators = new LinkedHashMap<>();
    for (int s = sweep.stages().size() - 1; s >= 0; s--) {
      addStage(s, adjoints, accumulators, contributions);
    }
    accumulators.forEach((host, accumulator) -> contributions
        .add(new Contribution(host, coefficient -> new Output.PathTerm(accumulator, coefficient))));
    for (State state : sweep.states()) {
      Expr.State adjoint = adjoints.get(state.value());
      if (adjoint != null) {
        contributions
            .add(new Contribution(state.initial(), coefficient -> new Output.PathTerm(adjoint, coefficient)));
      }
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

  /** The active states that an output depends on, given those it reads at the end. */
  private Set<Expr.State> influential(Set<Expr> read) {
    Set<Expr.State> found = new HashSet<>();
    active.stream().filter(read::contains).forEach(found::add);
    boolean grown = true;
    while (grown) {
      List<Expr> roots = new ArrayList<>();
      for (Stage stage : sweep.stages()) {
        stage.updates().forEach((state, next) -> {
          if (found.contains(state)) {
            roots.add(next);
          }
        });
      }
      Set<Expr> reached = new HashSet<>(Traversal.reachable(roots));
      grown = found.addAll(active.stream().filter(reached::contains).toList());
    }
    Set<Expr.State> ordered = new LinkedHashSet<>(active);
    ordered.retainAll(found);
    return ordered;
  }

  private void addStage(int s, Map<Expr.State, Expr.State> adjoints, Map<Expr, Expr.State> accumulators,
      List<Contribution> contributions) {
    Stage stage = sweep.stages().get(s);
    Map<Expr, Expr> seeds = new LinkedHashMap<>();
    stage.updates().forEach((state, next) -> {
      Expr.State adjoint = adjoints.get(state);
      if (adjoint != null) {
        seeds.merge(next, adjoint, (a, b) -> DerivativeRules.sum(graph, a, b));
      }
    });
    Map<Expr, Expr> leaves = reverse(seeds);
    adjoints.forEach((state, adjoint) -> {
      @Nullable
      Expr next = stage.updates().containsKey(state) ? null : adjoint;
      Expr term = leaves.get(state);
      Expr total = term == null ? (next == null ? graph.literal(0.0) : next) : DerivativeRules.sum(graph, next, term);
      if (total != adjoint) {
        updates.get(s).put(adjoint, recalling(total, stage.name()));
      }
    });
    leaves.forEach((leaf, term) -> {
      if (leaf instanceof Expr.State) {
        return;
      }
      Expr recalled = recalling(term, stage.name());
      if (leaf.variability() == Variability.STEP) {
        String name = "adjoint " + ++sinkCount + " of " + stage.name();
        sinks.get(s).add(new Stage.Sink(name, recalled));
        contributions.add(new Contribution(leaf, coefficient -> new Output.SinkTerm(name, coefficient)));
      } else {
        Expr.State accumulator = accumulators.computeIfAbsent(leaf, host -> {
          Expr.State made = graph.newState("adjoint of %" + host.id());
          states.add(new State(made, graph.literal(0.0)));
          return made;
        });
        updates.get(s).merge(accumulator, DerivativeRules.sum(graph, accumulator, recalled), (a, b) -> {
          throw new IllegalStateException("one term per host expression and stage is expected");
        });
      }
    });
  }

  /** An expression of adjoints and forward values as it is read in the backward sweep: forward values recalled. */
  private Expr recalling(Expr expression, String stage) {
    Set<Expr> mixed = new HashSet<>();
    Set<Expr> adjoints = new HashSet<>();
    states.forEach(state -> adjoints.add(state.value()));
    for (Expr node : Traversal.reachable(List.of(expression))) {
      if (adjoints.contains(node) || node.operands().stream().anyMatch(mixed::contains)) {
        mixed.add(node);
      }
    }
    Map<Expr, Expr> rebuilt = Traversal.rebuild(graph, List.of(expression),
        (node, operands) -> mixed.contains(node) ? null : graph.recall(node, stage));
    Expr result = rebuilt.get(expression);
    if (result == null) {
      throw new IllegalStateException("not rebuilt: " + expression);
    }
    return result;
  }
}
