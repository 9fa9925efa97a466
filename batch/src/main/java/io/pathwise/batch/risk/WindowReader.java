package io.pathwise.batch.risk;

import io.pathwise.batch.input.PortfolioReader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Divides a portfolio into {@link Window}s and reads each while the one before is evaluated. Start at {@link #next}.
 * Not thread-safe.
 */
public final class WindowReader implements AutoCloseable {
  private final PortfolioReader portfolio;
  private final WorkLimit limit;
  private final ExecutorService executor = Executors
      .newSingleThreadExecutor(Thread.ofPlatform().daemon().name("pathwise-reader").factory());
  private CompletableFuture<Window> ahead;

  /** Begins to read. */
  public WindowReader(PortfolioReader portfolio, WorkLimit limit) {
    this.portfolio = portfolio;
    this.limit = limit;
    this.ahead = CompletableFuture.supplyAsync(this::read, executor);
  }

  /**
   * The next window; one without entries at the end.
   *
   * @throws io.pathwise.batch.input.InvalidInputException
   *           when the portfolio cannot be read on
   */
  public Window next() {
    Window window = result(ahead);
    if (!window.entries().isEmpty()) {
      ahead = CompletableFuture.supplyAsync(this::read, executor);
    }
    return window;
  }

  private Window read() {
    Window window = new Window(limit, portfolio.bytesRead());
    while (!window.isFull()) {
      PortfolioReader.Entry entry = portfolio.next();
      if (entry == null) {
        break;
      }
      window.add(entry, portfolio.bytesRead());
    }
    return window;
  }

  private static Window result(CompletableFuture<Window> future) {
    try {
      return future.join();
    } catch (CompletionException e) {
      switch (e.getCause()) {
        case RuntimeException cause -> throw cause;
        case Error cause -> throw cause;
        case null, default -> throw e;
      }
    }
  }

  /** Waits until nothing is read any more, so that the portfolio can be closed. */
  @Override
  public void close() {
    executor.shutdownNow();
    executor.close();
  }
}
