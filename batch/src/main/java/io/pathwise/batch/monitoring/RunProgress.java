package io.pathwise.batch.monitoring;

import io.pathwise.batch.log.Event;
import io.pathwise.batch.log.LogFormat;
import io.pathwise.batch.log.StandardError;

/** Tells how far a run is: a bar on a terminal, a log line every minute elsewhere. Start at {@link #start}. */
public interface RunProgress extends AutoCloseable {

  /**
   * The run has got further.
   *
   * @param bytesDone
   *          how much of the portfolio is worked off, with what is done of unfinished trades
   * @param tradesWorked
   *          how many trades that is, unfinished ones by what is done of them
   * @param trades
   *          how many trades are done
   * @param failed
   *          how many of them failed, in part or as a whole
   */
  void advance(long bytesDone, double tradesWorked, long trades, long failed);

  /** Something the user should know of. */
  void warn(Event event);

  @Override
  void close();

  /** The kind of progress that fits where stderr goes, and what it is for. */
  static RunProgress start(long portfolioBytes, LogFormat format) {
    return format == LogFormat.TEXT && StandardError.isTerminal()
        ? new ProgressOnTerminal(portfolioBytes)
        : new ProgressInLog(portfolioBytes, System::nanoTime);
  }
}
