package io.pathwise.engine.program;

import io.pathwise.engine.graph.Distribution;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Builds a program with one forward sweep, or several ({@link #sweep}). Every step runs the stages of its sweep in the
 * order in which {@link #stage} first named them.
 */
public final class ProgramBuilder {

  private record StageKey(String name, @Nullable String schedule) {}

  private final Graph graph;
  private final @Nullable Program known;
  private final Set<Expr.Parameter> parameters = new LinkedHashSet<>();
  private final List<Expr.Noise> noises = new ArrayList<>();
  private final List<Sweep> finished = new ArrayList<>();
  private final List<State> states = new ArrayList<>();
  private final Map<StageKey, Map<Expr.State, Expr>> stages = new LinkedHashMap<>();
  private final List<Output> outputs = new ArrayList<>();

  /** Builds a program in a graph of its own. */
  public ProgramBuilder() {
    this.graph = new Graph();
    this.known = null;
  }

  private ProgramBuilder(Program known) {
    this.graph = known.graph();
    this.known = known;
    graph.rewind();
  }

  /**
   * Builds a program again that may be equal to a known one, in the graph of the latter: then {@link #build} returns
   * the known one itself, which costs no check. Nobody else may write in that graph.
   */
  public static ProgramBuilder again(Program known) {
    return new ProgramBuilder(known);
  }

  /** The graph in which the expressions are to be made. */
  public Graph graph() {
    return graph;
  }

  /** The parameter of that name; declared on first use. */
  public Expr.Parameter parameter(String name) {
    Expr.Parameter parameter = graph.parameter(name);
    parameters.add(parameter);
    return parameter;
  }

  /** The per-step value of that name. */
  public Expr.StepValue stepValue(String name) {
    return graph.stepValue(name);
  }

  /**
   * Starts the next forward sweep, which goes over the same steps with the same noise. States and stages made from now
   * on belong to it; the states of earlier sweeps are read with their final values.
   */
  public ProgramBuilder sweep() {
    finished.add(currentSweep());
    states.clear();
    stages.clear();
    return this;
  }

  /**
   * A new state of the current sweep.
   *
   * @param name
   *          unique; a number is put behind it when it is taken
   * @param initial
   *          an expression of parameters and final states of earlier sweeps
   */
  public Expr.State state(String name, Expr initial) {
    Expr.State state = graph.newState(name);
    states.add(new State(state, initial));
    return state;
  }

  /** The states of the current sweep so far. */
  public List<State> states() {
    return List.copyOf(states);
  }

  /** The stages of the current sweep so far. */
  public List<Stage> stages() {
    return currentSweep().stages();
  }

  /** A new sample node drawn at every step at which the stage that uses it runs. */
  public Expr.Sample sample(Distribution distribution, Expr... arguments) {
    Expr.Sample sample = graph.sample(distribution, arguments);
    noises.addAll(sample.noises());
    return sample;
  }

  /** Declares a stage of the current sweep that runs at every step. */
  public ProgramBuilder stage(String name) {
    stages.computeIfAbsent(new StageKey(name, null), key -> new LinkedHashMap<>());
    return this;
  }

  /** Declares a stage of the current sweep that runs at the steps of a schedule. */
  public ProgramBuilder stage(String name, String schedule) {
    stages.computeIfAbsent(new StageKey(name, schedule), key -> new LinkedHashMap<>());
    return this;
  }

  /**
   * Sets the next value of a state in a stage; of all updates of a stage the right sides read the states as they were
   * before it.
   *
   * @throws InvalidProgramException
   *           when the stage has not been declared in the current sweep or updates the state already
   */
  public void update(String stage, Expr.State state, Expr next) {
    if (updates(stage).containsKey(state)) {
      throw new InvalidProgramException("stage " + stage + " updates " + state.name() + " twice");
    }
    replace(stage, state, next);
  }

  /** Like {@link #update}, where the next value may have been set before. */
  public void replace(String stage, Expr.State state, Expr next) {
    updates(stage).put(state, next);
  }

  /** What the state is after the updates of the stage so far: its next value if it has one there, else itself. */
  public Expr current(String stage, Expr.State state) {
    return updates(stage).getOrDefault(state, state);
  }

  private Map<Expr.State, Expr> updates(String stage) {
    return stages.entrySet().stream().filter(entry -> entry.getKey().name().equals(stage)).findFirst()
        .orElseThrow(() -> new InvalidProgramException("no stage " + stage + " has been declared in this sweep"))
        .getValue();
  }

  /** Adds an output: the sum over paths of an expression of final states. */
  public void output(String name, Expr value) {
    outputs.add(new Output.PathSum(name, value));
  }

  /**
   * The program; the known one if it is built again and is equal to it, updates in the same order.
   *
   * @throws InvalidProgramException
   *           naming the node and the rule it breaks
   */
  public Program build() {
    List<Sweep> sweeps = new ArrayList<>(finished);
    sweeps.add(currentSweep());
    List<Expr.Parameter> declared = List.copyOf(parameters);
    return known != null && known.parameters().equals(declared) && known.noises().equals(noises)
        && known.outputs().equals(outputs) && known.sweeps().equals(sweeps)
        && order(known.sweeps()).equals(order(sweeps))
            ? known
            : new Program(graph, declared, noises, sweeps, outputs);
  }

  /** The states in the order in which they are updated, which maps do not compare. */
  private static List<Expr.State> order(List<Sweep> sweeps) {
    return sweeps.stream().flatMap(sweep -> sweep.stages().stream())
        .flatMap(stage -> stage.updates().keySet().stream()).toList();
  }

  private Sweep currentSweep() {
    List<Stage> list = new ArrayList<>();
    stages.forEach((key, updates) -> list.add(new Stage(key.name(), key.schedule(), updates, List.of())));
    return new Sweep(Sweep.Direction.FORWARD, states, list);
  }
}
