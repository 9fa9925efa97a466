package io.pathwise.batch.command;

import io.pathwise.batch.hedging.HedgeRequest;
import io.pathwise.batch.hedging.HedgeResult;
import io.pathwise.batch.hedging.HedgeRun;
import io.pathwise.batch.log.Event;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code pathwise hedge}: how much of given instruments leaves the least variance of each trade, into files. */
@Command(name = "hedge", description = "Finds how much of given instruments leaves the least variance of each trade and of all together; writes hedges.csv and hedges.json.", mixinStandardHelpOptions = true, sortOptions = false)
final class HedgeCommand implements Callable<Integer> {
  /** More would overflow the number of blocks. */
  private static final long MOST_PATHS = 1L << 40;

  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Option(names = "--portfolio", required = true, paramLabel = "FILE", description = "The portfolio, one trade a line (JSON lines), or a table (*.csv).")
  private Path portfolio = Path.of("");

  @Option(names = "--market", required = true, paramLabel = "FILE", description = "The market (JSON), or a table (*.csv).")
  private Path market = Path.of("");

  @Option(names = "--instruments", required = true, paramLabel = "FILE", description = "What may hedge, in the format of a portfolio; of instruments that pay the same the first is used.")
  private Path instruments = Path.of("");

  @Option(names = "--out", required = true, paramLabel = "DIR", description = "Where the results go; made if it is not there.")
  private Path out = Path.of("");

  @Option(names = {"--fixings",
      "--past-fixings"}, paramLabel = "FILE", description = "Prices of days that have passed (CSV: asset, date, price).")
  private @Nullable Path fixings;

  @Option(names = "--paths", paramLabel = "N", defaultValue = "100000", description = "Number of paths of each hedge, rounded up to a multiple of 10240 (default: ${DEFAULT-VALUE}).")
  private Count paths = new Count(1);

  @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "Seed of the noise; equal seeds give equal results (default: ${DEFAULT-VALUE}).")
  private long seed = 1;

  @Mixin
  private EngineOptions engine = new EngineOptions();

  @Override
  public Integer call() {
    if (paths.value() > MOST_PATHS) {
      throw new ParameterException(spec.commandLine(),
          "--paths is " + paths.value() + ", must be at most " + MOST_PATHS);
    }
    HedgeResult result = HedgeRun.run(new HedgeRequest(portfolio, market, instruments, Optional.ofNullable(fixings),
        paths.value(), seed, out), engine.backend.find(), engine.threadCount());
    spec.commandLine().getOut().print(result.text());
    spec.commandLine().getOut().flush();
    boolean complete = result.withoutHedge() == 0;
    ((PathwiseCommand) spec.root().userObject()).tell(spec.commandLine(),
        complete ? System.Logger.Level.INFO : System.Logger.Level.WARNING,
        Event.of("run-finished", String.format(Locale.ROOT, "hedges in %.1f s, written to %s%s", result.seconds(), out,
            complete ? "" : "; " + result.withoutHedge() + " have none (see hedges.csv)"))
            .with("out", out.toString()).with("complete", complete));
    return (complete ? ExitCode.OK : ExitCode.SOME_TRADES_FAILED).status();
  }
}
