package io.pathwise.benchmarks;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.lower.Binding;
import io.pathwise.engine.lower.LoweredProgram;
import io.pathwise.engine.lower.Lowering;
import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.program.Program;
import io.pathwise.engine.program.ProgramBuilder;
import io.pathwise.engine.run.Backend;
import io.pathwise.engine.run.Kernel;
import io.pathwise.engine.run.NoiseKey;
import io.pathwise.engine.run.Sampling;
import io.pathwise.engine.sample.Normal;
import io.pathwise.llvm.LlvmBackend;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What noise costs: a random walk, which is one normal and one addition a step, in nanoseconds per path and step. With
 * one step half of every Philox block is thrown away; with two or more both halves are used.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 2)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class NoiseBenchmark {

  private static final int PATH_STEPS = 1 << 18;

  /** How many steps a path has. */
  @Param({"1", "2", "256"})
  public int steps = 1;

  private final LoweredProgram program = Lowering.lower(randomWalk());
  private final Kernel kernel = new LlvmBackend().compile(program, Sampling.INDEPENDENT);
  private Binding binding = new Binding(program, inputs(steps));
  private double[] results = {};

  private static Program randomWalk() {
    ProgramBuilder builder = new ProgramBuilder();
    Expr.State position = builder.state("position", builder.graph().literal(0.0));
    builder.stage("step");
    builder.update("step", position, builder.sample(new Normal(), position, builder.parameter("deviation")));
    builder.output("position", position);
    return builder.build();
  }

  private static Inputs inputs(int steps) {
    return new Inputs(steps, Map.of("deviation", 1.0), Map.of(), Map.of());
  }

  /** Binds the number of steps. */
  @Setup
  public void setUp() {
    binding = new Binding(program, inputs(steps));
    results = new double[PATH_STEPS / steps / Backend.BLOCK];
  }

  /** Random walks of {@code steps} steps, together {@code PATH_STEPS} steps. */
  @Benchmark
  @OperationsPerInvocation(PATH_STEPS)
  public double[] randomWalks() {
    kernel.run(binding, NoiseKey.results(1), 0, results.length, results);
    return results;
  }
}
