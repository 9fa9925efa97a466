package io.pathwise.engine.range;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Traversal;
import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.program.Output;
import io.pathwise.engine.program.Program;
import io.pathwise.engine.program.Stage;
import io.pathwise.engine.program.State;
import io.pathwise.engine.program.Sweep;
import io.pathwise.engine.range.Range.Between;
import io.pathwise.engine.range.Range.Known;
import io.pathwise.engine.range.Range.Line;
import io.pathwise.engine.sample.Normal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Runs a program on its data with {@link Range}s in the place of numbers: what comes out holds for every path. An
 * output that is {@link Known} does not depend on noise, so a mean of equal numbers is exact up to the rounding error
 * that stands beside it; of another one the bounds are known. Made of a program once ({@link #of}) and run on many data
 * ({@link #on}); thread-safe.
 *
 * <p>
 * Adjoint programs are followed through their backward sweeps. Laws other than the normal one may draw anything.
 */
public final class OutputRanges {
  /** Enough for every program that is worth following, and soon done. */
  private static final long MOST_EVALUATIONS = 4_000_000;
  /** Of more normal noises in all steps it is not followed how they add up. */
  private static final int MOST_NOISES = 2048;

  /** Of a stage that never runs. */
  private static final Range[] NEVER = {};
  private static final int NONE = -1;

  /** Expressions in an order in which operands come first. */
  private static final class Walk {
    private final List<Expr> nodes;
    /** Of each expression, as places in this order. */
    private final int[][] operands;

    Walk(List<Expr> nodes) {
      this.nodes = nodes;
      this.operands = new int[nodes.size()][];
      Map<Expr, Integer> places = new HashMap<>();
      for (int i = 0; i < operands.length; i++) {
        places.put(nodes.get(i), i);
        operands[i] = nodes.get(i).operands().stream().mapToInt(operand -> Objects.requireNonNull(places.get(operand)))
            .toArray();
      }
    }

    int[] places(Stream<Expr> of) {
      return of.mapToInt(nodes::indexOf).toArray();
    }
  }

  /** A stage as a walk over what it computes. */
  private static final class StageWalk {
    private final Stage stage;
    private final Walk walk;
    /** Numbers of the states that it updates. */
    private final int[] states;
    /** Places of their new values. */
    private final int[] updates;
    /** Places of what its sinks take. */
    private final int[] sinks;

    StageWalk(Stage stage, Walk walk, int[] states) {
      this.stage = stage;
      this.walk = walk;
      this.states = states;
      this.updates = walk.places(stage.updates().values().stream());
      this.sinks = walk.places(stage.sinks().stream().map(Stage.Sink::value));
    }
  }

  private final Program program;
  private final Map<Expr, Integer> stateNumbers = new HashMap<>();
  private final Map<Expr, Walk> walks = new HashMap<>();
  private final Map<Stage, StageWalk> stages = new HashMap<>();

  private OutputRanges(Program program) {
    this.program = program;
    for (Sweep sweep : program.sweeps()) {
      for (State state : sweep.states()) {
        stateNumbers.put(state.value(), stateNumbers.size());
        walkTo(state.initial());
      }
      sweep.stages().forEach(stage -> stages.put(stage, stage(stage)));
    }
    for (Output output : program.outputs()) {
      switch (output) {
        case Output.PathSum sum -> walkTo(sum.value());
        case Output.Pullback pullback -> pullback.terms().forEach(term -> {
          walkTo(term.coefficient());
          if (term instanceof Output.PathTerm path) {
            walkTo(path.value());
          }
        });
      }
    }
  }

  /** A program to be run with ranges. */
  public static OutputRanges of(Program program) {
    return new OutputRanges(program);
  }

  private StageWalk stage(Stage stage) {
    List<Expr> roots = new ArrayList<>(stage.updates().values());
    stage.sinks().forEach(sink -> roots.add(sink.value()));
    return new StageWalk(stage, walk(roots), stage.updates().keySet().stream().mapToInt(this::number).toArray());
  }

  private int number(Expr state) {
    return Objects.requireNonNull(stateNumbers.get(state), "unknown state");
  }

  private void walkTo(Expr root) {
    if (!walks.containsKey(root)) {
      walks.put(root, walk(List.of(root)));
    }
  }

  private Walk walk(List<Expr> roots) {
    Walk walk = new Walk(Traversal.reachable(roots));
    for (Expr node : walk.nodes) {
      if (node instanceof Expr.Recall recall) {
        walkTo(recall.value());
      }
    }
    return walk;
  }

  /** The range of every output per path (of a pullback per path on average), by name. */
  public Map<String, Range> on(Inputs inputs) {
    return on(inputs, MOST_EVALUATIONS);
  }

  /**
   * The same where that takes few evaluations of expressions; any number otherwise.
   *
   * @param mostEvaluations
   *          how many are few
   */
  public Map<String, Range> on(Inputs inputs, long mostEvaluations) {
    if (inputs.steps() * stages.values().stream().mapToLong(stage -> stage.walk.nodes.size()).sum() > mostEvaluations) {
      Map<String, Range> unknown = new HashMap<>();
      program.outputs().forEach(output -> unknown.put(output.name(), Between.ANY));
      return unknown;
    }
    return new Run(inputs).outputs();
  }

  /** The program on data. States are numbered over all sweeps; those of later sweeps are null until they begin. */
  private final class Run {
    private final Inputs inputs;
    private final int normals;
    private final @Nullable Range[] states = new Range[stateNumbers.size()];
    private final Map<String, @Nullable Range[][]> forwardStates = new HashMap<>();
    private final Map<String, @Nullable Range[]> sinks = new HashMap<>();

    Run(Inputs inputs) {
      this.inputs = inputs;
      this.normals = (int) Math.min(Integer.MAX_VALUE, (long) program.noises().size() * inputs.steps());
    }

    Map<String, Range> outputs() {
      program.sweeps().forEach(this::run);
      Map<String, Range> outputs = new HashMap<>();
      for (Output output : program.outputs()) {
        outputs.put(output.name(), switch (output) {
          case Output.PathSum sum -> value(sum.value(), states, NONE);
          case Output.Pullback pullback -> pullback(pullback);
        });
      }
      return outputs;
    }

    private Range pullback(Output.Pullback pullback) {
      Range total = new Known(0, 0);
      for (Output.Term term : pullback.terms()) {
        switch (term) {
          case Output.PathTerm(Expr value, Expr coefficient) -> total = RangeRules.sum(total,
              RangeRules.product(value(value, states, NONE), value(coefficient, states, NONE)));
          case Output.SinkTerm(String sink, Expr coefficient) -> {
            @Nullable
            Range[] sums = sinks.getOrDefault(sink, NEVER);
            for (int step = 0; step < sums.length; step++) {
              Range sum = sums[step];
              if (sum != null) {
                total = RangeRules.sum(total, RangeRules.product(sum, value(coefficient, states, step)));
              }
            }
          }
        }
      }
      return total;
    }

    private void run(Sweep sweep) {
      List<Range> initial = sweep.states().stream().map(state -> value(state.initial(), states, NONE)).toList();
      for (int i = 0; i < initial.size(); i++) {
        states[number(sweep.states().get(i).value())] = initial.get(i);
      }
      boolean forward = sweep.direction() == Sweep.Direction.FORWARD;
      for (int i = 0; i < inputs.steps(); i++) {
        int step = forward ? i : inputs.steps() - 1 - i;
        for (Stage stage : sweep.stages()) {
          if (stage.schedule() == null || inputs.schedule(stage.schedule())[step]) {
            run(Objects.requireNonNull(stages.get(stage)), step, forward);
          }
        }
      }
    }

    private void run(StageWalk stage, int step, boolean forward) {
      if (forward && program.sweeps().getLast().direction() == Sweep.Direction.BACKWARD) {
        forwardStates.computeIfAbsent(stage.stage.name(), name -> new Range[inputs.steps()][])[step] = states.clone();
      }
      Range[] values = values(stage.walk, states, step);
      for (int i = 0; i < stage.states.length; i++) {
        states[stage.states[i]] = values[stage.updates[i]];
      }
      for (int i = 0; i < stage.sinks.length; i++) {
        sinks.computeIfAbsent(stage.stage.sinks().get(i).name(),
            name -> new Range[inputs.steps()])[step] = values[stage.sinks[i]];
      }
    }

    private Range value(Expr root, @Nullable Range[] from, int step) {
      Walk walk = Objects.requireNonNull(walks.get(root));
      return values(walk, from, step)[walk.nodes.size() - 1];
    }

    private Range[] values(Walk walk, @Nullable Range[] from, int step) {
      Range[] values = new Range[walk.nodes.size()];
      for (int i = 0; i < values.length; i++) {
        int[] operands = walk.operands[i];
        values[i] = switch (walk.nodes.get(i)) {
          case Expr.Literal literal -> new Known(literal.value(), 0);
          case Expr.Truth truth -> Range.of(truth.value());
          case Expr.Parameter parameter -> new Known(inputs.parameter(parameter.name()), 0);
          case Expr.StepValue value -> new Known(inputs.stepValue(value.name())[step], 0);
          case Expr.State state -> Objects.requireNonNull(from[number(state)], "a state that has not begun");
          case Expr.Noise noise -> noise(noise, step);
          case Expr.Sample sample -> sample(sample, values, operands, step);
          case Expr.Recall recall -> value(recall.value(),
              Objects.requireNonNull(forwardStates.get(recall.stage()), "unknown stage")[step], step);
          case Expr.Apply apply -> RangeRules.apply(apply.operation(), operands(values, operands));
        };
      }
      return values;
    }

    private static List<Range> operands(Range[] values, int[] places) {
      Range[] operands = new Range[places.length];
      for (int i = 0; i < places.length; i++) {
        operands[i] = values[places[i]];
      }
      return List.of(operands);
    }

    private Range noise(Expr.Noise noise, int step) {
      return switch (noise.kind()) {
        case UNIFORM -> Range.between(0, 1);
        case NORMAL -> normals <= MOST_NOISES
            ? Line.noise(step * program.noises().size() + noise.number(), normals)
            : Range.between(-Range.END_OF_NORMAL_LAW, Range.END_OF_NORMAL_LAW);
      };
    }

    private Range sample(Expr.Sample sample, Range[] values, int[] operands, int step) {
      if (!(sample.distribution() instanceof Normal)) {
        return Between.ANY;
      }
      return RangeRules.sum(RangeRules.product(values[operands[1]], noise(sample.noise(), step)), values[operands[0]]);
    }
  }
}
