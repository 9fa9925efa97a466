package io.pathwise.engine.cpu;

import io.pathwise.engine.cpu.Vectorisation.Progress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** When vector forms are made: {@link #ofOwnThread} or {@link #betweenCalls}. One is made after the other. */
interface SpareTime {

  /** Asks for a vectorisation, which is made from now on; empty if it has become needless. */
  void request(Supplier<Optional<Vectorisation>> task);

  /** Notes that a kernel has worked for some time. */
  void worked(long nanos);

  /** In the background, on a thread of its own. */
  static SpareTime ofOwnThread() {
    return new OwnThread();
  }

  /**
   * On the threads that run kernels, between two calls: never longer than kernels have worked so far, so that a short
   * run takes at most twice as long.
   */
  static SpareTime betweenCalls() {
    return new BetweenCalls();
  }

  /** See {@link #ofOwnThread}. */
  final class OwnThread implements SpareTime {
    private static final long PAUSE_MILLIS = 2;

    private final Executor executor = Executors
        .newSingleThreadExecutor(Thread.ofPlatform().daemon().name("pathwise-vectoriser").factory());

    @Override
    public void request(Supplier<Optional<Vectorisation>> task) {
      executor.execute(() -> task.get().ifPresent(OwnThread::finish));
    }

    @Override
    public void worked(long nanos) {}

    /** Returns when it is done. */
    static void finish(Vectorisation vectorisation) {
      for (Progress progress = vectorisation.step(); progress != Progress.DONE; progress = vectorisation.step()) {
        if (progress == Progress.WAITS) {
          pause();
        }
      }
    }

    private static void pause() {
      try {
        Thread.sleep(PAUSE_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while waiting for the compiler", e);
      }
    }
  }

  /** See {@link #betweenCalls}. */
  final class BetweenCalls implements SpareTime {
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Supplier<Optional<Vectorisation>>> tasks = new ArrayDeque<>();
    private @Nullable Vectorisation current;
    private long left;

    @Override
    public void request(Supplier<Optional<Vectorisation>> task) {
      lock.lock();
      try {
        tasks.addLast(task);
      } finally {
        lock.unlock();
      }
    }

    /** A thread that finds another one at it goes on with its own work. */
    @Override
    public void worked(long nanos) {
      if (lock.tryLock()) {
        try {
          left += nanos;
          goOn();
        } finally {
          lock.unlock();
        }
      }
    }

    private void goOn() {
      while (left > 0 && (current != null || !tasks.isEmpty())) {
        long start = System.nanoTime();
        if (current == null) {
          current = tasks.removeFirst().get().orElse(null);
        }
        Progress progress = current == null ? Progress.DONE : current.step();
        left -= System.nanoTime() - start;
        if (progress == Progress.DONE) {
          current = null;
        } else if (progress == Progress.WAITS) {
          return;
        }
      }
    }
  }
}
