package io.pathwise.batch.risk;

import io.pathwise.batch.log.Event;
import io.pathwise.batch.log.LogFormat;
import java.io.Console;
import java.util.Optional;

/** Tells how far a run is: a bar on a terminal, a log line every minute elsewhere. Start at {@link #start}. */
interface Progress extends AutoCloseable {

  /**
   * Trades are done; called after each, or after several at once.
   *
   * @param bytesDone
   *          how much of the portfolio has been read
   * @param trades
   *          how many trades are done
   * @param failed
   *          how many of them failed, in part or as a whole
   */
  void advance(long bytesDone, long trades, long failed);

  /** Something the user should know of. */
  void warn(Event event);

  @Override
  void close();

  /** The kind of progress that fits where stderr goes, and what it is for. */
  static Progress start(long portfolioBytes, LogFormat format) {
    return format == LogFormat.TEXT && Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent()
        ? new ProgressOnTerminal(portfolioBytes)
        : new ProgressInLog(portfolioBytes, System::nanoTime);
  }
}
