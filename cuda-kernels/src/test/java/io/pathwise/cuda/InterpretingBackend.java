package io.pathwise.cuda;

import io.pathwise.cuda.ptx.KernelArguments;
import io.pathwise.cuda.ptx.PtxRenderer;
import io.pathwise.engine.cpu.CpuBackend;
import io.pathwise.engine.lower.Binding;
import io.pathwise.engine.lower.LoweredProgram;
import io.pathwise.engine.run.Backend;
import io.pathwise.engine.run.Kernel;
import io.pathwise.engine.run.NoiseKey;
import io.pathwise.engine.run.Sampling;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Interprets the PTX of every kernel that it has not seen yet on the first blocks that are asked for, and leaves the
 * rest to the CPU: for tests of other modules that want their programs to have gone through PTX.
 */
public final class InterpretingBackend implements Backend {

  /** Blocks that are interpreted: two, in one thread block. */
  private static final int BLOCKS = 2;

  private final Backend processor = new CpuBackend();
  private final Set<String> seen = new HashSet<>();

  @Override
  public String name() {
    return "interpreter";
  }

  /** How many kernels with different code there were. */
  public synchronized int kernels() {
    return seen.size();
  }

  private synchronized boolean isNew(String text) {
    return seen.add(text.lines().filter(line -> !line.strip().startsWith("//")).collect(Collectors.joining("\n")));
  }

  @Override
  public Kernel compile(LoweredProgram program, Sampling sampling) {
    KernelArguments arguments = new KernelArguments(program, sampling);
    String text = PtxRenderer.render(arguments);
    return new FirstBlocks(processor.compile(program, sampling),
        isNew(text) ? new InterpretedKernel(arguments, text, 1) : null);
  }

  private static final class FirstBlocks implements Kernel {
    private final Kernel compiled;
    private @Nullable Kernel interpreted;

    FirstBlocks(Kernel compiled, @Nullable Kernel interpreted) {
      this.compiled = compiled;
      this.interpreted = interpreted;
    }

    @Override
    public Sampling sampling() {
      return compiled.sampling();
    }

    @Override
    public void run(Binding binding, NoiseKey key, long firstBlock, int blocks, double[] results) {
      compiled.run(binding, key, firstBlock, blocks, results);
      Kernel first = takeInterpreted();
      if (first != null) {
        first.run(binding, key, firstBlock, Math.min(blocks, BLOCKS), results);
      }
    }

    private synchronized @Nullable Kernel takeInterpreted() {
      Kernel kernel = interpreted;
      interpreted = null;
      return kernel;
    }

    @Override
    public void close() {
      compiled.close();
    }
  }
}
