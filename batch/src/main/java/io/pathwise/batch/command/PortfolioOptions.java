package io.pathwise.batch.command;

import io.pathwise.batch.monitoring.Monitoring;
import io.pathwise.batch.output.Units;
import io.pathwise.batch.request.RiskRequest;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.greeks.policy.Settings;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of commands that look at a whole portfolio. Start at {@link #request}. */
final class PortfolioOptions extends PortfolioFiles {
  @Option(names = "--reporting-currency", paramLabel = "CURVE", description = "Add up in this currency, at exchange rates of the market; by default every currency by itself.")
  private @Nullable String reportingCurrency;

  @Mixin
  private SimulationOptions simulation = new SimulationOptions();

  @Mixin
  private EngineOptions engine = new EngineOptions();

  @Mixin
  private CacheOptions cache = new CacheOptions();

  /** What to compute, and how exactly. */
  SimulationOptions simulation() {
    return simulation;
  }

  /** A run on a market. */
  RiskRequest request(Path market, Optional<Path> scenarios, Set<Measure> measures, Settings settings,
      PathwiseCommand top) {
    return request(market, scenarios, measures, settings, Units.RAW, false,
        new Monitoring(top.logFormat(), Optional.empty()));
  }

  /** A run on a market that also chooses what of each trade is written, and how it is followed. */
  RiskRequest request(Path market, Optional<Path> scenarios, Set<Measure> measures, Settings settings, Units units,
      boolean parquet, Monitoring monitoring) {
    return new RiskRequest(portfolio(), market, out(), measures, settings, engine.backend, engine.threadCount(),
        cache.choice(), scenarios, fixings(), units, Optional.ofNullable(reportingCurrency),
        parquet, simulation.maximumMinutes(), monitoring);
  }
}
