package io.pathwise.engine.cpu;

import io.pathwise.engine.lower.Cell;
import io.pathwise.engine.lower.LoweredProgram;
import io.pathwise.engine.lower.LoweredProgram.LoweredStage;
import io.pathwise.engine.lower.LoweredProgram.LoweredSweep;
import io.pathwise.engine.lower.PathCode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A program as routines, and the layout of a worker's rows: first those of the noise routines, then states, then what
 * is summed over the block, then temporaries; behind them, depending on the run, the noises of some steps and the tape.
 */
final class CompiledProgram {

  /** Rows reserved for the noise routines, which are shared by all programs. */
  static final int NOISE_ROWS = 40;

  /**
   * A sweep.
   *
   * @param lowered
   *          what it was made from
   * @param start
   *          writes the initial states
   * @param stages
   *          in order
   */
  record CompiledSweep(LoweredSweep lowered, Routine start, List<CompiledStage> stages) {}

  /**
   * A stage.
   *
   * @param lowered
   *          what it was made from
   * @param routine
   *          what it does
   * @param sinks
   *          the sinks it fills; the values lie in the rows from {@link #firstSummedRow} on
   * @param noises
   *          the noises it reads
   */
  record CompiledStage(LoweredStage lowered, Routine routine, List<Integer> sinks, List<Integer> noises) {}

  private final LoweredProgram program;
  private final Tile tile;
  private final int firstTemporary;
  private final List<CompiledSweep> sweeps = new ArrayList<>();
  private final Routine finish;
  private int rowsEnd;
  private int conditions;

  CompiledProgram(LoweredProgram program, Tile tile) {
    this.program = program;
    this.tile = tile;
    this.firstTemporary = firstSummedRow() + Math.max(program.sumCount(), program.sinkCount());
    this.rowsEnd = firstTemporary;
    for (LoweredSweep sweep : program.sweeps()) {
      sweeps.add(new CompiledSweep(sweep, routine(sweep.start()), sweep.stages().stream().map(this::stage).toList()));
    }
    this.finish = routine(program.finish());
  }

  private CompiledStage stage(LoweredStage stage) {
    List<Integer> sinks = new ArrayList<>();
    stage.code().writes().forEach(cell -> {
      if (cell instanceof Cell.SinkCell sink) {
        sinks.add(sink.index());
      }
    });
    List<Integer> noises = new ArrayList<>();
    stage.code().reads().forEach(cell -> {
      if (cell instanceof Cell.NoiseCell noise) {
        noises.add(noise.number());
      }
    });
    return new CompiledStage(stage, routine(stage.code()), List.copyOf(sinks), List.copyOf(noises));
  }

  private Routine routine(PathCode path) {
    List<Place> sources = path.reads().stream().map(this::source).toList();
    List<Place> targets = new ArrayList<>();
    int sinks = 0;
    for (Cell cell : path.writes()) {
      targets.add(switch (cell) {
        case Cell.StateCell state -> new Place.Row(NOISE_ROWS + state.index());
        case Cell.TapeCell value -> new Place.TapeRow(value.index());
        case Cell.SinkCell sink -> new Place.Row(firstSummedRow() + sinks++);
        case Cell.SumCell sum -> new Place.Row(firstSummedRow() + sum.index());
        case Cell.Uniform uniform -> throw new IllegalStateException("read only: " + uniform);
        case Cell.Column column -> throw new IllegalStateException("read only: " + column);
        case Cell.NoiseCell noise -> throw new IllegalStateException("read only: " + noise);
      });
    }
    RoutinePlan plan = RoutinePlan.of(path.code(), sources, targets, firstTemporary);
    rowsEnd = Math.max(rowsEnd, plan.rowsEnd());
    conditions = Math.max(conditions, plan.conditions());
    return new Routine(plan, tile);
  }

  private Place source(Cell cell) {
    return switch (cell) {
      case Cell.Uniform uniform -> new Place.Uniform(uniform.index());
      case Cell.Column column -> new Place.Column(column.index());
      case Cell.StateCell state -> new Place.Row(NOISE_ROWS + state.index());
      case Cell.NoiseCell noise -> new Place.NoiseRow(noise.number());
      case Cell.TapeCell value -> new Place.TapeRow(value.index());
      case Cell.SinkCell sink -> throw new IllegalStateException("write only: " + sink);
      case Cell.SumCell sum -> throw new IllegalStateException("write only: " + sum);
    };
  }

  LoweredProgram lowered() {
    return program;
  }

  List<CompiledSweep> sweeps() {
    return sweeps;
  }

  Routine finish() {
    return finish;
  }

  /** All routines, those of stages first. */
  List<Routine> routines() {
    return Stream.concat(sweeps.stream().flatMap(sweep -> sweep.stages().stream()).map(CompiledStage::routine),
        Stream.concat(sweeps.stream().map(CompiledSweep::start), Stream.of(finish))).toList();
  }

  /** The first of the rows whose lanes are added up. */
  int firstSummedRow() {
    return NOISE_ROWS + program.stateCount();
  }

  /** The first row behind all temporaries: where the noises of some steps lie. */
  int firstNoiseRow() {
    return rowsEnd;
  }

  /** How many rare conditions a routine has at most. */
  int conditions() {
    return conditions;
  }

  /** At least as many as any routine reads of uniforms or of a step's columns. */
  int mostUniforms() {
    int columns = program.sweeps().stream().flatMap(sweep -> sweep.stages().stream())
        .mapToInt(LoweredStage::columnCount).max().orElse(0);
    return Math.max(program.uniforms().code().outputs().size(), columns);
  }

  /** For how many steps noises are kept: an even number if pairs reach from one step into the next. */
  int stepsOfNoise() {
    int count = program.noises().size();
    return count % 2 == 0 ? Math.max(1, 8 / Math.max(1, count)) : Math.max(2, 8 / count / 2 * 2);
  }

  /** How many rows the noises of those steps take. */
  int rowsOfNoise() {
    return stepsOfNoise() * program.noises().size();
  }
}
