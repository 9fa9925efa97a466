package io.pathwise.engine.run;

import io.pathwise.engine.statistics.BlockMoments;
import io.pathwise.engine.statistics.MomentLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Runs ranges of blocks on several threads and collects their moments exactly, so that the result does not depend on
 * the number of threads nor on which thread ran what. Idle threads take the next blocks from a common counter.
 */
public final class Simulation implements AutoCloseable {

  /** How often each thread takes blocks at least, so that none waits long for the last one. */
  private static final int SHARES = 16;
  /** The same where calls should be large because a device does the work. */
  private static final int DEVICE_SHARES = 2;

  private final int threads;
  private final ExecutorService executor;

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
    this.executor = Executors.newFixedThreadPool(Math.max(1, threads - 1),
        Thread.ofPlatform().daemon().name("pathwise-", 1).factory());
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
    AtomicLong next = new AtomicLong(firstBlock);
    List<CompletableFuture<BlockMoments>> others = new ArrayList<>();
    int most = source.blocksPerCall();
    int shares = most > BlockSource.FEW_BLOCKS ? DEVICE_SHARES : SHARES;
    int chunk = Math.clamp((lastBlock - firstBlock) / ((long) shares * threads), 1, most);
    long chunks = Math.ceilDiv(lastBlock - firstBlock, chunk);
    for (int i = 1; i < Math.min(threads, chunks); i++) {
      others.add(CompletableFuture.supplyAsync(() -> work(source, layout, next, chunk, lastBlock), executor));
    }
    BlockMoments moments;
    try {
      moments = work(source, layout, next, chunk, lastBlock);
    } finally {
      others.forEach(other -> other.handle((result, failure) -> result).join());
    }
    for (CompletableFuture<BlockMoments> other : others) {
      try {
        moments.merge(other.join());
      } catch (CompletionException e) {
        throw e.getCause() instanceof RuntimeException cause ? cause : e;
      }
    }
    return moments;
  }

  private static BlockMoments work(BlockSource source, MomentLayout layout, AtomicLong next, int chunk,
      long lastBlock) {
    BlockMoments moments = new BlockMoments(layout);
    double[] results = new double[chunk * source.outputs()];
    try {
      for (long first = next.getAndAdd(chunk); first < lastBlock; first = next.getAndAdd(chunk)) {
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

  /** Stops the threads. */
  @Override
  public void close() {
    executor.shutdown();
  }
}
