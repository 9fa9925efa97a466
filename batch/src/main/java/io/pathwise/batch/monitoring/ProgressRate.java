package io.pathwise.batch.monitoring;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How fast a run goes and when it will be over. Both come from its last minutes, so that trades which a cache answered
 * at once do not make those look fast that are still to be computed. Safe for use by several threads. Start at
 * {@link #advance}.
 */
final class ProgressRate {
  private static final long WINDOW = TimeUnit.MINUTES.toNanos(5);
  private static final long SPACING = TimeUnit.SECONDS.toNanos(5);

  private final long portfolioBytes;
  private final LongSupplier nanoTime;
  private final Deque<Mark> marks = new ArrayDeque<>();
  private Mark last;

  private record Mark(long nanos, long bytes, double tradesWorked, long trades) {}

  /**
   * The pace of a run that starts now.
   *
   * @param portfolioBytes
   *          how much there is to read
   * @param nanoTime
   *          the clock
   */
  ProgressRate(long portfolioBytes, LongSupplier nanoTime) {
    this.portfolioBytes = portfolioBytes;
    this.nanoTime = nanoTime;
    last = new Mark(nanoTime.getAsLong(), 0, 0, 0);
    marks.add(last);
  }

  /** So much of the portfolio is worked off, that is so many trades, of which so many are done. */
  synchronized void advance(long bytesDone, double tradesWorked, long trades) {
    last = new Mark(nanoTime.getAsLong(), bytesDone, tradesWorked, trades);
    if (last.nanos - marks.getLast().nanos >= SPACING) {
      marks.add(last);
    }
  }

  /** Trades done. */
  synchronized long trades() {
    return last.trades;
  }

  /** How much of the portfolio is worked off, from 0 to 100; 0 of a stream, of which nobody knows how long it is. */
  synchronized long percent() {
    return portfolioBytes == 0 ? 0 : Math.min(100, 100 * last.bytes / portfolioBytes);
  }

  /** Trades a second of late, unfinished ones by what is done of them. */
  synchronized double tradesPerSecond() {
    Mark from = from();
    return (last.tradesWorked - from.tradesWorked) / seconds(from);
  }

  /** The time that the rest will take at the pace of late; empty while nothing is known of it. */
  synchronized Optional<Duration> left() {
    Mark from = from();
    if (last.bytes == from.bytes || last.bytes > portfolioBytes) {
      return Optional.empty();
    }
    double seconds = (portfolioBytes - last.bytes) * (seconds(from) / (last.bytes - from.bytes));
    return Optional.of(Duration.ofSeconds(Math.round(seconds)));
  }

  /** The youngest mark that is as old as the window, or the start. */
  private Mark from() {
    long now = nanoTime.getAsLong();
    Mark from = marks.removeFirst();
    while (!marks.isEmpty() && now - marks.getFirst().nanos >= WINDOW) {
      from = marks.removeFirst();
    }
    marks.addFirst(from);
    return from;
  }

  private double seconds(Mark from) {
    return Math.max(1, nanoTime.getAsLong() - from.nanos) / 1e9;
  }

  /** A rate for people. */
  static String rate(double tradesPerSecond) {
    return String.format(Locale.ROOT, tradesPerSecond < 10 ? "%.2f trades/s" : "%.0f trades/s", tradesPerSecond);
  }

  /** Hours, minutes and seconds. */
  static String clock(Duration duration) {
    return String.format(Locale.ROOT, "%d:%02d:%02d", duration.toHours(), duration.toMinutesPart(),
        duration.toSecondsPart());
  }
}
