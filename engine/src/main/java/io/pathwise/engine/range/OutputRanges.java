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
import java.util.stream.IntStream;

/**
 * Runs a program on its data with {@link Range}s in the place of numbers: what comes out holds for every path. An
 * output that is {@link Known} does not depend on noise, so a mean of equal numbers is exact up to the rounding error
 * that stands beside it; of another one the bounds are known. Start at {@link #of}.
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

  private final Program program;
  private final Inputs inputs;
  private final int normals;
  private final Map<Expr, List<Expr>> order = new HashMap<>();
  private final Map<Stage, List<Expr>> stageOrders = new HashMap<>();
  private final Map<String, List<Map<Expr, Range>>> forwardStates = new HashMap<>();
  private final Map<String, Range[]> sinks = new HashMap<>();

  private OutputRanges(Program program, Inputs inputs) {
    this.program = program;
    this.inputs = inputs;
    this.normals = (int) Math.min(Integer.MAX_VALUE, (long) program.noises().size() * inputs.steps());
    program.sweeps().stream().flatMap(sweep -> sweep.stages().stream()).forEach(stage -> {
      List<Expr> roots = new ArrayList<>(stage.updates().values());
      stage.sinks().forEach(sink -> roots.add(sink.value()));
      stageOrders.put(stage, Traversal.reachable(roots));
    });
  }

  /**
   * The range of every output per path (of a pullback per path on average), by name.
   *
   * @param program
   *          of any sweeps
   * @param inputs
   *          its data
   */
  public static Map<String, Range> of(Program program, Inputs inputs) {
    return of(program, inputs, MOST_EVALUATIONS);
  }

  /**
   * The same where that takes few evaluations of expressions; any number otherwise.
   *
   * @param mostEvaluations
   *          how many are few
   */
  public static Map<String, Range> of(Program program, Inputs inputs, long mostEvaluations) {
    OutputRanges ranges = new OutputRanges(program, inputs);
    if (ranges.evaluations() > mostEvaluations) {
      Map<String, Range> unknown = new HashMap<>();
      program.outputs().forEach(output -> unknown.put(output.name(), Between.ANY));
      return unknown;
    }
    return ranges.outputs();
  }

  private long evaluations() {
    return inputs.steps() * stageOrders.values().stream().mapToLong(List::size).sum();
  }

  private Map<String, Range> outputs() {
    Map<Expr, Range> states = new HashMap<>();
    for (Sweep sweep : program.sweeps()) {
      states = afterSweep(sweep, states);
    }
    Map<String, Range> outputs = new HashMap<>();
    for (Output output : program.outputs()) {
      outputs.put(output.name(), switch (output) {
        case Output.PathSum sum -> evaluate(sum.value(), states, -1);
        case Output.Pullback pullback -> pullback(pullback, states);
      });
    }
    return outputs;
  }

  private Range pullback(Output.Pullback pullback, Map<Expr, Range> states) {
    Range total = new Known(0, 0);
    for (Output.Term term : pullback.terms()) {
      switch (term) {
        case Output.PathTerm(Expr value, Expr coefficient) -> total = RangeRules.sum(total,
            RangeRules.product(evaluate(value, states, -1), evaluate(coefficient, states, -1)));
        case Output.SinkTerm(String sink, Expr coefficient) -> {
          Range[] sums = sinks.getOrDefault(sink, NEVER);
          for (int step = 0; step < sums.length; step++) {
            if (sums[step] != null) {
              total = RangeRules.sum(total, RangeRules.product(sums[step], evaluate(coefficient, states, step)));
            }
          }
        }
      }
    }
    return total;
  }

  private Map<Expr, Range> afterSweep(Sweep sweep, Map<Expr, Range> before) {
    Map<Expr, Range> states = new HashMap<>(before);
    for (State state : sweep.states()) {
      states.put(state.value(), evaluate(state.initial(), before, -1));
    }
    boolean forward = sweep.direction() == Sweep.Direction.FORWARD;
    for (int i = 0; i < inputs.steps(); i++) {
      int step = forward ? i : inputs.steps() - 1 - i;
      for (Stage stage : sweep.stages()) {
        if (stage.schedule() == null || inputs.schedule(stage.schedule())[step]) {
          run(stage, states, step, forward);
        }
      }
    }
    return states;
  }

  private void run(Stage stage, Map<Expr, Range> states, int step, boolean forward) {
    if (forward && program.sweeps().getLast().direction() == Sweep.Direction.BACKWARD) {
      List<Map<Expr, Range>> kept = forwardStates.computeIfAbsent(stage.name(),
          name -> new ArrayList<>(IntStream.range(0, inputs.steps()).mapToObj(any -> Map.<Expr, Range>of()).toList()));
      kept.set(step, new HashMap<>(states));
    }
    Map<Expr, Range> values = evaluate(Objects.requireNonNull(stageOrders.get(stage)), states, step);
    stage.updates().forEach((state, next) -> states.put(state, Objects.requireNonNull(values.get(next))));
    for (Stage.Sink sink : stage.sinks()) {
      sinks.computeIfAbsent(sink.name(), name -> new Range[inputs.steps()])[step] = Objects
          .requireNonNull(values.get(sink.value()));
    }
  }

  private Range evaluate(Expr root, Map<Expr, Range> states, int step) {
    List<Expr> nodes = order.computeIfAbsent(root, missing -> Traversal.reachable(List.of(missing)));
    return Objects.requireNonNull(evaluate(nodes, states, step).get(root));
  }

  private Map<Expr, Range> evaluate(List<Expr> nodes, Map<Expr, Range> states, int step) {
    Map<Expr, Range> values = new HashMap<>();
    for (Expr node : nodes) {
      values.put(node, switch (node) {
        case Expr.Literal literal -> new Known(literal.value(), 0);
        case Expr.Truth truth -> Range.of(truth.value());
        case Expr.Parameter parameter -> new Known(inputs.parameter(parameter.name()), 0);
        case Expr.StepValue value -> new Known(inputs.stepValue(value.name())[step], 0);
        case Expr.State state -> Objects.requireNonNull(states.get(state), "unknown state");
        case Expr.Noise noise -> noise(noise, step);
        case Expr.Sample sample -> sample(sample, values, step);
        case Expr.Recall recall -> evaluate(recall.value(),
            Objects.requireNonNull(forwardStates.get(recall.stage()), "unknown stage").get(step), step);
        case Expr.Apply apply -> RangeRules.apply(apply.operation(),
            apply.operands().stream().map(operand -> Objects.requireNonNull(values.get(operand))).toList());
      });
    }
    return values;
  }

  private Range noise(Expr.Noise noise, int step) {
    return switch (noise.kind()) {
      case UNIFORM -> Range.between(0, 1);
      case NORMAL -> normals <= MOST_NOISES
          ? Line.noise(step * program.noises().size() + noise.number(), normals)
          : Range.between(-Range.END_OF_NORMAL_LAW, Range.END_OF_NORMAL_LAW);
    };
  }

  private Range sample(Expr.Sample sample, Map<Expr, Range> values, int step) {
    if (!(sample.distribution() instanceof Normal)) {
      return Between.ANY;
    }
    Range mean = Objects.requireNonNull(values.get(sample.operands().get(0)));
    Range deviation = Objects.requireNonNull(values.get(sample.operands().get(1)));
    return RangeRules.sum(RangeRules.product(deviation, noise(sample.noise(), step)), mean);
  }
}
