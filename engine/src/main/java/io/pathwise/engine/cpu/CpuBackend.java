package io.pathwise.engine.cpu;

import io.pathwise.engine.kernel.KernelWriter;
import io.pathwise.engine.lower.LoweredProgram;
import io.pathwise.engine.random.Reorderings;
import io.pathwise.engine.run.Backend;
import io.pathwise.engine.run.Kernel;
import io.pathwise.engine.run.Sampling;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Runs programs as generated JVM code, one path after the other, with the bits of the reference backend: on any machine
 * and at once.
 *
 * <p>
 * Keep one instance: kernels share its noise code and its working memory.
 */
public final class CpuBackend implements Backend {

  /** Noises are never drawn in a loop: those of a step are rows anyway. */
  private static final int NO_LOOP = Integer.MAX_VALUE;

  private final RowsPool pool = new RowsPool();
  private final Reorderings reorderings = new Reorderings();
  private final Map<Line, Routine> draws = new ConcurrentHashMap<>();

  /**
   * A backend for this machine.
   *
   * @throws UnsupportedOperationException
   *           if the CPU has no fused multiply-add
   */
  public CpuBackend() {
    FusedMultiplyAdd.require();
  }

  @Override
  public String name() {
    return "cpu";
  }

  @Override
  public Use use() {
    return Use.PROCESSOR;
  }

  @Override
  public String description() {
    return "bytecode, one path at a time";
  }

  @Override
  public Kernel compile(LoweredProgram program, Sampling sampling) {
    return new CpuKernel(KernelWriter.write(program, sampling, NO_LOOP), pool, reorderings, draws);
  }
}
