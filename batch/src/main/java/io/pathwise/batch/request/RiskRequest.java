package io.pathwise.batch.request;

import io.pathwise.batch.evaluation.BackendChoice;
import io.pathwise.batch.monitoring.Monitoring;
import io.pathwise.batch.output.Units;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.greeks.policy.Settings;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * The options of a risk run.
 *
 * @param portfolio
 *          the portfolio file
 * @param market
 *          the market file
 * @param out
 *          the directory of the results, made if it is not there
 * @param measures
 *          what to compute for each trade
 * @param settings
 *          how
 * @param backend
 *          which backend
 * @param threads
 *          how many threads may work at once
 * @param cache
 *          where results are kept for later runs, if anywhere
 * @param scenarios
 *          the file of scenarios, if there are any
 * @param fixings
 *          the file of past fixings, if there is one
 * @param units
 *          what Greeks are written in
 * @param reportingCurrency
 *          the curve of the currency in which totals are; empty for that of each trade
 * @param parquet
 *          whether the results are written as a Parquet file, too
 * @param maximumMinutes
 *          what a trade may take of one core, by estimate
 * @param monitoring
 *          how the run is followed
 */
public record RiskRequest(Path portfolio, Path market, Path out, Set<Measure> measures, Settings settings,
    BackendChoice backend, int threads,
    Optional<CacheChoice> cache, Optional<Path> scenarios, Optional<Path> fixings, Units units,
    Optional<String> reportingCurrency, boolean parquet,
    double maximumMinutes, Monitoring monitoring) {}
