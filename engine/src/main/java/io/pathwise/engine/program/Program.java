package io.pathwise.engine.program;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.graph.Traversal;
import io.pathwise.engine.graph.Type;
import io.pathwise.engine.graph.Variability;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A path program: how parameters and noise become states, step after step, and what is summed over paths at the end. It
 * holds structure only; the number of steps, the values of parameters and per-step values and the steps of each
 * schedule are {@link Inputs}, so one program serves every strike, scenario and grid.
 *
 * <p>
 * Meaning, for one path: the states of the first sweep take their initial values; at every step the stages of the sweep
 * run in order, those with a schedule only at its steps; then the next sweep, if any; then the outputs. All sweeps see
 * the same noise: a noise, and so a sample of equal arguments, has the same value whenever it is read at the same step.
 *
 * @param graph
 *          where all expressions live
 * @param parameters
 *          every parameter θ, in the order of {@link Inputs}
 * @param noises
 *          the noises of one step, by number
 * @param sweeps
 *          the passes over the steps: one or more forward ones; in adjoints a backward one for each of them behind
 * @param outputs
 *          what a block of paths yields
 */
public record Program(Graph graph, List<Expr.Parameter> parameters, List<Expr.Noise> noises, List<Sweep> sweeps,
    List<Output> outputs) {

  /**
   * Copies the lists and checks the rules of the program.
   *
   * @throws InvalidProgramException
   *           naming the node and the rule it breaks
   */
  public Program {
    parameters = List.copyOf(parameters);
    noises = List.copyOf(noises);
    sweeps = List.copyOf(sweeps);
    outputs = List.copyOf(outputs);
    new Validation(parameters, noises, sweeps, outputs).check();
  }

  /** The output of that name. */
  public Output output(String name) {
    return outputs.stream().filter(output -> output.name().equals(name)).findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no output " + name + " among " + outputNames()));
  }

  /** The names of the outputs, in order. */
  public List<String> outputNames() {
    return outputs.stream().map(Output::name).toList();
  }

  /** The position of an output. */
  public int outputIndex(String name) {
    return outputs.indexOf(output(name));
  }

  /**
   * The only sweep of a program with one forward sweep.
   *
   * @throws IllegalArgumentException
   *           when there are more
   */
  public Sweep forward() {
    if (sweeps.size() != 1) {
      throw new IllegalArgumentException(
          "this needs a program with a single forward sweep; this one has " + sweeps.size() + " sweeps");
    }
    return sweeps.getFirst();
  }

  /**
   * All sweeps of a program that is no adjoint, in order.
   *
   * @throws IllegalArgumentException
   *           when there is a backward sweep
   */
  public List<Sweep> forwardSweeps() {
    if (sweeps.isEmpty() || sweeps.stream().anyMatch(sweep -> sweep.direction() == Sweep.Direction.BACKWARD)) {
      throw new IllegalArgumentException("this needs a program without backward sweeps; an adjoint program has some");
    }
    return sweeps;
  }

  /** The names of the schedules, in order of first use. */
  public List<String> schedules() {
    Set<String> names = new LinkedHashSet<>();
    for (Sweep sweep : sweeps) {
      for (Stage stage : sweep.stages()) {
        if (stage.schedule() != null) {
          names.add(stage.schedule());
        }
      }
    }
    return List.copyOf(names);
  }

  /** The per-step values that the program reads, in order of making. */
  public List<Expr.StepValue> stepValues() {
    List<Expr.StepValue> values = new ArrayList<>();
    for (Expr node : Traversal.reachable(everything())) {
      if (node instanceof Expr.StepValue value) {
        values.add(value);
      }
      if (node instanceof Expr.Recall recall) {
        for (Expr inner : Traversal.reachable(List.of(recall.value()))) {
          if (inner instanceof Expr.StepValue value) {
            values.add(value);
          }
        }
      }
    }
    return values.stream().distinct().toList();
  }

  /** Every expression that the program names directly. */
  public List<Expr> everything() {
    List<Expr> roots = new ArrayList<>();
    for (Sweep sweep : sweeps) {
      sweep.states().forEach(state -> roots.add(state.initial()));
      for (Stage stage : sweep.stages()) {
        roots.addAll(stage.updates().values());
        stage.sinks().forEach(sink -> roots.add(sink.value()));
      }
    }
    for (Output output : outputs) {
      switch (output) {
        case Output.PathSum sum -> roots.add(sum.value());
        case Output.Pullback pullback -> {
          for (Output.Term term : pullback.terms()) {
            roots.add(term.coefficient());
            if (term instanceof Output.PathTerm path) {
              roots.add(path.value());
            }
          }
        }
      }
    }
    return roots;
  }

  /** The same program with other outputs. */
  public Program withOutputs(List<Output> other) {
    return new Program(graph, parameters, noises, sweeps, other);
  }

  /** The program in the notation of docs/grammar.md; equal programs print equally. */
  @Override
  public String toString() {
    return ProgramPrinter.print(this);
  }

  /** Checks the rules of a program. */
  private static final class Validation {
    private final Set<Expr.Parameter> parameters;
    private final Set<Expr.Noise> noises;
    private final List<Sweep> sweeps;
    private final List<Output> outputs;
    private final Set<String> recallable = new HashSet<>();

    Validation(List<Expr.Parameter> parameters, List<Expr.Noise> noises, List<Sweep> sweeps, List<Output> outputs) {
      this.parameters = new HashSet<>(parameters);
      this.noises = new HashSet<>(noises);
      this.sweeps = sweeps;
      this.outputs = outputs;
    }

    void check() {
      Set<Expr> readable = new HashSet<>();
      Set<String> stages = new HashSet<>();
      Set<String> sinks = new HashSet<>();
      for (Sweep sweep : sweeps) {
        List<Named> initial = new ArrayList<>();
        sweep.states()
            .forEach(state -> initial.add(new Named("the initial value of " + state.value().name(), state.initial())));
        checkExpressions(initial, readable, Place.BETWEEN_STEPS);
        Set<Expr> own = new HashSet<>();
        sweep.states().forEach(state -> {
          require(own.add(state.value()), "state " + state.value().name() + " twice");
          require(!readable.contains(state.value()), "state " + state.value().name() + " belongs to two sweeps");
        });
        Set<Expr> visible = new HashSet<>(readable);
        visible.addAll(own);
        Place step = sweep.direction() == Sweep.Direction.BACKWARD ? Place.BACKWARD_STEP : Place.FORWARD_STEP;
        List<Named> read = new ArrayList<>();
        for (Stage stage : sweep.stages()) {
          require(stages.add(stage.name()), "two stages are named " + stage.name());
          stage.updates().forEach((state, next) -> {
            require(own.contains(state), "stage " + stage.name() + " updates " + state.name() + " of another sweep");
            read.add(new Named(stage.name() + ": " + state.name(), next));
          });
          for (Stage.Sink sink : stage.sinks()) {
            require(sinks.add(sink.name()), "two sinks are named " + sink.name());
            read.add(new Named("sink " + sink.name(), sink.value()));
          }
        }
        checkExpressions(read, visible, step);
        readable.addAll(own);
        if (sweep.direction() == Sweep.Direction.FORWARD) {
          sweep.stages().forEach(stage -> recallable.add(stage.name()));
        }
      }
      Set<String> names = new HashSet<>();
      List<Named> results = new ArrayList<>();
      List<Named> ofSteps = new ArrayList<>();
      List<Named> ofPaths = new ArrayList<>();
      Map<String, String> sinksRead = new LinkedHashMap<>();
      for (Output output : outputs) {
        require(names.add(output.name()), "two outputs are named " + output.name());
        switch (output) {
          case Output.PathSum sum -> results.add(new Named("output " + sum.name(), sum.value()));
          case Output.Pullback pullback -> {
            String coefficient = "a coefficient of output " + pullback.name();
            for (Output.Term term : pullback.terms()) {
              require(term.coefficient().variability() != Variability.PATH,
                  coefficient + " may not depend on the path");
              switch (term) {
                case Output.PathTerm path -> {
                  ofPaths.add(new Named(coefficient, path.coefficient()));
                  results.add(new Named("output " + pullback.name(), path.value()));
                }
                case Output.SinkTerm sink -> {
                  ofSteps.add(new Named(coefficient, sink.coefficient()));
                  sinksRead.put(sink.sink(), pullback.name());
                }
              }
            }
          }
        }
      }
      checkExpressions(results, readable, Place.BETWEEN_STEPS);
      checkExpressions(ofPaths, Set.of(), Place.BETWEEN_STEPS);
      checkExpressions(ofSteps, Set.of(), Place.FORWARD_STEP);
      sinksRead.forEach(
          (sink, output) -> require(sinks.contains(sink), output + " reads no sink of the program: " + sink));
    }

    /** Where an expression stands. */
    private enum Place {
      BETWEEN_STEPS, FORWARD_STEP, BACKWARD_STEP
    }

    /** An expression, and what people call it. */
    private record Named(String where, Expr root) {}

    /** Checks what stands in one place: all at once, and one by one to name what is wrong. */
    private void checkExpressions(List<Named> expressions, Set<Expr> visible, Place place) {
      for (Named named : expressions) {
        if (named.root().type() != Type.REAL) {
          throw new InvalidProgramException(named.where() + " is no REAL: " + named.root());
        }
      }
      if (fault(expressions.stream().map(Named::root).toList(), visible, place).isPresent()) {
        expressions.forEach(named -> fault(List.of(named.root()), visible, place).ifPresent(fault -> {
          throw new InvalidProgramException(named.where() + fault);
        }));
      }
    }

    private Optional<String> fault(List<Expr> roots, Set<Expr> visible, Place place) {
      for (Expr node : Traversal.reachable(roots)) {
        String fault = fault(node, visible, place);
        if (fault != null) {
          return Optional.of(fault);
        }
      }
      return Optional.empty();
    }

    /** What is wrong with reading a node in a place; null if nothing is. */
    private @Nullable String fault(Expr node, Set<Expr> visible, Place place) {
      return switch (node) {
        case Expr.State state when !visible.contains(state) ->
          " reads the state " + state.name() + ", which is not visible here";
        case Expr.Noise _ when place != Place.FORWARD_STEP -> " reads noise outside a forward step";
        case Expr.Noise noise when !noises.contains(noise) -> " reads a noise that the program does not declare";
        case Expr.Sample _ when place != Place.FORWARD_STEP -> " draws a sample outside a forward step";
        case Expr.Sample sample when !noises.containsAll(sample.noises()) ->
          " draws with a noise that the program does not declare";
        case Expr.StepValue value when place == Place.BETWEEN_STEPS -> " reads @" + value.name() + " outside a step";
        case Expr.Recall _ when place != Place.BACKWARD_STEP -> " recalls outside a backward sweep";
        case Expr.Recall recall when !recallable.contains(recall.stage()) ->
          " recalls from an unknown stage " + recall.stage();
        case Expr.Parameter parameter when !parameters.contains(parameter) ->
          " reads the parameter " + parameter.name() + ", which the program does not declare";
        case Expr.State _,Expr.Noise _,Expr.Sample _,Expr.StepValue _,Expr.Recall _,Expr.Parameter _,Expr.Literal _,Expr.Truth _,Expr.Apply _ ->
          null;
      };
    }

    private static void require(boolean condition, String message) {
      if (!condition) {
        throw new InvalidProgramException(message);
      }
    }
  }
}
