package io.pathwise.batch.report;

/**
 * The summary of a risk run: what was evaluated, what failed.
 *
 * @param trades
 *          how many trades, or lines that should have been one, the portfolio holds
 * @param failedTrades
 *          how many of them have no number at all
 * @param partlyFailedTrades
 *          how many lack some of their numbers
 * @param numbers
 *          how many numbers were computed
 * @param maximumPathsNumbers
 *          how many of them stopped at the maximum number of paths, short of their target error
 * @param doubtfulNumbers
 *          how many of them rest on few paths, or on none that differ, so that their errors say little
 * @param scenarioFailures
 *          how many changes of values in scenarios are missing
 * @param seconds
 *          wall time
 */
public record RiskReport(long trades, long failedTrades, long partlyFailedTrades, long numbers,
    long maximumPathsNumbers, long doubtfulNumbers, long scenarioFailures, double seconds) {

  /** Whether every trade has all its numbers. */
  public boolean isComplete() {
    return failedTrades + partlyFailedTrades + scenarioFailures == 0;
  }
}
