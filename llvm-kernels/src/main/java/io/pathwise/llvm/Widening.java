package io.pathwise.llvm;

import io.pathwise.llvm.ir.Shape;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;

/**
 * When a kernel is compiled once more, for wider groups of paths, and by whom: machine code for few lanes is made in
 * half the time, and code for many runs faster, so the second is made in the background once a kernel has run for so
 * long that it would have paid. The numbers have the same bits, so the clock may decide.
 *
 * @param shape
 *          the wider groups
 * @param afterNanos
 *          how long the kernel has run by then, in nanoseconds of all its threads together
 */
record Widening(Shape shape, long afterNanos) {

  /**
   * Code for 32 lanes saves about a quarter of the time of code for 8 and takes 0.1 to 0.2 seconds to make: what will
   * have been run for a second has paid for it, and what has run for half a second is as likely as not to do so.
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

  /** Does this soon, unless the process is about to end. */
  static void inBackground(Runnable task) {
    try {
      Background.EXECUTOR.execute(task);
    } catch (RejectedExecutionException ending) {
      return;
    }
  }
}
