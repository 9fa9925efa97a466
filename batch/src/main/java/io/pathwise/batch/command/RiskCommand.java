package io.pathwise.batch.command;

import io.pathwise.batch.evaluation.Cluster;
import io.pathwise.batch.evaluation.Evaluator;
import io.pathwise.batch.log.Event;
import io.pathwise.batch.monitoring.Monitoring;
import io.pathwise.batch.output.Units;
import io.pathwise.batch.plan.DryRun;
import io.pathwise.batch.plan.Plan;
import io.pathwise.batch.report.RiskReport;
import io.pathwise.batch.request.RiskRequest;
import io.pathwise.batch.risk.RiskRun;
import io.pathwise.greeks.measure.Measure;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code pathwise risk}: every Greek of every trade of a portfolio, into files. */
@Command(name = "risk", description = "Evaluates a portfolio and writes results.csv, summary.json and report.html.", mixinStandardHelpOptions = true, sortOptions = false)
final class RiskCommand implements Callable<Integer> {
  private final Evaluator.Factory engines;

  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Option(names = "--market", required = true, paramLabel = "FILE", description = "The market (JSON), or a table (*.csv).")
  private Path market = Path.of("");

  @Option(names = "--scenarios", paramLabel = "FILE", description = "Named shifts of the market, one a line (JSON lines); writes scenarios.csv.")
  private @Nullable Path scenarios;

  @Option(names = "--units", paramLabel = "NAME", defaultValue = "raw", description = Units.DESCRIPTION)
  private Units units = Units.RAW;

  @Option(names = "--parquet", description = "Also write results.parquet.")
  private boolean parquet;

  @Option(names = "--metrics", paramLabel = "FILE", description = "Also write metrics of the run, every minute and at the end, in the text format of Prometheus.")
  private @Nullable Path metrics;

  @Option(names = "--dry-run", description = "Check all input and places for output, and estimate paths and memory; write nothing.")
  private boolean dryRun;

  @Option(names = "--spark", paramLabel = "MASTER", description = "Let Apache Spark do the work: local[4], spark://host:7077, ... (docs/spark.md). Results do not depend on it; --threads does not count then.")
  private @Nullable String spark;

  @Mixin
  private PortfolioOptions options = new PortfolioOptions();

  RiskCommand(Evaluator.Factory engines) {
    this.engines = engines;
  }

  @Override
  public Integer call() {
    Set<Measure> measures = options.simulation().measures(Measure.usual());
    if (scenarios != null && !measures.contains(Measure.VALUE)) {
      throw new ParameterException(spec.commandLine(), "--scenarios needs the measure value");
    }
    RiskRequest request = options.request(market, Optional.ofNullable(scenarios), measures,
        options.simulation().settings(), units, parquet,
        new Monitoring(top().logFormat(), Optional.ofNullable(metrics)));
    if (dryRun) {
      Plan plan = DryRun.run(request, engines);
      spec.commandLine().getOut().print(plan.text());
      spec.commandLine().getOut().flush();
      return (plan.unusable() == 0 ? ExitCode.OK : ExitCode.SOME_TRADES_FAILED).status();
    }
    RiskReport report = RiskRun.run(request, spark == null ? engines : Cluster.at(spark));
    tell(report);
    return (report.isComplete() ? ExitCode.OK : ExitCode.SOME_TRADES_FAILED).status();
  }

  private PathwiseCommand top() {
    return (PathwiseCommand) spec.root().userObject();
  }

  private void tell(RiskReport report) {
    boolean complete = report.isComplete();
    Event event = Event.of("run-finished", text(report)).with("trades", report.trades())
        .with("failedTrades", report.failedTrades()).with("partlyFailedTrades", report.partlyFailedTrades())
        .with("scenarioFailures", report.scenarioFailures()).with("numbers", report.numbers())
        .with("maximumPathsNumbers", report.maximumPathsNumbers()).with("doubtfulNumbers", report.doubtfulNumbers())
        .with("seconds", report.seconds())
        .with("out", options.out().toString()).with("complete", complete);
    top().tell(spec.commandLine(), complete ? System.Logger.Level.INFO : System.Logger.Level.WARNING, event);
  }

  private String text(RiskReport report) {
    StringBuilder text = new StringBuilder(String.format(Locale.ROOT, "%d trades, %d numbers in %.1f s, written to %s",
        report.trades(), report.numbers(), report.seconds(), options.out()));
    if (!report.isComplete()) {
      text.append(
          String.format(Locale.ROOT, "; %d trades failed, %d lack some of their numbers (see the message column)",
              report.failedTrades(), report.partlyFailedTrades()));
    }
    if (report.scenarioFailures() > 0) {
      text.append(String.format(Locale.ROOT, "; %d changes in scenarios failed", report.scenarioFailures()));
    }
    if (report.maximumPathsNumbers() > 0) {
      text.append(String.format(Locale.ROOT, "; %d numbers stopped at the maximum number of paths",
          report.maximumPathsNumbers()));
    }
    if (report.doubtfulNumbers() > 0) {
      text.append(String.format(Locale.ROOT, "; %d numbers rest on few paths (status few-hits or no-hits)",
          report.doubtfulNumbers()));
    }
    return text.toString();
  }
}
