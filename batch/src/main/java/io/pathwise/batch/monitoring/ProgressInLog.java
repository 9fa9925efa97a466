package io.pathwise.batch.monitoring;

import io.pathwise.batch.log.Event;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/** A log line every minute, whether or not a trade was done in it. */
final class ProgressInLog implements RunProgress {
  private final ProgressRate pace;
  private final EveryMinute lines;
  private volatile long failed;

  ProgressInLog(long portfolioBytes, LongSupplier nanoTime) {
    pace = new ProgressRate(portfolioBytes, nanoTime);
    lines = new EveryMinute(() -> event().log(System.Logger.Level.INFO));
  }

  @Override
  public void advance(long bytesDone, double tradesWorked, long trades, long failedTrades) {
    pace.advance(bytesDone, tradesWorked, trades);
    failed = failedTrades;
  }

  /** How far the run is. */
  Event event() {
    long trades = pace.trades();
    double rate = pace.tradesPerSecond();
    Optional<Duration> left = pace.left();
    String text = trades + " trades done (" + pace.percent() + " % of the work), " + ProgressRate.rate(rate)
        + left.map(duration -> ", about " + ProgressRate.clock(duration) + " left").orElse("")
        + (failed == 0 ? "" : ", " + failed + " with failures");
    Event event = Event.of("progress", text).with("trades", trades).with("failed", failed)
        .with("percent", pace.percent()).with("tradesPerSecond", rate);
    return left.isPresent() ? event.with("secondsLeft", left.get().toSeconds()) : event;
  }

  @Override
  public void warn(Event event) {
    event.log(System.Logger.Level.WARNING);
  }

  @Override
  public void close() {
    lines.close();
  }
}
