package io.pathwise.batch.gpu;

import io.pathwise.engine.lower.Binding;
import io.pathwise.engine.lower.LoweredProgram;
import io.pathwise.engine.run.Backend;
import io.pathwise.engine.run.Kernel;
import io.pathwise.engine.run.NoiseKey;
import io.pathwise.engine.run.Sampling;
import java.util.ArrayList;
import java.util.List;

/** Notes which programs run on which data. */
final class RecordingBackend implements Backend {

  private final Backend backend;
  private final List<Run> runs = new ArrayList<>();

  RecordingBackend(Backend backend) {
    this.backend = backend;
  }

  /** A program that was run. */
  record Run(LoweredProgram program, Sampling sampling, Binding binding) {}

  /** Each program and data once, in the order of their first calls. */
  List<Run> runs() {
    synchronized (runs) {
      return List.copyOf(runs);
    }
  }

  @Override
  public String name() {
    return backend.name();
  }

  @Override
  public Kernel compile(LoweredProgram program, Sampling sampling) {
    Kernel kernel = backend.compile(program, sampling);
    return new Kernel() {
      @Override
      public Sampling sampling() {
        return sampling;
      }

      @Override
      public void run(Binding binding, NoiseKey key, long firstBlock, int blocks, double[] results) {
        synchronized (runs) {
          if (runs.stream().noneMatch(run -> run.binding == binding)) {
            runs.add(new Run(program, sampling, binding));
          }
        }
        kernel.run(binding, key, firstBlock, blocks, results);
      }

      @Override
      public void close() {
        kernel.close();
      }
    };
  }
}
