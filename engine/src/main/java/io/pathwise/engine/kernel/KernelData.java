package io.pathwise.engine.kernel;

import io.pathwise.engine.lower.Binding;
import io.pathwise.engine.lower.LoweredProgram;
import io.pathwise.engine.lower.LoweredProgram.LoweredStage;
import io.pathwise.engine.random.Ordering;
import io.pathwise.engine.random.Reordering;
import io.pathwise.engine.random.Reorderings;
import io.pathwise.engine.random.SobolWords;
import org.jspecify.annotations.Nullable;

/** The data that a kernel reads and all paths share, as arrays in its layout. Arrays must not be changed. */
public final class KernelData {

  private static final int[] NONE = {};

  private final KernelLayout layout;
  private final Binding binding;
  private final @Nullable Reordering reordering;

  /**
   * The arrays of a binding.
   *
   * @param reorderings
   *          where those of other bindings are kept
   */
  public KernelData(KernelLayout layout, Binding binding, Reorderings reorderings) {
    this.layout = layout;
    this.binding = binding;
    this.reordering = layout.reordersNormals()
        ? reorderings.get(layout.sampling().ordering(),
            binding.stepValueOrOnes(stepLength(layout.sampling().ordering())))
        : null;
  }

  private static String stepLength(Ordering ordering) {
    return switch (ordering) {
      case Ordering.Steps steps -> throw new IllegalStateException("steps are in order");
      case Ordering.Bridge bridge -> bridge.stepLength();
      case Ordering.PrincipalComponents components -> components.stepLength();
    };
  }

  /** The program's data. */
  public Binding binding() {
    return binding;
  }

  /** {@link Variable#DIMENSIONS}. */
  public int dimensions() {
    return layout.isSobol()
        ? (int) Math.min(SobolWords.dimensions(), (long) binding.steps() * layout.program().noises().size())
        : 0;
  }

  /** {@link Variable#REORDERED}. */
  public int reordered() {
    return switch (reordering) {
      case null -> 0;
      case Reordering.Rotations rotations -> rotations.count();
      case Reordering.Matrix matrix -> matrix.active();
    };
  }

  /** {@link Memory#COLUMNS}. */
  public double[] columns() {
    LoweredProgram program = layout.program();
    double[] rows = new double[Math.multiplyExact(binding.steps(), layout.columns())];
    for (int s = 0; s < program.sweeps().size(); s++) {
      for (int g = 0; g < program.sweeps().get(s).stages().size(); g++) {
        LoweredStage stage = program.sweeps().get(s).stages().get(g);
        double[] columns = binding.columns(s, g);
        for (int step = 0; step < binding.steps(); step++) {
          System.arraycopy(columns, step * stage.columnCount(), rows,
              step * layout.columns() + layout.columnOffset(s, g), stage.columnCount());
        }
      }
    }
    return rows;
  }

  /** {@link Memory#SCHEDULES}. */
  public int[] schedules() {
    return binding.totalRows().markedRows();
  }

  /** {@link Memory#SLOTS}. */
  public int[] slots() {
    return reordering == null ? NONE : reordering.slots();
  }

  /** {@link Memory#PLANES}. */
  public int[] planes() {
    return switch (reordering) {
      case null -> NONE;
      case Reordering.Rotations rotations -> planes(rotations);
      case Reordering.Matrix matrix -> NONE;
    };
  }

  private static int[] planes(Reordering.Rotations rotations) {
    int[] steps = new int[2 * rotations.count()];
    for (int i = 0; i < rotations.count(); i++) {
      steps[2 * i] = rotations.first(i);
      steps[2 * i + 1] = rotations.second(i);
    }
    return steps;
  }

  /** {@link Memory#WEIGHTS}. */
  public double[] weights() {
    return switch (reordering) {
      case null -> new double[0];
      case Reordering.Rotations rotations -> rotations.cosineSine();
      case Reordering.Matrix matrix -> matrix.entries();
    };
  }
}
