package io.pathwise.cuda;

import io.pathwise.cuda.driver.DriverException;
import io.pathwise.cuda.ptx.KernelArguments;
import io.pathwise.cuda.ptx.PtxRenderer;
import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.lower.Binding;
import io.pathwise.engine.lower.LoweredProgram;
import io.pathwise.engine.lower.Lowering;
import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.program.ProgramBuilder;
import io.pathwise.engine.random.Reorderings;
import io.pathwise.engine.run.Kernel;
import io.pathwise.engine.run.NoiseKey;
import io.pathwise.engine.run.ReferenceBackend;
import io.pathwise.engine.run.Sampling;
import io.pathwise.engine.sample.Normal;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/** Whether a device computes: one block of a small program, which must have the reference backend's bits. */
final class SmokeTest {

  private static final LoweredProgram PROGRAM = program();
  private static final Inputs INPUTS = new Inputs(3, Map.of("start", 0.1), Map.of(), Map.of());
  private static final NoiseKey KEY = NoiseKey.results(1);

  private SmokeTest() {}

  private static LoweredProgram program() {
    ProgramBuilder builder = new ProgramBuilder();
    Graph g = builder.graph();
    Expr start = builder.parameter("start");
    Expr.State x = builder.state("x", start);
    builder.stage("step").update("step", x, builder.sample(new Normal(), x, g.literal(0.5)));
    builder.output("exp", g.exp(x));
    builder.output("quotient", g.div(x, g.sqrt(g.fma(x, x, start))));
    return Lowering.lower(builder.build());
  }

  /** Why the device cannot be used; empty if it can. */
  static Optional<String> obstacle(GpuDevice device) {
    Binding binding = new Binding(PROGRAM, INPUTS);
    int outputs = PROGRAM.outputs().size();
    double[] expected = new double[outputs];
    try (Kernel reference = new ReferenceBackend().compile(PROGRAM, Sampling.INDEPENDENT)) {
      reference.run(binding, KEY, 0, 1, expected);
    }
    KernelArguments arguments = new KernelArguments(PROGRAM, Sampling.INDEPENDENT);
    String text = PtxRenderer.render(arguments);
    double[] actual = new double[outputs];
    try {
      GpuDevice.Loaded kernel = device.acquire(text);
      device.run(
          lane -> lane.run(kernel, arguments, new LaunchData(arguments, binding, new Reorderings()), KEY, 0, 1, actual,
              0));
      device.release(text);
    } catch (DriverException e) {
      return Optional.of("its smoke test failed: " + e.getMessage());
    }
    return Arrays.equals(expected, actual)
        ? Optional.empty()
        : Optional.of("its smoke test gave " + Arrays.toString(actual) + " in place of " + Arrays.toString(expected));
  }
}
