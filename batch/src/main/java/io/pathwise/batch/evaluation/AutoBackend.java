package io.pathwise.batch.evaluation;

import io.pathwise.engine.lower.Binding;
import io.pathwise.engine.lower.LoweredProgram;
import io.pathwise.engine.run.Backend;
import io.pathwise.engine.run.Kernel;
import io.pathwise.engine.run.NoiseKey;
import io.pathwise.engine.run.Sampling;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The CPU for small work and a device for what is worth it. As all backends give the same bits, a kernel may change
 * from one to the other between two calls: it starts on the CPU at once, and when it has run there for a while it is
 * compiled for the device in the background.
 */
final class AutoBackend implements Backend {

  private static final System.Logger LOGGER = System.getLogger(AutoBackend.class.getName());
  /** Work on the CPU that justifies the device: about what a driver takes to compile a kernel. */
  private static final long WORTH_NANOS = 200_000_000;
  /** Smaller calls leave a device idle for most of the time. */
  private static final int FEWEST_BLOCKS = 8;

  private final Backend processor;
  private final Backend device;
  private final long worthNanos;

  /**
   * A backend of two.
   *
   * @param device
   *          one without an obstacle
   */
  AutoBackend(Backend processor, Backend device) {
    this(processor, device, WORTH_NANOS);
  }

  AutoBackend(Backend processor, Backend device, long worthNanos) {
    this.processor = processor;
    this.device = device;
    this.worthNanos = worthNanos;
  }

  @Override
  public String name() {
    return "auto";
  }

  @Override
  public Use use() {
    return Use.DEVICE;
  }

  @Override
  public String description() {
    return processor.description() + ", large work on " + device.description();
  }

  @Override
  public Kernel compile(LoweredProgram program, Sampling sampling) {
    return new AutoKernel(program, processor.compile(program, sampling));
  }

  private final class AutoKernel implements Kernel {
    private final LoweredProgram program;
    private final Kernel onProcessor;
    private final AtomicLong worked = new AtomicLong();
    private final AtomicBoolean asked = new AtomicBoolean();
    private volatile @Nullable Kernel onDevice;
    private boolean closed;

    AutoKernel(LoweredProgram program, Kernel onProcessor) {
      this.program = program;
      this.onProcessor = onProcessor;
    }

    @Override
    public Sampling sampling() {
      return onProcessor.sampling();
    }

    @Override
    public int blocksPerCall() {
      Kernel ready = onDevice;
      return ready == null ? onProcessor.blocksPerCall() : ready.blocksPerCall();
    }

    @Override
    public void run(Binding binding, NoiseKey key, long firstBlock, int blocks, double[] results) {
      Kernel ready = onDevice;
      if (ready != null && blocks >= FEWEST_BLOCKS) {
        ready.run(binding, key, firstBlock, blocks, results);
        return;
      }
      long start = System.nanoTime();
      onProcessor.run(binding, key, firstBlock, blocks, results);
      if (worked.addAndGet(System.nanoTime() - start) >= worthNanos && asked.compareAndSet(false, true)) {
        Thread.ofPlatform().daemon().name("pathwise-device-compiler").start(this::compile);
      }
    }

    private void compile() {
      try {
        Kernel kernel = device.compile(program, sampling());
        synchronized (this) {
          if (closed) {
            kernel.close();
          } else {
            onDevice = kernel;
          }
        }
      } catch (RuntimeException e) {
        LOGGER.log(Level.WARNING, "a kernel stays on the CPU: " + e.getMessage());
      }
    }

    @Override
    public synchronized void close() {
      closed = true;
      onProcessor.close();
      Kernel kernel = onDevice;
      if (kernel != null) {
        kernel.close();
      }
    }
  }
}
