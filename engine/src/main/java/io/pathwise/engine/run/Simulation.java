package io.pathwise.engine.run;

import io.pathwise.engine.statistics.BlockMoments;
import io.pathwise.engine.statistics.MomentLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/**
 * Runs ranges of blocks on several threads and collects their moments exactly, so that the result does not depend on
 * the number of threads nor on which thread ran what. Idle threads take the next blocks from a common counter. Several
 * threads may call {@link #run} at once, such as the tasks of {@link #inParallel}; they share the idle threads.
 */
public final class Simulation implements AutoCloseable {

  /** How often each thread takes blocks at least, so that none waits long for the last one. */
  private static final int SHARES = 16;
  /** The same where calls should be large because a device does the work. */
  private static final int DEVICE_SHARES = 2;

  private final int threads;
  private final ExecutorService executor;
  /** Stand in for calling threads, which wait. */
  private final ExecutorService callers;
  /** As many permits as threads of the executor that have nothing to do. */
  private final Semaphore idle;

  /**
   * With so many threads, the calling one included.
   *
   * @param threads
   *          at least 1
   */
  public Simulation(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("the number of threads is " + threads + ", must be at least 1");
    }
    this.threads = threads;
    this.idle = new Semaphore(threads - 1);
    this.executor = Executors.newFixedThreadPool(Math.max(1, threads - 1), DeepThread.factory("pathwise-"));
    this.callers = Executors.newCachedThreadPool(DeepThread.factory("pathwise-run-"));
  }

  /** A thread with room for kernels that hold thousands of numbers at once: the stack of any other may be too small. */
  private static final class DeepThread extends Thread {
    private static final long STACK = 64 << 20;

    private DeepThread(Runnable work, String name) {
      super(null, work, name, STACK);
      setDaemon(true);
    }

    static ThreadFactory factory(String prefix) {
      AtomicInteger count = new AtomicInteger();
      return work -> new DeepThread(work, prefix + count.incrementAndGet());
    }
  }

  /** How many threads work, the calling one included. */
  public int threads() {
    return threads;
  }

  /**
   * The moments of a range of blocks.
   *
   * @param firstBlock
   *          the first
   * @param lastBlock
   *          one behind the last
   * @throws RuntimeException
   *           what the source threw on any thread; by then no thread works on the range any more
   */
  public BlockMoments run(BlockSource source, MomentLayout layout, long firstBlock, long lastBlock) {
    if (Thread.currentThread() instanceof DeepThread) {
      return runHere(source, layout, firstBlock, lastBlock);
    }
    try {
      return CompletableFuture.supplyAsync(() -> runHere(source, layout, firstBlock, lastBlock), callers).join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  private BlockMoments runHere(BlockSource source, MomentLayout layout, long firstBlock, long lastBlock) {
    AtomicLong next = new AtomicLong(firstBlock);
    int most = source.blocksPerCall();
    int shares = most > BlockSource.FEW_BLOCKS ? DEVICE_SHARES : SHARES;
    int chunk = Math.clamp((lastBlock - firstBlock) / ((long) shares * threads), 1, most);
    long chunks = Math.ceilDiv(lastBlock - firstBlock, chunk);
    BlockMoments moments = new BlockMoments(layout);
    new Team(chunks, helps -> {
      BlockMoments part = work(source, layout, next, chunk, lastBlock, helps);
      synchronized (moments) {
        moments.merge(part);
      }
    }).work();
    return moments;
  }

  /**
   * Calls a task with every number from 0 to count − 1, on as many threads as are idle. Threads that are idle later on
   * help with the runs within the tasks.
   *
   * @throws RuntimeException
   *           what a task threw; by then no thread works on any of them, and some may not have been called
   */
  public void inParallel(int count, IntConsumer task) {
    AtomicInteger next = new AtomicInteger();
    new Team(count, helps -> {
      try {
        for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
          helps.run();
          task.accept(i);
        }
      } finally {
        // After a failure the other threads have nothing left to do; otherwise this is where the counter is already.
        next.accumulateAndGet(count, Math::max);
      }
    }).work();
  }

  private static BlockMoments work(BlockSource source, MomentLayout layout, AtomicLong next, int chunk,
      long lastBlock, Runnable helps) {
    BlockMoments moments = new BlockMoments(layout);
    double[] results = new double[chunk * source.outputs()];
    try {
      for (long first = next.getAndAdd(chunk); first < lastBlock; first = next.getAndAdd(chunk)) {
        helps.run();
        int blocks = (int) Math.min(chunk, lastBlock - first);
        source.compute(first, blocks, results);
        for (int block = 0; block < blocks; block++) {
          moments.add(first + block, results, block * source.outputs());
        }
      }
    } finally {
      // After a failure the other threads have nothing left to do; otherwise this is where the counter is already.
      next.accumulateAndGet(lastBlock, Math::max);
    }
    return moments;
  }

  /** The calling thread and idle ones that do the same work, whose parts they share among themselves. */
  private final class Team {
    private final List<CompletableFuture<Void>> others = new ArrayList<>();
    private final long parts;
    private final Consumer<Runnable> work;
    private long begun;

    /**
     * A team.
     *
     * @param parts
     *          how many parts the work has
     * @param work
     *          what each thread does; before each of its parts it has to call what it is given
     */
    Team(long parts, Consumer<Runnable> work) {
      this.parts = parts;
      this.work = work;
    }

    /** Does the work; threads that become idle meanwhile join in before each part that the calling thread does. */
    void work() {
      try {
        work.accept(this::recruit);
      } finally {
        others.forEach(other -> other.exceptionally(failure -> null).join());
      }
      for (CompletableFuture<Void> other : others) {
        try {
          other.join();
        } catch (CompletionException e) {
          throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
      }
    }

    private void recruit() {
      begun++;
      while (begun + others.size() < parts && idle.tryAcquire()) {
        others.add(CompletableFuture.runAsync(() -> {
          try {
            work.accept(() -> {
            });
          } finally {
            idle.release();
          }
        }, executor));
      }
    }
  }

  /** Stops the threads. */
  @Override
  public void close() {
    executor.shutdown();
    callers.shutdown();
  }
}
