package io.pathwise.engine.kernel;

import io.pathwise.engine.code.Op.Kind;
import io.pathwise.engine.lower.Cell;
import io.pathwise.engine.lower.LoweredProgram;
import io.pathwise.engine.lower.LoweredProgram.LoweredStage;
import io.pathwise.engine.lower.LoweredProgram.LoweredSweep;
import io.pathwise.engine.lower.PathCode;
import io.pathwise.engine.lower.SinkPlaces;
import io.pathwise.engine.program.Sweep;
import io.pathwise.engine.run.Sampling;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Writes the kernel of a lowered program. Start at {@link #write}. */
public final class KernelWriter {

  private final BodyWriter out = new BodyWriter();
  private final KernelLayout layout;
  private final LoweredProgram program;
  private final DrawWriter draws;
  private final ReorderingWriter reordering;
  private final List<Variable> states;

  private KernelWriter(KernelLayout layout, int loopFrom) {
    this.layout = layout;
    this.program = layout.program();
    this.draws = new DrawWriter(out, layout, loopFrom);
    this.reordering = new ReorderingWriter(out, layout, draws);
    this.states = IntStream.range(0, program.stateCount())
        .mapToObj(state -> out.register(Kind.REAL, true, "state" + state)).toList();
  }

  /**
   * The kernel of a program.
   *
   * @param loopFrom
   *          from how many noises of a step on they are drawn in a loop, by way of {@link Memory#NOISE}
   */
  public static KernelCode write(LoweredProgram program, Sampling sampling, int loopFrom) {
    return new KernelWriter(new KernelLayout(program, sampling), loopFrom).write();
  }

  private KernelCode write() {
    remarkStates();
    draws.start();
    if (layout.isReordered()) {
      reordering.write();
    }
    for (int sweep = 0; sweep < program.sweeps().size(); sweep++) {
      sweep(sweep);
    }
    out.remark("finish");
    List<Variable> sums = execute(program.finish(), Map.of(), List.of(), Variable.STEPS);
    if (!sums.isEmpty()) {
      out.add(new Statement.Total(sums, Index.of(0)));
    }
    return new KernelCode(layout, out.variables(), out.body());
  }

  /** Says what the program calls its states, as far as they are read. */
  private void remarkStates() {
    Map<Integer, String> names = new TreeMap<>();
    for (LoweredSweep sweep : program.sweeps()) {
      collectNames(sweep.start(), names);
      sweep.stages().forEach(stage -> collectNames(stage.code(), names));
    }
    collectNames(program.finish(), names);
    names.forEach((state, name) -> out.remark(states.get(state).name() + " is " + name));
  }

  private static void collectNames(PathCode path, Map<Integer, String> names) {
    for (int i = 0; i < path.reads().size(); i++) {
      if (path.reads().get(i) instanceof Cell.StateCell state) {
        names.putIfAbsent(state.index(), path.code().inputs().get(i));
      }
    }
  }

  private void sweep(int number) {
    LoweredSweep sweep = program.sweeps().get(number);
    boolean forward = sweep.direction() == Sweep.Direction.FORWARD;
    out.remark("sweep " + number + (forward ? ", first step to last: start" : ", last step to first: start"));
    execute(sweep.start(), Map.of(), List.of(), Variable.STEPS);
    Variable step = out.integer("step");
    out.add(new Statement.Repeat(step, 0, Variable.STEPS, !forward, out.bodyOf(() -> step(number, sweep, step))));
  }

  private void step(int number, LoweredSweep sweep, Variable step) {
    Set<Integer> always = new TreeSet<>();
    sweep.stages().stream().filter(stage -> stage.schedule() < 0).forEach(stage -> always.addAll(noises(stage)));
    Map<Integer, Variable> common = noises(always, step);
    for (int g = 0; g < sweep.stages().size(); g++) {
      LoweredStage stage = sweep.stages().get(g);
      int stageNumber = g;
      out.remark("stage " + stage.name()
          + (stage.schedule() < 0 ? "" : ", at the steps of " + program.schedules().get(stage.schedule())));
      if (stage.schedule() < 0) {
        stage(number, stageNumber, stage, common, step, null);
      } else {
        Variable mark = out.load("mark", Memory.SCHEDULES,
            Index.of(step, program.schedules().size(), stage.schedule()));
        out.add(new Statement.When(new Statement.Test.IsZero(mark), List.of(),
            out.bodyOf(() -> stage(number, stageNumber, stage, common, step, mark))));
      }
    }
  }

  private void stage(int sweep, int number, LoweredStage stage, Map<Integer, Variable> common, Variable step,
      @Nullable Variable mark) {
    Set<Integer> own = noises(stage);
    own.removeAll(common.keySet());
    Map<Integer, Variable> noises = new HashMap<>(common);
    noises.putAll(noises(own, step));
    List<Variable> columns = new ArrayList<>();
    for (int column = 0; column < stage.columnCount(); column++) {
      columns.add(out.load("column" + column, Memory.COLUMNS,
          Index.of(step, layout.columns(), layout.columnOffset(sweep, number) + column)));
    }
    List<Variable> sunk = execute(stage.code(), noises, columns, step);
    if (!sunk.isEmpty()) {
      Cell.SinkCell first = (Cell.SinkCell) stage.code().writes().stream().filter(Cell.SinkCell.class::isInstance)
          .findFirst().orElseThrow();
      out.add(new Statement.Total(sunk, row(step, mark, layout.sinks().position(first.index()))));
    }
  }

  /** The row of a sink that has a place among those of its schedule, whose mark is given, or of every step. */
  private Index row(Variable step, @Nullable Variable mark, int position) {
    SinkPlaces sinks = layout.sinks();
    return mark == null
        ? Index.of(step, sinks.count(sinks.everyStep()), sinks.sums() + position)
        : Index.of(mark, 1, position - 1);
  }

  private static Set<Integer> noises(LoweredStage stage) {
    return stage.code().reads().stream().filter(Cell.NoiseCell.class::isInstance)
        .map(cell -> ((Cell.NoiseCell) cell).number()).collect(Collectors.toCollection(TreeSet::new));
  }

  private Map<Integer, Variable> noises(Set<Integer> numbers, Variable step) {
    return layout.isReordered() ? reordering.load(numbers, step) : draws.draw(numbers, step);
  }

  /**
   * Path code: reads its cells, then writes them.
   *
   * @return what goes into sums or sinks, in order
   */
  private List<Variable> execute(PathCode path, Map<Integer, Variable> noises, List<Variable> columns,
      Variable step) {
    List<Variable> inputs = new ArrayList<>();
    for (Cell cell : path.reads()) {
      inputs.add(switch (cell) {
        case Cell.Uniform uniform ->
          out.load("uniform" + uniform.index(), Memory.UNIFORMS, Index.of(uniform.index()));
        case Cell.Column column -> columns.get(column.index());
        case Cell.StateCell state -> states.get(state.index());
        case Cell.NoiseCell noise -> Objects.requireNonNull(noises.get(noise.number()));
        case Cell.TapeCell value -> out.load("kept" + value.index(), Memory.TAPE, tape(step, value));
        case Cell.SinkCell sink -> throw new IllegalStateException("write only: " + sink);
        case Cell.SumCell sum -> throw new IllegalStateException("write only: " + sum);
      });
    }
    List<Variable> targets = new ArrayList<>();
    List<Variable> summed = new ArrayList<>();
    List<Statement> stores = new ArrayList<>();
    for (Cell cell : path.writes()) {
      switch (cell) {
        case Cell.StateCell state -> targets.add(states.get(state.index()));
        case Cell.TapeCell value -> {
          Variable kept = out.real("keeps" + value.index(), true);
          targets.add(kept);
          stores.add(new Statement.Store(Memory.TAPE, tape(step, value), kept));
        }
        case Cell.SinkCell sink -> {
          summed.add(out.real("sink" + sink.index(), true));
          targets.add(summed.getLast());
        }
        case Cell.SumCell sum -> {
          summed.add(out.real("sum" + sum.index(), true));
          targets.add(summed.getLast());
        }
        case Cell.Uniform uniform -> throw new IllegalStateException("read only: " + uniform);
        case Cell.Column column -> throw new IllegalStateException("read only: " + column);
        case Cell.NoiseCell noise -> throw new IllegalStateException("read only: " + noise);
      }
    }
    if (!targets.isEmpty()) {
      out.compute(path.code(), inputs, targets);
      stores.forEach(out::add);
    }
    return summed;
  }

  private Index tape(Variable step, Cell.TapeCell value) {
    return Index.of(step, program.tapeSize(), value.index());
  }
}
