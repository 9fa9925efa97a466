package io.pathwise.batch.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.pathwise.engine.cpu.CpuBackend;
import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.lower.Binding;
import io.pathwise.engine.lower.LoweredProgram;
import io.pathwise.engine.lower.Lowering;
import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.program.ProgramBuilder;
import io.pathwise.engine.run.Backend;
import io.pathwise.engine.run.Kernel;
import io.pathwise.engine.run.NoiseKey;
import io.pathwise.engine.run.ReferenceBackend;
import io.pathwise.engine.run.Sampling;
import io.pathwise.engine.sample.Normal;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Small work stays on the CPU, large work moves to the device, and no bit tells which. */
class AutoBackendTest {

  private static final LoweredProgram PROGRAM = program();
  private static final Inputs INPUTS = new Inputs(2, Map.of(), Map.of(), Map.of());

  private static LoweredProgram program() {
    ProgramBuilder builder = new ProgramBuilder();
    Graph g = builder.graph();
    Expr.State x = builder.state("x", g.literal(0.0));
    builder.stage("step").update("step", x, builder.sample(new Normal(), x, g.literal(1.0)));
    builder.output("x", g.exp(x));
    return Lowering.lower(builder.build());
  }

  /** The reference backend as a device that counts its calls. */
  private static final class Device implements Backend {
    private final AtomicInteger compiled = new AtomicInteger();
    private final AtomicInteger calls = new AtomicInteger();
    private final boolean broken;

    Device(boolean broken) {
      this.broken = broken;
    }

    @Override
    public String name() {
      return "device";
    }

    @Override
    public Kernel compile(LoweredProgram program, Sampling sampling) {
      compiled.incrementAndGet();
      if (broken) {
        throw new IllegalStateException("broken");
      }
      Kernel kernel = new ReferenceBackend().compile(program, sampling);
      return new Kernel() {
        @Override
        public Sampling sampling() {
          return sampling;
        }

        @Override
        public int blocksPerCall() {
          return 1000;
        }

        @Override
        public void run(Binding binding, NoiseKey key, long firstBlock, int blocks, double[] results) {
          calls.incrementAndGet();
          kernel.run(binding, key, firstBlock, blocks, results);
        }
      };
    }
  }

  private static double[] run(Kernel kernel, int blocks) {
    double[] results = new double[blocks];
    kernel.run(new Binding(PROGRAM, INPUTS), NoiseKey.results(3), 0, blocks, results);
    return results;
  }

  @Test
  void workMovesToTheDeviceWhenItIsWorthIt() throws InterruptedException {
    Device device = new Device(false);
    double[] expected = run(new ReferenceBackend().compile(PROGRAM, Sampling.INDEPENDENT), 10);
    try (Kernel kernel = new AutoBackend(new CpuBackend(), device, 0).compile(PROGRAM,
        Sampling.INDEPENDENT)) {
      assertThat(kernel.blocksPerCall()).isLessThan(1000);
      assertThat(run(kernel, 10)).isEqualTo(expected);
      for (int wait = 0; wait < 500 && kernel.blocksPerCall() < 1000; wait++) {
        Thread.sleep(10);
      }
      assertThat(device.calls).hasValue(0);
      assertThat(run(kernel, 10)).isEqualTo(expected);
      assertThat(device.calls).hasValue(1);
      run(kernel, 2);
      assertThat(device.calls).as("too few blocks").hasValue(1);
      assertThat(device.compiled).hasValue(1);
    }
  }

  @Test
  void smallWorkNeverReachesTheDevice() {
    Device device = new Device(false);
    try (Kernel kernel = new AutoBackend(new CpuBackend(), device).compile(PROGRAM,
        Sampling.INDEPENDENT)) {
      run(kernel, 10);
      assertThat(device.compiled).hasValue(0);
    }
  }

  @Test
  void aDeviceThatRefusesAKernelLeavesItOnTheCpu() throws InterruptedException {
    Device device = new Device(true);
    try (Kernel kernel = new AutoBackend(new CpuBackend(), device, 0).compile(PROGRAM,
        Sampling.INDEPENDENT)) {
      double[] expected = run(kernel, 10);
      for (int wait = 0; wait < 500 && device.compiled.get() == 0; wait++) {
        Thread.sleep(10);
      }
      assertThat(run(kernel, 10)).isEqualTo(expected);
    }
  }
}
