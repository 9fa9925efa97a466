package io.pathwise.batch.command;

import io.pathwise.batch.evaluation.Evaluator;
import io.pathwise.batch.log.Event;
import io.pathwise.batch.profit.ExplainedPortfolio;
import io.pathwise.batch.profit.ExplainedProfitRequest;
import io.pathwise.batch.profit.ExplainedProfitRun;
import io.pathwise.greeks.measure.Measure;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code pathwise explain-pnl}: why the value of a portfolio changed from one market to a later one, into files. */
@Command(name = "explain-pnl", description = "Explains the change of a portfolio's value from one market to a later one by time, fixings, risk factors and models; writes pnl.csv, pnl.json and pnl.html.", mixinStandardHelpOptions = true, sortOptions = false)
final class ExplainProfitCommand implements Callable<Integer> {
  private final Evaluator.Factory engines;

  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Option(names = "--from", required = true, paramLabel = "FILE", description = "The market before, with its valuation date (JSON), or a table (*.csv).")
  private Path from = Path.of("");

  @Option(names = "--to", required = true, paramLabel = "FILE", description = "The market after, with its own.")
  private Path to = Path.of("");

  @Mixin
  private PortfolioOptions options = new PortfolioOptions();

  ExplainProfitCommand(Evaluator.Factory engines) {
    this.engines = engines;
  }

  @Override
  public Integer call() {
    Set<Measure> measures = EnumSet.copyOf(options.simulation().measures(Measure.usual()));
    PathwiseCommand top = (PathwiseCommand) spec.root().userObject();
    ExplainedPortfolio result = ExplainedProfitRun.run(
        new ExplainedProfitRequest(options.request(from, Optional.empty(), EnumSet.of(Measure.VALUE),
            options.simulation().settings(), top), to, measures),
        engines);
    boolean complete = result.failedTrades() == 0;
    result.lines().forEach(line -> spec.commandLine().getOut().println(line));
    spec.commandLine().getOut().flush();
    top.tell(spec.commandLine(), complete ? System.Logger.Level.INFO : System.Logger.Level.WARNING,
        Event.of("run-finished", String.format(Locale.ROOT, "%d trades in %.1f s, written to %s%s", result.trades(),
            result.seconds(), options.out(),
            complete ? "" : "; " + result.failedTrades() + " trades are left out (see pnl.csv)"))
            .with("trades", result.trades()).with("failedTrades", result.failedTrades())
            .with("seconds", result.seconds()).with("out", options.out().toString()).with("complete", complete));
    return (complete ? ExitCode.OK : ExitCode.SOME_TRADES_FAILED).status();
  }
}
