package io.pathwise.cuda;

import io.pathwise.cuda.ptx.Argument;
import io.pathwise.cuda.ptx.KernelArguments;
import io.pathwise.engine.kernel.KernelData;
import io.pathwise.engine.lower.Binding;
import io.pathwise.engine.random.Reorderings;
import io.pathwise.engine.random.SobolWords;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.EnumMap;
import java.util.Map;

/** What a kernel reads, as bytes: an array for every argument that is one. */
final class LaunchData {

  private final KernelData data;
  private final Map<Argument, byte[]> arrays = new EnumMap<>(Argument.class);

  LaunchData(KernelArguments arguments, Binding binding, Reorderings reorderings) {
    this.data = new KernelData(arguments.layout(), binding, reorderings);
    add(arguments, Argument.COLUMNS, () -> doubles(data.columns()));
    add(arguments, Argument.SCHEDULES, () -> integers(data.schedules()));
    add(arguments, Argument.COEFFICIENTS, () -> doubles(binding.coefficients()));
    add(arguments, Argument.UNIFORMS, () -> doubles(binding.uniforms()));
    add(arguments, Argument.SLOTS, () -> integers(data.slots()));
    add(arguments, Argument.PLANES, () -> integers(data.planes()));
    add(arguments, Argument.WEIGHTS, () -> doubles(data.weights()));
  }

  private interface Maker {
    byte[] make();
  }

  private void add(KernelArguments arguments, Argument argument, Maker maker) {
    if (arguments.has(argument)) {
      arrays.put(argument, maker.make());
    }
  }

  /** The arrays, by argument, in native byte order. */
  Map<Argument, byte[]> arrays() {
    return arrays;
  }

  /** The program's data. */
  Binding binding() {
    return data.binding();
  }

  /** How many rotations reorder the noise, or how many of the ordered normals a matrix transforms. */
  int reordered() {
    return data.reordered();
  }

  /** How many draws have Sobol points. */
  int dimensions() {
    return data.dimensions();
  }

  /** The direction numbers of that many dimensions. */
  static byte[] directions(int dimensions) {
    int[] numbers = new int[dimensions * SobolWords.DIRECTIONS];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = SobolWords.direction(i / SobolWords.DIRECTIONS, i % SobolWords.DIRECTIONS);
    }
    return integers(numbers);
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
