package io.pathwise.engine.cpu;

import io.pathwise.engine.kernel.KernelCode;
import io.pathwise.engine.kernel.KernelData;
import io.pathwise.engine.lower.Binding;
import io.pathwise.engine.random.Reorderings;
import io.pathwise.engine.run.Kernel;
import io.pathwise.engine.run.NoiseKey;
import io.pathwise.engine.run.Sampling;
import java.util.Map;

/** A program compiled for the CPU. */
final class CpuKernel implements Kernel {

  private final KernelCode code;
  private final RowsPool pool;
  private final Reorderings reorderings;
  private final RowPlan plan;
  private final Calls calls;

  /**
   * A kernel.
   *
   * @param draws
   *          the lines that draw noise, shared by all kernels
   */
  CpuKernel(KernelCode code, RowsPool pool, Reorderings reorderings, Map<Line, Routine> draws) {
    this.code = code;
    this.pool = pool;
    this.reorderings = reorderings;
    this.plan = new RowPlan(code);
    this.calls = new Calls(code, plan, draws);
  }

  @Override
  public Sampling sampling() {
    return code.layout().sampling();
  }

  @Override
  public void run(Binding binding, NoiseKey key, long firstBlock, int blocks, double[] results) {
    KernelData data = new KernelData(code.layout(), binding, reorderings);
    double[] rows = pool.borrow(Worker.elements(code.layout(), plan, calls, binding.steps()));
    try {
      Worker worker = new Worker(code, plan, calls, data, key, rows);
      int outputs = binding.program().outputs().size();
      for (int block = 0; block < blocks; block++) {
        binding.combine(worker.run(firstBlock + block), 0, results, block * outputs);
      }
    } finally {
      pool.release(rows);
    }
  }
}
