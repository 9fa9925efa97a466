package io.pathwise.engine.program;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.graph.Traversal;
import io.pathwise.engine.graph.Type;
import io.pathwise.engine.graph.Variability;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

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
    private final List<Expr.Parameter> parameters;
    private final List<Expr.Noise> noises;
    private final List<Sweep> sweeps;
    private final List<Output> outputs;
    private final Set<String> recallable = new HashSet<>();

    Validation(List<Expr.Parameter> parameters, List<Expr.Noise> noises, List<Sweep> sweeps, List<Output> outputs) {
      this.parameters = parameters;
      this.noises = noises;
      this.sweeps = sweeps;
      this.outputs = outputs;
    }

    void check() {
      Set<Expr> readable = new HashSet<>();
      Set<String> stages = new HashSet<>();
      Set<String> sinks = new HashSet<>();
      for (Sweep sweep : sweeps) {
        for (State state : sweep.states()) {
          checkExpression("the initial value of " + state.value().name(), state.initial(), readable, false, false);
        }
        Set<Expr> own = new HashSet<>();
        sweep.states().forEach(state -> {
          require(own.add(state.value()), "state " + state.value().name() + " twice");
          require(!readable.contains(state.value()), "state " + state.value().name() + " belongs to two sweeps");
        });
        Set<Expr> visible = new HashSet<>(readable);
        visible.addAll(own);
        for (Stage stage : sweep.stages()) {
          require(stages.add(stage.name()), "two stages are named " + stage.name());
          stage.updates().forEach((state, next) -> {
            require(own.contains(state), "stage " + stage.name() + " updates " + state.name() + " of another sweep");
            checkExpression(stage.name() + ": " + state.name(), next, visible, true,
                sweep.direction() == Sweep.Direction.BACKWARD);
          });
          for (Stage.Sink sink : stage.sinks()) {
            require(sinks.add(sink.name()), "two sinks are named " + sink.name());
            checkExpression("sink " + sink.name(), sink.value(), visible, true,
                sweep.direction() == Sweep.Direction.BACKWARD);
          }
        }
        readable.addAll(own);
        if (sweep.direction() == Sweep.Direction.FORWARD) {
          sweep.stages().forEach(stage -> recallable.add(stage.name()));
        }
      }
      Set<String> names = new HashSet<>();
      for (Output output : outputs) {
        require(names.add(output.name()), "two outputs are named " + output.name());
        switch (output) {
          case Output.PathSum sum -> checkOutput(sum.name(), sum.value(), readable);
          case Output.Pullback pullback -> {
            for (Output.Term term : pullback.terms()) {
              checkCoefficient("a coefficient of output " + pullback.name(), term);
              switch (term) {
                case Output.PathTerm path -> checkOutput(pullback.name(), path.value(), readable);
                case Output.SinkTerm sink ->
                  require(sinks.contains(sink.sink()),
                      pullback.name() + " reads no sink of the program: " + sink.sink());
              }
            }
          }
        }
      }
    }

    private void checkCoefficient(String where, Output.Term term) {
      require(term.coefficient().variability() != Variability.PATH, where + " may not depend on the path");
      checkExpression(where, term.coefficient(), Set.of(), term instanceof Output.SinkTerm, false);
    }

    private void checkOutput(String name, Expr value, Set<Expr> readable) {
      checkExpression("output " + name, value, readable, false, false);
    }

    private void checkExpression(String where, Expr root, Set<Expr> visible, boolean inStep, boolean backward) {
      if (root.type() != Type.REAL) {
        throw new InvalidProgramException(where + " is no REAL: " + root);
      }
      for (Expr node : Traversal.reachable(List.of(root))) {
        switch (node) {
          case Expr.State state ->
            require(visible.contains(state),
                where + " reads the state " + state.name() + ", which is not visible here");
          case Expr.Noise noise -> {
            require(inStep && !backward, where + " reads noise outside a forward step");
            require(noises.contains(noise), where + " reads a noise that the program does not declare");
          }
          case Expr.Sample sample -> {
            require(inStep && !backward, where + " draws a sample outside a forward step");
            require(noises.contains(sample.noise()), where + " draws with a noise that the program does not declare");
          }
          case Expr.StepValue value -> require(inStep, where + " reads @" + value.name() + " outside a step");
          case Expr.Recall recall -> {
            require(backward, where + " recalls outside a backward sweep");
            require(recallable.contains(recall.stage()),
                where + " recalls from an unknown stage " + recall.stage());
          }
          case Expr.Parameter parameter -> require(parameters.contains(parameter),
              where + " reads the parameter " + parameter.name() + ", which the program does not declare");
          case Expr.Literal literal -> {
          }
          case Expr.Truth truth -> {
          }
          case Expr.Apply apply -> {
          }
        }
      }
    }

    private static void require(boolean condition, String message) {
      if (!condition) {
        throw new InvalidProgramException(message);
      }
    }
  }
}
