package io.pathwise.batch.risk;

import io.pathwise.batch.input.PortfolioReader;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Divides a portfolio into {@link Window}s and reads each while the one before is evaluated. Start at {@link #next}.
 * Not thread-safe.
 */
final class WindowReader implements AutoCloseable {
  private final PortfolioReader portfolio;
  private final WorkLimit limit;
  private final ExecutorService executor = Executors
      .newSingleThreadExecutor(Thread.ofPlatform().daemon().name("pathwise-reader").factory());
  private Future<Window> ahead;

  /** Begins to read. */
  WindowReader(PortfolioReader portfolio, WorkLimit limit) {
    this.portfolio = portfolio;
    this.limit = limit;
    this.ahead = executor.submit(this::read);
  }

  /**
   * The next window; one without entries at the end.
   *
   * @throws io.pathwise.batch.input.InvalidInputException
   *           when the portfolio cannot be read on
   */
  Window next() {
    Window window = result(ahead);
    if (!window.entries().isEmpty()) {
      ahead = executor.submit(this::read);
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

  private static Window result(Future<Window> future) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return future.get();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case RuntimeException cause -> throw cause;
        case Error cause -> throw cause;
        case null, default -> throw new IllegalStateException(e);
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
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
