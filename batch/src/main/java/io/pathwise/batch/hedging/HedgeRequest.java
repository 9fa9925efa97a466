package io.pathwise.batch.hedging;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What hedges are asked for.
 *
 * @param portfolio
 *          the file of trades that are hedged
 * @param market
 *          the market file
 * @param instruments
 *          the file of trades that hedge
 * @param fixings
 *          prices of days that have passed
 * @param dates
 *          when instruments are traded beside today; empty for static hedges only
 * @param paths
 *          at least how many paths each hedge takes
 * @param seed
 *          of the noise
 * @param out
 *          the directory of the results
 */
public record HedgeRequest(Path portfolio, Path market, Path instruments, Optional<Path> fixings,
    Optional<TradingDates> dates, long paths, long seed, Path out) {

  /** Which method that is. */
  HedgeMethod method() {
    return dates.isPresent() ? HedgeMethod.LEAST_SQUARES : HedgeMethod.VARIANCE;
  }
}
