package io.pathwise.engine.lower;

import io.pathwise.engine.code.Interpreter;
import io.pathwise.engine.lower.LoweredProgram.LoweredStage;
import io.pathwise.engine.lower.LoweredProgram.LoweredSweep;
import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.program.Sweep;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A lowered program with its data: everything that is the same on all paths, evaluated. What is left to a backend is
 * path code. Immutable by agreement: arrays are shared and must not be changed.
 */
public final class Binding {

  private final LoweredProgram program;
  private final Inputs inputs;
  private final int steps;
  private final double[] uniforms;
  private final List<List<double[]>> columns = new ArrayList<>();
  private final List<boolean[]> schedules;
  private final double[] coefficients;
  private final TotalRows rows;
  private final Combiner combiner;

  /**
   * Evaluates the host code.
   *
   * @throws IllegalArgumentException
   *           naming a parameter, per-step value or schedule that the inputs lack
   */
  public Binding(LoweredProgram program, Inputs inputs) {
    this.program = program;
    this.inputs = inputs;
    this.steps = inputs.steps();
    this.schedules = program.schedules().stream().map(inputs::schedule).toList();
    Data data = new Data(program.parameters().stream().map(inputs::parameter).toList(),
        program.stepValues().stream().map(inputs::stepValue).toList());
    double[] hostState = new double[program.hostStateCount()];
    for (LoweredSweep sweep : program.sweeps()) {
      columns.add(evaluate(sweep, data, hostState));
    }
    this.uniforms = data.evaluate(program.uniforms(), 0, hostState);
    int coefficientCount = program.coefficients().code().outputs().size();
    this.coefficients = new double[steps * coefficientCount];
    Evaluator evaluator = new Evaluator(program.coefficients());
    for (int step = 0; step < steps && coefficientCount > 0; step++) {
      System.arraycopy(evaluator.evaluate(data, step, hostState), 0, coefficients, step * coefficientCount,
          coefficientCount);
    }
    SinkPlaces sinks = new SinkPlaces(program);
    this.rows = new TotalRows(sinks, steps, schedules);
    this.combiner = new Combiner(program, uniforms, coefficients, sinks, rows);
  }

  /**
   * A program with {@linkplain HostCode#given given} numbers.
   *
   * @param inputs
   *          for the number of steps and {@link #stepValueOrOnes}
   * @param uniforms
   *          as {@link #uniforms()}
   * @param columns
   *          as {@link #columns}, by sweep and stage
   * @param schedules
   *          as {@link #schedule}, by number
   * @param coefficients
   *          as {@link #coefficients()}
   */
  public Binding(LoweredProgram program, Inputs inputs, double[] uniforms, List<List<double[]>> columns,
      List<boolean[]> schedules, double[] coefficients) {
    this.program = program;
    this.inputs = inputs;
    this.steps = inputs.steps();
    this.uniforms = uniforms;
    this.columns.addAll(columns);
    this.schedules = List.copyOf(schedules);
    this.coefficients = coefficients;
    SinkPlaces sinks = new SinkPlaces(program);
    this.rows = new TotalRows(sinks, steps, this.schedules);
    this.combiner = new Combiner(program, uniforms, coefficients, sinks, rows);
  }

  private List<double[]> evaluate(LoweredSweep sweep, Data data, double[] hostState) {
    // Initial values read states of earlier sweeps only, so their order does not matter.
    double[] initial = data.evaluate(sweep.hostStart(), 0, hostState);
    for (int k = 0; k < initial.length; k++) {
      hostState[sweep.startedHostStates().get(k)] = initial[k];
    }
    List<double[]> tables = new ArrayList<>();
    List<Evaluator> evaluators = new ArrayList<>();
    for (LoweredStage stage : sweep.stages()) {
      tables.add(new double[steps * stage.columnCount()]);
      evaluators.add(new Evaluator(stage.columns()));
    }
    for (int i = 0; i < steps; i++) {
      int step = sweep.direction() == Sweep.Direction.FORWARD ? i : steps - 1 - i;
      for (int s = 0; s < tables.size(); s++) {
        LoweredStage stage = sweep.stages().get(s);
        if (isActive(stage, step)) {
          double[] values = evaluators.get(s).evaluate(data, step, hostState);
          System.arraycopy(values, 0, tables.get(s), step * stage.columnCount(), stage.columnCount());
          for (int k = 0; k < stage.updatedHostStates().size(); k++) {
            hostState[stage.updatedHostStates().get(k)] = values[stage.columnCount() + k];
          }
        }
      }
    }
    return tables;
  }

  /**
   * Whether a run of the same program on the same noise has the same bits: all numbers that the path code reads are
   * equal, and the per-step values, by which noise may be ordered.
   */
  public boolean runsLike(Binding other) {
    return steps == other.steps && Arrays.equals(uniforms, other.uniforms)
        && Arrays.equals(coefficients, other.coefficients) && Arrays.deepEquals(tables(), other.tables())
        && Arrays.deepEquals(schedules.toArray(), other.schedules.toArray())
        && inputs.stepValues().keySet().equals(other.inputs.stepValues().keySet()) && inputs.stepValues().entrySet()
            .stream().allMatch(values -> Arrays.equals(values.getValue(), other.inputs.stepValue(values.getKey())));
  }

  private Object[] tables() {
    return columns.stream().flatMap(List::stream).toArray();
  }

  /** The program. */
  public LoweredProgram program() {
    return program;
  }

  /** The data that it was bound to. */
  public Inputs inputs() {
    return inputs;
  }

  /** The numbers of a per-step value, which the program need not use; ones if the inputs have none of that name. */
  public double[] stepValueOrOnes(String name) {
    double[] values = inputs.stepValues().get(name);
    if (values == null) {
      values = new double[steps];
      Arrays.fill(values, 1.0);
    }
    return values;
  }

  /** How many steps there are. */
  public int steps() {
    return steps;
  }

  /** The numbers that are the same for all paths and steps. */
  public double[] uniforms() {
    return uniforms;
  }

  /** The columns of a stage: entry step · columnCount + column. */
  public double[] columns(int sweep, int stage) {
    return columns.get(sweep).get(stage);
  }

  /** Whether a stage runs at a step. */
  public boolean isActive(LoweredStage stage, int step) {
    return stage.schedule() < 0 || schedules.get(stage.schedule())[step];
  }

  /** At which steps a schedule holds, by its number in {@link LoweredProgram#schedules()}. */
  public boolean[] schedule(int number) {
    return schedules.get(number);
  }

  /** Where the totals of a block lie. */
  public TotalRows totalRows() {
    return rows;
  }

  /** The coefficients of sinks: entry step · coefficients + coefficient. */
  public double[] coefficients() {
    return coefficients;
  }

  /**
   * Turns the totals of a block into its outputs, NaN canonical; a sink at a step where its coefficient is 0 is left
   * out, whatever its total is. Allocates nothing.
   *
   * @param totals
   *          holds the totals in the order of {@link #totalRows}
   * @param from
   *          where they begin
   * @param results
   *          receives one number per output
   * @param to
   *          where these begin
   */
  public void combine(double[] totals, int from, double[] results, int to) {
    combiner.combine(totals, from, results, to);
  }

  /** The numbers that host code reads. */
  private record Data(List<Double> parameters, List<double[]> stepValues) {
    double[] evaluate(HostCode code, int step, double[] hostState) {
      return new Evaluator(code).evaluate(this, step, hostState);
    }
  }

  /** Evaluates one piece of host code. */
  private static final class Evaluator {
    private final HostCode host;
    private final Interpreter interpreter;

    Evaluator(HostCode host) {
      this.host = host;
      this.interpreter = new Interpreter(host.code());
    }

    double[] evaluate(Data data, int step, double[] hostState) {
      double[] inputs = new double[host.reads().size()];
      for (int i = 0; i < inputs.length; i++) {
        inputs[i] = switch (host.reads().get(i)) {
          case HostCode.ParameterSource source -> data.parameters().get(source.index());
          case HostCode.StepSource source -> data.stepValues().get(source.index())[step];
          case HostCode.HostStateSource source -> hostState[source.index()];
        };
      }
      return interpreter.evaluate(inputs);
    }
  }
}
