package io.pathwise.batch.gpu;

import io.pathwise.engine.lower.Binding;
import io.pathwise.engine.lower.LoweredProgram;
import io.pathwise.engine.lower.LoweredProgram.LoweredOutput;
import io.pathwise.engine.run.Backend;
import io.pathwise.engine.run.Kernel;
import io.pathwise.engine.run.NoiseKey;
import io.pathwise.engine.run.Sampling;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/** Runs everything on a device and on the CPU and notes where their bits differ. Results are the device's. */
final class ComparingBackend implements Backend {

  private static final int MOST_NOTED = 100;

  private final Backend device;
  private final Backend processor;
  private final AtomicLong kernels = new AtomicLong();
  private final AtomicLong blocks = new AtomicLong();
  private final List<String> differences = new ArrayList<>();

  ComparingBackend(Backend device, Backend processor) {
    this.device = device;
    this.processor = processor;
  }

  /** How many kernels were compiled. */
  long kernels() {
    return kernels.get();
  }

  /** How many blocks were compared. */
  long blocks() {
    return blocks.get();
  }

  /** What differed; the first hundred. */
  List<String> differences() {
    synchronized (differences) {
      return List.copyOf(differences);
    }
  }

  @Override
  public String name() {
    return device.name();
  }

  @Override
  public Kernel compile(LoweredProgram program, Sampling sampling) {
    kernels.incrementAndGet();
    Kernel actual = device.compile(program, sampling);
    Kernel expected = processor.compile(program, sampling);
    return new Kernel() {
      @Override
      public Sampling sampling() {
        return sampling;
      }

      @Override
      public void run(Binding binding, NoiseKey key, long firstBlock, int count, double[] results) {
        actual.run(binding, key, firstBlock, count, results);
        double[] others = new double[results.length];
        expected.run(binding, key, firstBlock, count, others);
        blocks.addAndGet(count);
        compare(program, sampling, firstBlock, count, results, others);
      }

      @Override
      public void close() {
        actual.close();
        expected.close();
      }
    };
  }

  private void compare(LoweredProgram program, Sampling sampling, long firstBlock, int count, double[] actual,
      double[] expected) {
    int outputs = program.outputs().size();
    for (int i = 0; i < count * outputs; i++) {
      if (Double.doubleToRawLongBits(actual[i]) != Double.doubleToRawLongBits(expected[i])) {
        note("block " + (firstBlock + i / outputs) + ", output " + program.outputs().get(i % outputs).name() + " is "
            + actual[i] + " in place of " + expected[i] + "; " + sampling + "; program with outputs "
            + program.outputs().stream().map(LoweredOutput::name).collect(Collectors.joining(", ")));
        return;
      }
    }
  }

  private void note(String difference) {
    synchronized (differences) {
      if (differences.size() < MOST_NOTED) {
        differences.add(difference);
      }
    }
  }
}
