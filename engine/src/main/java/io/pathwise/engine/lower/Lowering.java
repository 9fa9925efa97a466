package io.pathwise.engine.lower;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Traversal;
import io.pathwise.engine.lower.LoweredProgram.Combination;
import io.pathwise.engine.lower.LoweredProgram.Direct;
import io.pathwise.engine.lower.LoweredProgram.LoweredOutput;
import io.pathwise.engine.lower.LoweredProgram.LoweredStage;
import io.pathwise.engine.lower.LoweredProgram.LoweredSweep;
import io.pathwise.engine.lower.LoweredProgram.LoweredTerm;
import io.pathwise.engine.lower.LoweredProgram.SinkTerm;
import io.pathwise.engine.lower.LoweredProgram.SumTerm;
import io.pathwise.engine.program.Output;
import io.pathwise.engine.program.Program;
import io.pathwise.engine.program.Pruning;
import io.pathwise.engine.program.Stage;
import io.pathwise.engine.program.State;
import io.pathwise.engine.program.Sweep;
import io.pathwise.engine.random.NoiseKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Turns a program into the form that backends execute. Start with {@link #lower}. */
public final class Lowering {

  private record TapeKey(String stage, Expr value) {}

  private final Program program;
  private final HostStates hostStates;
  private final Map<String, Integer> parameters = new LinkedHashMap<>();
  private final Map<String, Integer> stepValues = new LinkedHashMap<>();
  private final Map<String, Integer> schedules = new LinkedHashMap<>();
  private final Map<Expr, Integer> hostNumbers = new LinkedHashMap<>();
  private final Map<Expr, Integer> pathNumbers = new LinkedHashMap<>();
  private final Map<TapeKey, Integer> tape = new LinkedHashMap<>();
  private final Map<String, Integer> sinks = new LinkedHashMap<>();
  private final Map<Expr, Integer> uniforms = new LinkedHashMap<>();
  private final Map<Expr, Integer> sums = new LinkedHashMap<>();
  private final Map<Expr, Integer> coefficients = new LinkedHashMap<>();
  private final boolean[] usedNoises;

  private Lowering(Program program) {
    this.program = program;
    this.hostStates = new HostStates(program);
    this.usedNoises = new boolean[program.noises().size()];
    program.parameters().forEach(parameter -> number(parameters, parameter.name()));
    program.stepValues().forEach(value -> number(stepValues, value.name()));
    program.schedules().forEach(schedule -> number(schedules, schedule));
    for (Sweep sweep : program.sweeps()) {
      List<State> onHost = hostStates.among(sweep.states());
      onHost.forEach(state -> number(hostNumbers, state.value()));
      sweep.states().stream().filter(state -> !onHost.contains(state))
          .forEach(state -> number(pathNumbers, state.value()));
    }
    for (Expr node : Traversal.reachable(program.everything())) {
      if (node instanceof Expr.Recall recall) {
        number(tape, new TapeKey(recall.stage(), recall.value()));
      }
    }
    program.sweeps().stream().flatMap(sweep -> sweep.stages().stream()).flatMap(stage -> stage.sinks().stream())
        .forEach(sink -> number(sinks, sink.name()));
  }

  /** The program in the form that backends execute; what no output needs is left out. */
  public static LoweredProgram lower(Program program) {
    Program resolved = Resolution.resolve(Pruning.prune(program));
    return new Lowering(Pruning.prune(resolved)).lower();
  }

  private LoweredProgram lower() {
    List<LoweredSweep> sweeps = program.sweeps().stream().map(this::sweep).toList();
    List<LoweredOutput> outputs = program.outputs().stream().map(this::output).toList();
    PathEmitter finish = finalEmitter();
    sums.forEach((value, index) -> finish.write(value, new Cell.SumCell(index)));
    PathCode finishCode = finish.build();
    HostEmitter uniformCode = hostEmitter();
    uniforms.keySet().forEach(uniformCode::output);
    HostEmitter coefficientCode = hostEmitter();
    coefficients.keySet().forEach(coefficientCode::output);
    List<NoiseKind> kinds = program.noises().stream().map(Expr.Noise::kind).toList();
    List<Boolean> used = new ArrayList<>();
    for (boolean flag : usedNoises) {
      used.add(flag);
    }
    return new LoweredProgram(List.copyOf(parameters.keySet()), List.copyOf(stepValues.keySet()),
        List.copyOf(schedules.keySet()), kinds, used, pathNumbers.size(), tape.size(), sinks.size(), sums.size(),
        hostNumbers.size(), sweeps, finishCode, uniformCode.build(), coefficientCode.build(), outputs);
  }

  private LoweredSweep sweep(Sweep sweep) {
    HostEmitter hostStart = hostEmitter();
    List<Integer> started = new ArrayList<>();
    PathEmitter start = finalEmitter();
    for (State state : sweep.states()) {
      if (hostNumbers.containsKey(state.value())) {
        hostStart.output(state.initial());
        started.add(find(hostNumbers, state.value()));
      } else {
        start.write(state.initial(), stateCell(state.value()));
      }
    }
    return new LoweredSweep(sweep.direction(), hostStart.build(), started, start.build(),
        sweep.stages().stream().map(this::stage).toList());
  }

  private HostEmitter hostEmitter() {
    return new HostEmitter(parameters, stepValues, hostNumbers);
  }

  private PathEmitter finalEmitter() {
    return new PathEmitter(hostStates, this::uniform, this::pathCell);
  }

  private Cell uniform(Expr value) {
    return new Cell.Uniform(number(uniforms, value));
  }

  private Cell stateCell(Expr state) {
    return new Cell.StateCell(find(pathNumbers, state));
  }

  private Cell pathCell(Expr node) {
    return switch (node) {
      case Expr.State state -> stateCell(state);
      case Expr.Noise noise -> {
        usedNoises[noise.number()] = true;
        yield new Cell.NoiseCell(noise.number());
      }
      case Expr.Recall recall -> new Cell.TapeCell(find(tape, new TapeKey(recall.stage(), recall.value())));
      case Expr.Literal leaf -> throw notOnPath(leaf);
      case Expr.Truth leaf -> throw notOnPath(leaf);
      case Expr.Parameter leaf -> throw notOnPath(leaf);
      case Expr.StepValue leaf -> throw notOnPath(leaf);
      case Expr.Sample sample -> throw notOnPath(sample);
      case Expr.Apply apply -> throw notOnPath(apply);
    };
  }

  private LoweredStage stage(Stage stage) {
    Map<Expr, Integer> columns = new LinkedHashMap<>();
    PathEmitter path = new PathEmitter(hostStates,
        value -> hostStates.isPerStep(value) ? new Cell.Column(number(columns, value)) : uniform(value),
        this::pathCell);
    tape.forEach((key, index) -> {
      if (key.stage().equals(stage.name())) {
        path.write(key.value(), new Cell.TapeCell(index));
      }
    });
    Map<Expr, Expr> hostUpdates = new LinkedHashMap<>();
    stage.updates().forEach((state, next) -> {
      if (hostNumbers.containsKey(state)) {
        hostUpdates.put(state, next);
      } else {
        path.write(next, stateCell(state));
      }
    });
    stage.sinks().forEach(sink -> path.write(sink.value(), new Cell.SinkCell(find(sinks, sink.name()))));
    PathCode code = path.build();
    HostEmitter host = hostEmitter();
    columns.keySet().forEach(host::output);
    hostUpdates.values().forEach(host::output);
    List<Integer> updated = hostUpdates.keySet().stream().map(state -> find(hostNumbers, state)).toList();
    int schedule = stage.schedule() == null ? -1 : find(schedules, stage.schedule());
    return new LoweredStage(stage.name(), schedule, host.build(), columns.size(), updated, code);
  }

  private LoweredOutput output(Output output) {
    return switch (output) {
      case Output.PathSum sum -> new Direct(sum.name(), number(sums, sum.value()));
      case Output.Pullback pullback ->
        new Combination(pullback.name(), pullback.terms().stream().map(this::term).toList());
    };
  }

  private LoweredTerm term(Output.Term term) {
    return switch (term) {
      case Output.PathTerm path -> new SumTerm(number(sums, path.value()), number(uniforms, path.coefficient()));
      case Output.SinkTerm sink -> new SinkTerm(find(sinks, sink.sink()), number(coefficients, sink.coefficient()));
    };
  }

  private static <K> int number(Map<K, Integer> numbers, K key) {
    Integer known = numbers.putIfAbsent(key, numbers.size());
    return known != null ? known : numbers.size() - 1;
  }

  private static <K> int find(Map<K, Integer> numbers, K key) {
    Integer number = numbers.get(key);
    if (number == null) {
      throw new IllegalStateException("not numbered: " + key);
    }
    return number;
  }

  private static IllegalStateException notOnPath(Expr node) {
    return new IllegalStateException("not read by path code: " + node);
  }
}
