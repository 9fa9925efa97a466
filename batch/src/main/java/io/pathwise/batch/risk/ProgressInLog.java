package io.pathwise.batch.risk;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** A log line every ten seconds. */
final class ProgressInLog implements Progress {
  private static final long INTERVAL = TimeUnit.SECONDS.toNanos(10);
  private static final System.Logger LOG = System.getLogger("pathwise");

  private final long portfolioBytes;
  private final LongSupplier nanoTime;
  private long last;

  ProgressInLog(long portfolioBytes, LongSupplier nanoTime) {
    this.portfolioBytes = portfolioBytes;
    this.nanoTime = nanoTime;
    last = nanoTime.getAsLong();
  }

  @Override
  public void advance(long bytesDone, long trades, long failed) {
    long now = nanoTime.getAsLong();
    if (now - last >= INTERVAL) {
      last = now;
      LOG.log(System.Logger.Level.INFO, trades + " trades done (" + percent(bytesDone) + " % of the portfolio)"
          + (failed == 0 ? "" : ", " + failed + " with failures"));
    }
  }

  @Override
  public void warn(String message) {
    LOG.log(System.Logger.Level.WARNING, message);
  }

  @Override
  public void close() {}

  private long percent(long bytesDone) {
    return portfolioBytes == 0 ? 100 : 100 * bytesDone / portfolioBytes;
  }
}
