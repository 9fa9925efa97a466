package io.pathwise.batch.gpu;

import io.pathwise.engine.cpu.CpuBackend;
import io.pathwise.engine.run.Backend;
import io.pathwise.engine.run.Kernel;
import io.pathwise.engine.run.NoiseKey;
import io.pathwise.greeks.GreeksEngine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;

/**
 * How fast a device is: for every {@link BenchCase} the rate of all programs that its numbers need, beside the rate of
 * hand-written kernels and that of the arithmetic alone, and how long a first result takes. Start at {@link #run}.
 */
public final class GpuBench {

  private static final int REPEATS = 5;
  private static final long FIRST_RESULT_PATHS = 100_000;
  private static final NoiseKey KEY = NoiseKey.results(1);
  private static final double NANOS = 1e9;

  private GpuBench() {}

  /**
   * What was measured of a case.
   *
   * @param name
   *          of the case
   * @param programs
   *          how many programs its numbers need
   * @param pathSteps
   *          paths times steps in a second, all programs together
   * @param ofExpert
   *          the same divided by the hand-written kernel's; empty where there is no compiler for that
   * @param ofArithmetic
   *          the same divided by what double-precision arithmetic alone would allow; empty on an unknown device
   * @param coldCompile
   *          seconds to compile all programs with an empty cache
   * @param cachedCompile
   *          seconds when machine code lies in the cache
   * @param firstResult
   *          seconds from a new engine to the numbers of 100 000 paths, with the cache
   */
  public record Row(String name, int programs, double pathSteps, OptionalDouble ofExpert, OptionalDouble ofArithmetic,
      double coldCompile, double cachedCompile, double firstResult) {}

  /**
   * Measures all cases.
   *
   * @param backends
   *          makes a backend that remembers nothing but what is in the cache on disk
   * @param blocks
   *          how many blocks of paths a call has
   * @param directory
   *          for the hand-written kernels
   */
  public static List<Row> run(Supplier<Backend> backends, int blocks, Path directory) {
    Optional<ExpertKernels> experts = ExpertKernels.find(directory);
    List<Row> rows = new ArrayList<>();
    for (BenchCase benchCase : BenchCase.values()) {
      rows.add(measure(benchCase, backends, blocks, experts));
    }
    return rows;
  }

  private static Row measure(BenchCase benchCase, Supplier<Backend> backends, int blocks,
      Optional<ExpertKernels> experts) {
    Backend first = backends.get();
    double arithmetic = first.devices().stream().filter(device -> device.obstacle().isEmpty()).findFirst()
        .map(Backend.Device::arithmetic).orElse(0.0);
    List<RecordingBackend.Run> runs = programs(benchCase);
    double cold = compile(runs, first);
    double cached = compile(runs, backends.get());
    long begin = System.nanoTime();
    evaluate(benchCase, backends.get(), FIRST_RESULT_PATHS);
    double firstResult = (System.nanoTime() - begin) / NANOS;
    double seconds = 0;
    double instructions = 0;
    for (RecordingBackend.Run run : runs) {
      try (Kernel kernel = first.compile(run.program(), run.sampling())) {
        seconds += best(kernel, run, blocks);
      }
      instructions += ArithmeticCount.perPath(run.program(), run.binding());
    }
    double paths = (double) blocks * Backend.BLOCK;
    double rate = paths * benchCase.steps() / seconds;
    OptionalDouble expert = experts.map(kernels -> kernels.seconds(benchCase, (long) paths))
        .orElse(OptionalDouble.empty());
    return new Row(benchCase.label(), runs.size(), rate,
        expert.isPresent() ? OptionalDouble.of(expert.getAsDouble() / seconds) : OptionalDouble.empty(),
        arithmetic > 0 ? OptionalDouble.of(instructions * paths / arithmetic / seconds) : OptionalDouble.empty(), cold,
        cached, firstResult);
  }

  /** The programs of a case: found on the CPU, so that nothing is compiled for the device yet. */
  private static List<RecordingBackend.Run> programs(BenchCase benchCase) {
    RecordingBackend recording = new RecordingBackend(new CpuBackend());
    evaluate(benchCase, recording, Backend.BLOCK);
    return recording.runs();
  }

  private static void evaluate(BenchCase benchCase, Backend backend, long paths) {
    try (GreeksEngine engine = new GreeksEngine(backend, 1)) {
      engine.evaluate(benchCase.product(), benchCase.market(), benchCase.measures(), benchCase.settings(paths));
    }
  }

  private static double compile(List<RecordingBackend.Run> runs, Backend backend) {
    backend.devices();
    long begin = System.nanoTime();
    for (RecordingBackend.Run run : runs) {
      backend.compile(run.program(), run.sampling()).close();
    }
    return (System.nanoTime() - begin) / NANOS;
  }

  private static double best(Kernel kernel, RecordingBackend.Run run, int blocks) {
    double[] results = new double[blocks * run.program().outputs().size()];
    kernel.run(run.binding(), KEY, 0, blocks, results);
    double best = Double.POSITIVE_INFINITY;
    for (int i = 0; i < REPEATS; i++) {
      long begin = System.nanoTime();
      kernel.run(run.binding(), KEY, 0, blocks, results);
      best = Math.min(best, (System.nanoTime() - begin) / NANOS);
    }
    return best;
  }
}
