package io.pathwise.llvm;

import io.pathwise.llvm.ir.Shape;
import io.pathwise.llvm.library.LlvmException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;

/**
 * When a kernel is compiled once more, for wider groups of paths, and by whom: machine code for few lanes is made
 * faster, and code for many lanes runs faster, so the second is made in the background once a kernel has run for so
 * long that it would have paid. The numbers have the same bits, so the clock may decide.
 *
 * @param shape
 *          the wider groups
 * @param afterNanos
 *          how long the kernel has run by then, in nanoseconds of all its threads together
 */
record Widening(Shape shape, long afterNanos) {

  private static final System.Logger LOG = System.getLogger(Widening.class.getName());

  /**
   * If code for 32 lanes saved a quarter of the time of code for 8 and took 0.1 to 0.2 seconds to make, a kernel that
   * runs for a second would have paid for it, and one that has run for half a second is as likely as not to do so.
   */
  static final Widening USUAL = new Widening(new Shape(32), 500_000_000);

  /** One thread, which ends with the process: LLVM must not be at work when its library is unloaded. */
  private static final class Background {
    static final ExecutorService EXECUTOR = Executors
        .newSingleThreadExecutor(Thread.ofPlatform().daemon().name("pathwise-widening").factory());

    static {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> {
        EXECUTOR.shutdownNow();
        EXECUTOR.close();
      }));
    }
  }

  /** Does this soon, unless the process is about to end. What fails is told: the narrow code goes on. */
  static void inBackground(Runnable task) {
    try {
      Background.EXECUTOR.execute(() -> {
        try {
          task.run();
        } catch (LlvmException e) {
          LOG.log(System.Logger.Level.DEBUG, "a kernel stays narrow", e);
        }
      });
    } catch (RejectedExecutionException e) {
      LOG.log(System.Logger.Level.DEBUG, "a kernel stays narrow, as the process ends", e);
    }
  }
}
