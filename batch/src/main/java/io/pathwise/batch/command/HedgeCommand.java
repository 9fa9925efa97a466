package io.pathwise.batch.command;

import io.pathwise.batch.hedging.HedgeMethod;
import io.pathwise.batch.hedging.HedgeRequest;
import io.pathwise.batch.hedging.HedgeResult;
import io.pathwise.batch.hedging.HedgeRun;
import io.pathwise.batch.hedging.TradingDates;
import io.pathwise.batch.log.Event;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code pathwise hedge}: how much of given instruments leaves the least variance of each trade, into files. */
@Command(name = "hedge", description = "Finds how much of given instruments leaves the least variance of each trade and of all together, held to the end or traded at several dates; writes hedges.csv, hedges.json and hedges.html, and rebalancing.csv.", mixinStandardHelpOptions = true, sortOptions = false)
final class HedgeCommand implements Callable<Integer> {
  /** More would overflow the number of blocks. */
  private static final long MOST_PATHS = 1L << 40;

  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Option(names = "--market", required = true, paramLabel = "FILE", description = "The market (JSON), or a table (*.csv).")
  private Path market = Path.of("");

  @Option(names = "--instruments", required = true, paramLabel = "FILE", description = "What may hedge, in the format of a portfolio; of instruments that pay the same the first is used.")
  private Path instruments = Path.of("");

  @Option(names = "--method", paramLabel = "NAME", description = "variance: static ratios, of least variance; least-squares: at several dates, functions of what is known then (--dates or --rebalance). By default what the dates ask for.")
  private @Nullable HedgeMethod method;

  @ArgGroup
  private DatesOptions dates = new DatesOptions();

  /** When instruments are traded beside today, in one of two ways. */
  private static final class DatesOptions {
    @Option(names = "--dates", paramLabel = "T", split = ",", description = "Also trade at these times, numbers of years or ISO dates, separated by commas.")
    private List<String> given = List.of();

    @Option(names = "--rebalance", paramLabel = "N", description = "Also trade at the ends of N equal periods up to each trade's last payment but the last: N = 12 of a year is each month.")
    private @Nullable Integer periods;

    Optional<TradingDates> dates() {
      return periods == null
          ? Optional.of(given).filter(list -> !list.isEmpty()).map(TradingDates.Given::new)
          : Optional.of(new TradingDates.Periods(periods));
    }
  }

  @Option(names = "--paths", paramLabel = "N", defaultValue = "100000", description = "Number of paths of each hedge, rounded up to a multiple of 10240 (default: ${DEFAULT-VALUE}).")
  private Count paths = new Count(1);

  @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "Seed of the noise; equal seeds give equal results (default: ${DEFAULT-VALUE}).")
  private long seed = 1;

  @Mixin
  private PortfolioFiles files = new PortfolioFiles();

  @Mixin
  private EngineOptions engine = new EngineOptions();

  @Override
  public Integer call() {
    if (paths.value() > MOST_PATHS) {
      throw wrong("--paths is " + paths.value() + ", must be at most " + MOST_PATHS);
    }
    HedgeResult result = HedgeRun.run(new HedgeRequest(files.portfolio(), market, instruments, files.fixings(),
        dates(), paths.value(), seed, files.out()), engine.backend.find(), engine.threadCount());
    spec.commandLine().getOut().print(result.text());
    spec.commandLine().getOut().flush();
    boolean complete = result.withoutHedge() == 0;
    ((PathwiseCommand) spec.root().userObject()).tell(spec.commandLine(),
        complete ? System.Logger.Level.INFO : System.Logger.Level.WARNING,
        Event
            .of("run-finished",
                String.format(Locale.ROOT, "hedges in %.1f s, written to %s%s", result.seconds(), files.out(),
                    complete ? "" : "; " + result.withoutHedge() + " have none (see hedges.csv)"))
            .with("out", files.out().toString()).with("complete", complete));
    return (complete ? ExitCode.OK : ExitCode.SOME_TRADES_FAILED).status();
  }

  private Optional<TradingDates> dates() {
    Optional<TradingDates> chosen;
    try {
      chosen = dates.dates();
    } catch (IllegalArgumentException e) {
      throw wrong(e.getMessage());
    }
    if (method == HedgeMethod.VARIANCE && chosen.isPresent()) {
      throw wrong("--method variance is for static hedges; --dates and --rebalance need --method least-squares");
    }
    if (method == HedgeMethod.LEAST_SQUARES && chosen.isEmpty()) {
      throw wrong("--method least-squares needs --dates or --rebalance");
    }
    return chosen;
  }

  private ParameterException wrong(@Nullable String message) {
    return new ParameterException(spec.commandLine(), String.valueOf(message));
  }
}
