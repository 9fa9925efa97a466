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
 * @param nanosPerCharacter
 *          how long the kernel has run by then for each character of its narrow code in LLVM's language, in nanoseconds
 *          of all its threads together
 */
record Widening(Shape shape, long nanosPerCharacter) {

  private static final System.Logger LOG = System.getLogger(Widening.class.getName());

  /**
   * Code for 32 lanes saves a quarter of the time of code for 8 and takes 1.2 to 2 microseconds for each character of
   * the latter to make: a kernel that runs four times as long has paid for it, and one that has run for two thirds of
   * that is as likely as not to do so. Half a second for 100 000 characters, as many as a usual kernel has.
   */
  static final Widening USUAL = new Widening(new Shape(32), 5_000);

  /** Whether a kernel has run for long enough. */
  boolean pays(long nanos, int characters) {
    return nanos >= nanosPerCharacter * characters;
  }

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
