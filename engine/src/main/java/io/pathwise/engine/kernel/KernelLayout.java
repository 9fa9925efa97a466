package io.pathwise.engine.kernel;

import io.pathwise.engine.lower.LoweredProgram;
import io.pathwise.engine.lower.LoweredProgram.LoweredStage;
import io.pathwise.engine.lower.SinkPlaces;
import io.pathwise.engine.random.NoiseKind;
import io.pathwise.engine.random.Ordering;
import io.pathwise.engine.random.PointSet;
import io.pathwise.engine.run.Sampling;
import java.util.List;

/**
 * The memory layout of a kernel's data, on which its code and whoever runs it must agree. Depends on the structure of a
 * program only, never on its data.
 */
public final class KernelLayout {

  private final LoweredProgram program;
  private final Sampling sampling;
  private final int[] noiseColumn;
  private final int usedNoises;
  private final int[][] columnOffset;
  private final int columns;
  private final SinkPlaces sinks;

  /** The layout of a program's kernel. */
  public KernelLayout(LoweredProgram program, Sampling sampling) {
    this.program = program;
    this.sampling = sampling;
    this.noiseColumn = new int[program.noises().size()];
    int used = 0;
    for (int number = 0; number < noiseColumn.length; number++) {
      noiseColumn[number] = program.usedNoises().get(number) ? used++ : -1;
    }
    this.usedNoises = used;
    this.columnOffset = new int[program.sweeps().size()][];
    this.sinks = new SinkPlaces(program);
    int offset = 0;
    for (int s = 0; s < columnOffset.length; s++) {
      List<LoweredStage> stages = program.sweeps().get(s).stages();
      columnOffset[s] = new int[stages.size()];
      for (int g = 0; g < stages.size(); g++) {
        columnOffset[s][g] = offset;
        offset += stages.get(g).columnCount();
      }
    }
    this.columns = offset;
  }

  /** The program. */
  public LoweredProgram program() {
    return program;
  }

  /** How noise is made. */
  public Sampling sampling() {
    return sampling;
  }

  /** How many columns a step has, of all stages together. */
  public int columns() {
    return columns;
  }

  /** Where in a step's row the columns of a stage begin. */
  public int columnOffset(int sweep, int stage) {
    return columnOffset[sweep][stage];
  }

  /** The order of sinks. */
  public SinkPlaces sinks() {
    return sinks;
  }

  /** How many numbers of tape a path needs. */
  public long tapeRows(int steps) {
    return (long) steps * program.tapeSize();
  }

  /** How many numbers of reordered noise a path needs: a matrix is not applied in place. */
  public long reorderedRows(int steps) {
    return isReordered() ? (long) steps * usedNoises * (appliesMatrix() ? 2 : 1) : 0L;
  }

  /** How many noises of a step are used. */
  public int usedNoises() {
    return usedNoises;
  }

  /** The place of a noise among the used ones of a step; −1 if it is not used. */
  public int noiseColumn(int number) {
    return noiseColumn[number];
  }

  /** Whether draws are coordinates of Sobol points. */
  public boolean isSobol() {
    return sampling.points() instanceof PointSet.Sobol;
  }

  /** Whether all noise of a path is made before its first step. */
  public boolean isReordered() {
    return !(sampling.ordering() instanceof Ordering.Steps);
  }

  /** Whether some normals among the noises are reordered. */
  public boolean reordersNormals() {
    boolean any = false;
    for (int number = 0; number < noiseColumn.length; number++) {
      any |= isUsedNormal(number);
    }
    return any && isReordered();
  }

  /** Whether noise is reordered by a matrix, not by rotations. */
  public boolean appliesMatrix() {
    return switch (sampling.ordering()) {
      case Ordering.Steps steps -> false;
      case Ordering.Bridge bridge -> false;
      case Ordering.PrincipalComponents components -> reordersNormals();
    };
  }

  /** Whether a noise is normal and some stage reads it. */
  public boolean isUsedNormal(int number) {
    return noiseColumn[number] >= 0 && program.noises().get(number) == NoiseKind.NORMAL;
  }
}
