package io.pathwise.batch.monitoring;

import java.time.Duration;

/** Does something every minute, on a thread of its own, until it is closed. */
final class EveryMinute implements AutoCloseable {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final Thread thread;

  EveryMinute(Runnable work) {
    thread = Thread.ofPlatform().daemon().name("pathwise-every-minute").start(() -> {
      try {
        while (true) {
          Thread.sleep(MINUTE);
          work.run();
        }
      } catch (InterruptedException closed) {
        Thread.currentThread().interrupt();
      }
    });
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
