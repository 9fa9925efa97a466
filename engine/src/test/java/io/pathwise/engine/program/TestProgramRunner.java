package io.pathwise.engine.program;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.TestEvaluator;
import io.pathwise.engine.graph.Traversal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs one path of a program as {@link Program} describes it, with {@link TestEvaluator}: an oracle that shares no code
 * with lowering and backends. Start with {@link #run}.
 */
public final class TestProgramRunner {

  /** The noise of a path. */
  @FunctionalInterface
  public interface NoiseSource {
    /** The value of a noise at a step. */
    double draw(int step, Expr.Noise noise);
  }

  private record Moment(Expr.Recall recall, int step) {}

  private final Program program;
  private final Inputs inputs;
  private final NoiseSource noise;
  private final TestEvaluator evaluator;
  private final Map<Expr, Double> states = new HashMap<>();
  private final Map<Moment, Double> recalled = new HashMap<>();
  private final Map<String, double[]> sinks = new HashMap<>();
  private final List<Expr.Recall> recalls = new ArrayList<>();

  private TestProgramRunner(Program program, Inputs inputs, NoiseSource noise) {
    this.program = program;
    this.inputs = inputs;
    this.noise = noise;
    this.evaluator = new TestEvaluator(program.graph());
    for (Expr node : Traversal.reachable(program.everything())) {
      if (node instanceof Expr.Recall recall) {
        recalls.add(recall);
      }
    }
  }

  /** The outputs of one path, by name. */
  public static Map<String, Double> run(Program program, Inputs inputs, NoiseSource noise) {
    return new TestProgramRunner(program, inputs, noise).run();
  }

  private Map<String, Double> run() {
    for (Sweep sweep : program.sweeps()) {
      Map<Expr, Double> leaves = leaves();
      for (State state : sweep.states()) {
        states.put(state.value(), evaluator.evaluate(state.initial(), leaves));
      }
      for (int i = 0; i < inputs.steps(); i++) {
        int step = sweep.direction() == Sweep.Direction.FORWARD ? i : inputs.steps() - 1 - i;
        for (Stage stage : sweep.stages()) {
          if (stage.schedule() == null || inputs.schedule(stage.schedule())[step]) {
            execute(stage, step);
          }
        }
      }
    }
    Map<String, Double> results = new LinkedHashMap<>();
    program.outputs().forEach(output -> results.put(output.name(), result(output)));
    return results;
  }

  private void execute(Stage stage, int step) {
    Map<Expr, Double> leaves = leaves(step);
    recalls.forEach(recall -> {
      Double value = recalled.get(new Moment(recall, step));
      if (value != null) {
        leaves.put(recall, value);
      }
    });
    List<Expr> roots = new ArrayList<>(stage.updates().values());
    stage.sinks().forEach(sink -> roots.add(sink.value()));
    recalls.stream().filter(recall -> recall.stage().equals(stage.name())).forEach(recall -> roots.add(recall.value()));
    Map<Expr, Double> values = evaluator.evaluate(roots, leaves);
    stage.updates().forEach((state, next) -> states.put(state, values.get(next)));
    stage.sinks().forEach(
        sink -> sinks.computeIfAbsent(sink.name(), name -> new double[inputs.steps()])[step] += values
            .getOrDefault(sink.value(), Double.NaN));
    recalls.stream().filter(recall -> recall.stage().equals(stage.name()))
        .forEach(recall -> recalled.put(new Moment(recall, step), values.get(recall.value())));
  }

  private double result(Output output) {
    return switch (output) {
      case Output.PathSum sum -> evaluator.evaluate(sum.value(), leaves());
      case Output.Pullback pullback -> pullback.terms().stream().mapToDouble(this::result).sum();
    };
  }

  private double result(Output.Term term) {
    return switch (term) {
      case Output.PathTerm path ->
        evaluator.evaluate(path.coefficient(), leaves()) * evaluator.evaluate(path.value(), leaves());
      case Output.SinkTerm sink -> {
        double[] sums = sinks.getOrDefault(sink.sink(), new double[inputs.steps()]);
        double total = 0.0;
        for (int step = 0; step < sums.length; step++) {
          total += sums[step] == 0.0 ? 0.0 : evaluator.evaluate(sink.coefficient(), leaves(step)) * sums[step];
        }
        yield total;
      }
    };
  }

  private Map<Expr, Double> leaves() {
    Map<Expr, Double> leaves = new HashMap<>(states);
    program.parameters().forEach(parameter -> leaves.put(parameter, inputs.parameter(parameter.name())));
    return leaves;
  }

  private Map<Expr, Double> leaves(int step) {
    Map<Expr, Double> leaves = leaves();
    program.stepValues().forEach(value -> leaves.put(value, inputs.stepValue(value.name())[step]));
    program.noises().forEach(number -> leaves.put(number, noise.draw(step, number)));
    return leaves;
  }
}
