package io.pathwise.cuda;

import io.pathwise.cuda.interpreter.Arguments;
import io.pathwise.cuda.interpreter.GlobalMemory;
import io.pathwise.cuda.interpreter.Launch;
import io.pathwise.cuda.interpreter.PtxKernel;
import io.pathwise.cuda.interpreter.PtxModule;
import io.pathwise.cuda.ptx.Argument;
import io.pathwise.cuda.ptx.KernelArguments;
import io.pathwise.cuda.ptx.PtxRenderer;
import io.pathwise.engine.kernel.KernelLayout;
import io.pathwise.engine.lower.Binding;
import io.pathwise.engine.lower.LoweredProgram;
import io.pathwise.engine.lower.LoweredProgram.LoweredStage;
import io.pathwise.engine.random.Ordering;
import io.pathwise.engine.random.PointSet;
import io.pathwise.engine.random.Reordering;
import io.pathwise.engine.random.Reorderings;
import io.pathwise.engine.random.SobolWords;
import io.pathwise.engine.run.Kernel;
import io.pathwise.engine.run.NoiseKey;
import io.pathwise.engine.run.Sampling;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A kernel whose PTX is interpreted. Its arguments are made here from what {@link Argument} says of them, not by the
 * code that makes them for a device.
 */
final class InterpretedKernel implements Kernel {

  private final KernelArguments arguments;
  private final KernelLayout layout;
  private final PtxModule module;
  private final int threadBlocks;

  /**
   * Interprets a text.
   *
   * @param text
   *          of {@link PtxRenderer}, or changed
   * @param threadBlocks
   *          how many thread blocks share the blocks of paths, at most
   */
  InterpretedKernel(KernelArguments arguments, String text, int threadBlocks) {
    this.arguments = arguments;
    this.layout = arguments.layout();
    this.module = PtxModule.parse(text);
    this.threadBlocks = threadBlocks;
  }

  @Override
  public Sampling sampling() {
    return layout.sampling();
  }

  @Override
  public void run(Binding binding, NoiseKey key, long firstBlock, int blocks, double[] results) {
    GlobalMemory memory = new GlobalMemory();
    int grid = Math.min(blocks, threadBlocks);
    int outputs = layout.program().outputs().size();
    long totals = memory.allocate("totals", Math.toIntExact(8L * blocks * binding.totalRows().count()));
    long resultsAddress = memory.allocate("results", 8 * blocks * outputs);
    List<byte[]> values = new ArrayList<>();
    for (Argument argument : arguments.list()) {
      values.add(switch (argument) {
        case BLOCKS -> Arguments.of(blocks);
        case FIRST_BLOCK -> Arguments.of(firstBlock);
        case SEED -> Arguments.of(key.seed());
        case PURPOSE -> Arguments.of((long) key.purpose());
        case TOTALS -> Arguments.of(totals);
        case RESULTS -> Arguments.of(resultsAddress);
        case TAPE -> Arguments.of(perThread(memory, "tape", grid, layout.tapeRows(binding.steps())));
        case NOISE -> Arguments.of(perThread(memory, "noise", grid, layout.reorderedRows(binding.steps())));
        case WORDS -> Arguments.of(memory.allocate("words", grid * dimensions(binding) * SobolWords.COUNT * 4));
        case STEPS, COLUMNS, SCHEDULES, COEFFICIENTS, DIMENSIONS, DIRECTIONS, RANDOMISATIONS, REORDERED, SLOTS, PLANES,
            WEIGHTS, UNIFORMS ->
          data(argument, memory, binding);
      });
    }
    for (int i = 0; i < arguments.uniformArguments(); i++) {
      values.add(Arguments.of(binding.uniforms()[i]));
    }
    entry(PtxRenderer.PATHS).launch(Launch.of(grid, PtxRenderer.THREADS), memory, values);
    int combining = (blocks + PtxRenderer.THREADS - 1) / PtxRenderer.THREADS;
    entry(PtxRenderer.COMBINE).launch(Launch.of(combining, PtxRenderer.THREADS), memory, values);
    System.arraycopy(memory.doubles(resultsAddress, blocks * outputs), 0, results, 0, blocks * outputs);
  }

  private PtxKernel entry(String name) {
    return Objects.requireNonNull(module.kernels().get(name));
  }

  private static long perThread(GlobalMemory memory, String name, int grid, long rows) {
    return memory.allocate(name, Math.toIntExact(8L * grid * PtxRenderer.THREADS * rows));
  }

  /** Arguments that depend on the program and its data only. */
  private byte[] data(Argument argument, GlobalMemory memory, Binding binding) {
    String name = argument.label();
    return switch (argument) {
      case STEPS -> Arguments.of(binding.steps());
      case COLUMNS -> Arguments.of(memory.allocate(name, columns(binding)));
      case SCHEDULES -> Arguments.of(memory.allocate(name, binding.totalRows().markedRows()));
      case COEFFICIENTS -> Arguments.of(memory.allocate(name, binding.coefficients()));
      case UNIFORMS -> Arguments.of(memory.allocate(name, binding.uniforms()));
      case DIMENSIONS -> Arguments.of(dimensions(binding));
      case DIRECTIONS -> Arguments.of(memory.allocate(name, directions(binding)));
      case RANDOMISATIONS -> Arguments.of((long) ((PointSet.Sobol) sampling().points()).randomisations());
      case REORDERED -> Arguments.of(switch (reordering(binding)) {
        case Reordering.Rotations rotations -> rotations.count();
        case Reordering.Matrix matrix -> matrix.active();
      });
      case SLOTS -> Arguments.of(memory.allocate(name, reordering(binding).slots()));
      case PLANES -> Arguments.of(memory.allocate(name, planes((Reordering.Rotations) reordering(binding))));
      case WEIGHTS -> Arguments.of(memory.allocate(name, switch (reordering(binding)) {
        case Reordering.Rotations rotations -> rotations.cosineSine();
        case Reordering.Matrix matrix -> matrix.entries();
      }));
      case BLOCKS, FIRST_BLOCK, SEED, PURPOSE, TOTALS, RESULTS, TAPE, NOISE, WORDS ->
        throw new IllegalArgumentException("no data: " + argument);
    };
  }

  private double[] columns(Binding binding) {
    LoweredProgram program = layout.program();
    double[] table = new double[binding.steps() * layout.columns()];
    for (int s = 0; s < program.sweeps().size(); s++) {
      List<LoweredStage> stages = program.sweeps().get(s).stages();
      for (int g = 0; g < stages.size(); g++) {
        int count = stages.get(g).columnCount();
        for (int step = 0; step < binding.steps(); step++) {
          System.arraycopy(binding.columns(s, g), step * count, table,
              step * layout.columns() + layout.columnOffset(s, g), count);
        }
      }
    }
    return table;
  }

  private int dimensions(Binding binding) {
    return Math.min(SobolWords.dimensions(), binding.steps() * layout.program().noises().size());
  }

  private int[] directions(Binding binding) {
    int[] numbers = new int[dimensions(binding) * SobolWords.DIRECTIONS];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = SobolWords.direction(i / SobolWords.DIRECTIONS, i % SobolWords.DIRECTIONS);
    }
    return numbers;
  }

  private Reordering reordering(Binding binding) {
    return new Reorderings().get(sampling().ordering(), switch (sampling().ordering()) {
      case Ordering.Steps _ -> new double[0];
      case Ordering.Bridge(String stepLength) -> binding.stepValueOrOnes(stepLength);
      case Ordering.PrincipalComponents(String stepLength) -> binding.stepValueOrOnes(stepLength);
    });
  }

  private static int[] planes(Reordering.Rotations rotations) {
    int[] planes = new int[2 * rotations.count()];
    for (int i = 0; i < rotations.count(); i++) {
      planes[2 * i] = rotations.first(i);
      planes[2 * i + 1] = rotations.second(i);
    }
    return planes;
  }
}
