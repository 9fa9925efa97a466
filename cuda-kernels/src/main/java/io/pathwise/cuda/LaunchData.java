package io.pathwise.cuda;

import io.pathwise.cuda.ptx.Argument;
import io.pathwise.cuda.ptx.KernelLayout;
import io.pathwise.engine.lower.Binding;
import io.pathwise.engine.lower.LoweredProgram;
import io.pathwise.engine.lower.LoweredProgram.LoweredStage;
import io.pathwise.engine.random.Ordering;
import io.pathwise.engine.random.Reordering;
import io.pathwise.engine.random.Reorderings;
import io.pathwise.engine.random.SobolWords;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a kernel reads, made from a program's data: an array for every argument that is one, in the layout's order. */
final class LaunchData {

  private final KernelLayout layout;
  private final Binding binding;
  private final @Nullable Reordering reordering;
  private final Map<Argument, byte[]> arrays = new EnumMap<>(Argument.class);

  LaunchData(KernelLayout layout, Binding binding, Reorderings reorderings) {
    this.layout = layout;
    this.binding = binding;
    this.reordering = layout.has(Argument.SLOTS)
        ? reorderings.get(layout.sampling().ordering(),
            binding.stepValueOrOnes(stepLength(layout.sampling().ordering())))
        : null;
    add(Argument.COLUMNS, this::columns);
    add(Argument.SCHEDULES, this::schedules);
    add(Argument.COEFFICIENTS, () -> doubles(binding.coefficients()));
    add(Argument.UNIFORMS, () -> doubles(binding.uniforms()));
    if (reordering != null) {
      arrays.put(Argument.SLOTS, integers(reordering.slots()));
      switch (reordering) {
        case Reordering.Rotations rotations -> {
          arrays.put(Argument.PLANES, planes(rotations));
          arrays.put(Argument.WEIGHTS, doubles(rotations.cosineSine()));
        }
        case Reordering.Matrix matrix -> arrays.put(Argument.WEIGHTS, doubles(matrix.entries()));
      }
    }
  }

  private static String stepLength(Ordering ordering) {
    return switch (ordering) {
      case Ordering.Steps steps -> throw new IllegalStateException("steps are in order");
      case Ordering.Bridge bridge -> bridge.stepLength();
      case Ordering.PrincipalComponents components -> components.stepLength();
    };
  }

  private interface Maker {
    byte[] make();
  }

  private void add(Argument argument, Maker maker) {
    if (layout.has(argument)) {
      arrays.put(argument, maker.make());
    }
  }

  /** The arrays, by argument, in native byte order. */
  Map<Argument, byte[]> arrays() {
    return arrays;
  }

  /** The program's data. */
  Binding binding() {
    return binding;
  }

  /** How many of the ordered normals are transformed, or rotations there are. */
  int reordered() {
    return switch (reordering) {
      case null -> 0;
      case Reordering.Rotations rotations -> rotations.count();
      case Reordering.Matrix matrix -> matrix.active();
    };
  }

  /** How many draws have Sobol points. */
  int dimensions() {
    return layout.isSobol()
        ? (int) Math.min(SobolWords.dimensions(), (long) binding.steps() * layout.program().noises().size())
        : 0;
  }

  /** The direction numbers of that many dimensions. */
  static byte[] directions(int dimensions) {
    int[] numbers = new int[dimensions * SobolWords.DIRECTIONS];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = SobolWords.direction(i / SobolWords.DIRECTIONS, i % SobolWords.DIRECTIONS);
    }
    return integers(numbers);
  }

  private byte[] columns() {
    LoweredProgram program = layout.program();
    double[] rows = new double[binding.steps() * layout.columns()];
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
    return doubles(rows);
  }

  private byte[] schedules() {
    int count = layout.program().schedules().size();
    byte[] flags = new byte[binding.steps() * count];
    for (int schedule = 0; schedule < count; schedule++) {
      boolean[] holds = binding.schedule(schedule);
      for (int step = 0; step < binding.steps(); step++) {
        flags[step * count + schedule] = (byte) (holds[step] ? 1 : 0);
      }
    }
    return flags;
  }

  private static byte[] planes(Reordering.Rotations rotations) {
    int[] steps = new int[2 * rotations.count()];
    for (int i = 0; i < rotations.count(); i++) {
      steps[2 * i] = rotations.first(i);
      steps[2 * i + 1] = rotations.second(i);
    }
    return integers(steps);
  }

  private static byte[] doubles(double[] values) {
    ByteBuffer buffer = ByteBuffer.allocate(values.length * Double.BYTES).order(ByteOrder.nativeOrder());
    buffer.asDoubleBuffer().put(values);
    return buffer.array();
  }

  private static byte[] integers(int[] values) {
    ByteBuffer buffer = ByteBuffer.allocate(values.length * Integer.BYTES).order(ByteOrder.nativeOrder());
    buffer.asIntBuffer().put(values);
    return buffer.array();
  }
}
