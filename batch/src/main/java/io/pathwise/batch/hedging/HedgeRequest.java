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
 * @param paths
 *          at least how many paths each hedge takes
 * @param seed
 *          of the noise
 * @param out
 *          the directory of the results
 */
public record HedgeRequest(Path portfolio, Path market, Path instruments, Optional<Path> fixings, long paths, long seed,
    Path out) {}
