package io.pathwise.cuda.ptx;

import io.pathwise.engine.lower.Cell;
import io.pathwise.engine.lower.LoweredProgram;
import io.pathwise.engine.lower.LoweredProgram.LoweredStage;
import io.pathwise.engine.lower.LoweredProgram.LoweredSweep;
import io.pathwise.engine.random.NoiseKind;
import io.pathwise.engine.random.Ordering;
import io.pathwise.engine.random.PointSet;
import io.pathwise.engine.run.Backend;
import io.pathwise.engine.run.Sampling;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Where a kernel's data lies: what the text of {@link PtxRenderer} and whoever launches it must agree on. Depends on
 * the structure of a program only, never on its data.
 */
public final class KernelLayout {

  /** Threads in a thread block: the paths of a block. */
  public static final int THREADS = Backend.BLOCK;
  /** Parameters of a kernel may take 4096 bytes; this many leave room for the other arguments. */
  private static final int MOST_UNIFORM_ARGUMENTS = 440;

  private final LoweredProgram program;
  private final Sampling sampling;
  private final int[] noiseRow;
  private final int noiseRows;
  private final int[][] columnOffset;
  private final int columns;
  private final int[] sinkPosition;
  private final int[] sinkSchedule;
  private final Set<Argument> arguments;

  /** The layout of a program's kernel. */
  public KernelLayout(LoweredProgram program, Sampling sampling) {
    this.program = program;
    this.sampling = sampling;
    this.noiseRow = new int[program.noises().size()];
    int used = 0;
    for (int number = 0; number < noiseRow.length; number++) {
      noiseRow[number] = program.usedNoises().get(number) ? used++ : -1;
    }
    this.noiseRows = used;
    this.columnOffset = new int[program.sweeps().size()][];
    this.sinkPosition = new int[program.sinkCount()];
    this.sinkSchedule = new int[program.sinkCount()];
    int offset = 0;
    int position = 0;
    for (int s = 0; s < columnOffset.length; s++) {
      List<LoweredStage> stages = program.sweeps().get(s).stages();
      columnOffset[s] = new int[stages.size()];
      for (int g = 0; g < stages.size(); g++) {
        columnOffset[s][g] = offset;
        offset += stages.get(g).columnCount();
        for (Cell cell : stages.get(g).code().writes()) {
          if (cell instanceof Cell.SinkCell sink) {
            sinkPosition[sink.index()] = position++;
            sinkSchedule[sink.index()] = stages.get(g).schedule();
          }
        }
      }
    }
    this.columns = offset;
    this.arguments = needed();
  }

  private Set<Argument> needed() {
    Set<Argument> all = EnumSet.of(Argument.STEPS, Argument.BLOCKS, Argument.FIRST_BLOCK, Argument.SEED,
        Argument.PURPOSE, Argument.TOTALS, Argument.RESULTS);
    addIf(all, columns > 0, Argument.COLUMNS);
    addIf(all, !program.schedules().isEmpty(), Argument.SCHEDULES);
    addIf(all, coefficients() > 0, Argument.COEFFICIENTS);
    addIf(all, program.tapeSize() > 0, Argument.TAPE);
    addIf(all, isSobol(), Argument.DIMENSIONS, Argument.DIRECTIONS, Argument.RANDOMISATIONS, Argument.WORDS);
    addIf(all, isReordered(), Argument.NOISE);
    addIf(all, reordersNormals(), Argument.SLOTS, Argument.WEIGHTS);
    switch (sampling.ordering()) {
      case Ordering.Steps steps -> {
      }
      case Ordering.Bridge bridge -> addIf(all, reordersNormals(), Argument.ROTATIONS, Argument.PLANES);
      case Ordering.PrincipalComponents components -> addIf(all, reordersNormals(), Argument.ACTIVE);
    }
    addIf(all, uniforms() > MOST_UNIFORM_ARGUMENTS, Argument.UNIFORMS);
    return all;
  }

  private static void addIf(Set<Argument> all, boolean condition, Argument... more) {
    if (condition) {
      all.addAll(Arrays.asList(more));
    }
  }

  /** The program. */
  public LoweredProgram program() {
    return program;
  }

  /** How noise is made. */
  public Sampling sampling() {
    return sampling;
  }

  /** The arguments of both entries, in order; the uniforms follow, see {@link #uniformArguments}. */
  public List<Argument> arguments() {
    return List.copyOf(arguments);
  }

  /** Whether an argument is among them. */
  public boolean has(Argument argument) {
    return arguments.contains(argument);
  }

  /** How many f64 arguments follow the others: all uniforms, or none. */
  public int uniformArguments() {
    return has(Argument.UNIFORMS) ? 0 : uniforms();
  }

  /** How many uniforms there are. */
  public int uniforms() {
    return program.uniforms().code().outputs().size();
  }

  /** How many coefficients a step has. */
  public int coefficients() {
    return program.coefficients().code().outputs().size();
  }

  /** How many columns a step has, of all stages together. */
  public int columns() {
    return columns;
  }

  /** Where in a step's row the columns of a stage begin. */
  public int columnOffset(int sweep, int stage) {
    return columnOffset[sweep][stage];
  }

  /** The place of a sink among the sinks of a step: those of a stage lie together, in the order of writing. */
  public int sinkPosition(int sink) {
    return sinkPosition[sink];
  }

  /** The schedule of the stage that writes a sink, or −1. */
  int sinkSchedule(int sink) {
    return sinkSchedule[sink];
  }

  /** How many rows of totals a block has. */
  public long totalRows(int steps) {
    return program.sumCount() + (long) steps * program.sinkCount();
  }

  /** How many doubles of tape a thread needs. */
  public long tapeRows(int steps) {
    return (long) steps * program.tapeSize();
  }

  /** How many doubles of reordered noise a thread needs: a matrix is not applied in place. */
  public long noiseRows(int steps) {
    return isReordered() ? (long) steps * noiseRows * (has(Argument.ACTIVE) ? 2 : 1) : 0L;
  }

  /** How many noises of a step are used. */
  int usedNoises() {
    return noiseRows;
  }

  /** The place of a noise among the used ones of a step. */
  int noiseRow(int number) {
    return noiseRow[number];
  }

  /** Whether draws are coordinates of Sobol points. */
  public boolean isSobol() {
    return sampling.points() instanceof PointSet.Sobol;
  }

  /** Whether all noise of a path is made before its first step. */
  public boolean isReordered() {
    return !(sampling.ordering() instanceof Ordering.Steps);
  }

  private boolean reordersNormals() {
    return isReordered() && noiseRows > 0 && usedNormals() > 0;
  }

  private long usedNormals() {
    return IntStream.range(0, noiseRow.length).filter(this::isUsedNormal).count();
  }

  /** Whether a noise is normal and some stage reads it. */
  boolean isUsedNormal(int number) {
    return noiseRow[number] >= 0 && program.noises().get(number) == NoiseKind.NORMAL;
  }

  /** The most numbers that are summed over a block at once. */
  int mostSums() {
    int most = program.sumCount();
    for (LoweredSweep sweep : program.sweeps()) {
      for (LoweredStage stage : sweep.stages()) {
        most = Math.max(most,
            (int) stage.code().writes().stream().filter(Cell.SinkCell.class::isInstance).count());
      }
    }
    return most;
  }
}
