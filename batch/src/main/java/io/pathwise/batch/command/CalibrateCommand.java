package io.pathwise.batch.command;

import io.pathwise.batch.calibration.CalibrationRequest;
import io.pathwise.batch.calibration.CalibrationRun;
import io.pathwise.batch.calibration.PriceCalibrationRun;
import io.pathwise.batch.log.Event;
import io.pathwise.pricing.calibration.ModelFamily;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code pathwise calibrate}: models fitted to quoted implied volatilities or to prices, into a market file. */
@Command(name = "calibrate", description = "Fits models to implied volatilities (--quotes) or to prices of trades (--to) and writes the market with their parameters.", customSynopsis = {
    "pathwise calibrate --quotes FILE --model NAME --market FILE --out FILE [OPTIONS]",
    "pathwise calibrate --to FILE --market FILE --out FILE [OPTIONS]"}, mixinStandardHelpOptions = true, sortOptions = false)
final class CalibrateCommand implements Callable<Integer> {
  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Option(names = "--market", required = true, paramLabel = "FILE", description = "The market (JSON), or a table (*.csv).")
  private Path market = Path.of("");

  @Option(names = "--quotes", paramLabel = "FILE", description = "Black implied volatilities, one a line (JSON lines), or a table (*.csv): asset, expiry, strike (or moneyness, or delta), vol, weight.")
  private @Nullable Path quotes;

  @Option(names = "--model", paramLabel = "NAME", description = "With --quotes: the model of the assets that have quotes: heston, bates, merton, variance-gamma, local-vol.")
  private @Nullable ModelFamily model;

  @Option(names = "--to", paramLabel = "FILE", description = "Trades with their prices, one a line (JSON lines), or a table (*.csv): the fields of a trade, price, error, weight. The models of the market are calibrated.")
  private @Nullable Path prices;

  @Option(names = "--out", required = true, paramLabel = "FILE", description = "The market (JSON) with the models that were found.")
  private Path out = Path.of("");

  @Option(names = "--report", paramLabel = "FILE", description = "Also write a page (HTML) with the fit and its errors.")
  private @Nullable Path report;

  @Option(names = "--allow-arbitrage", description = "With --quotes: fit quotes that contradict each other, with a warning.")
  private boolean allowArbitrage;

  @Option(names = "--repair", description = "With --quotes: move quotes that contradict each other to the nearest that do not, each with a message.")
  private boolean repair;

  @Mixin
  private PriceSearchOptions search = new PriceSearchOptions();

  @Mixin
  private EngineOptions engine = new EngineOptions();

  @Override
  public Integer call() {
    if ((quotes == null) == (prices == null)) {
      throw wrong("give either --quotes (volatilities) or --to (prices)");
    }
    return quotes != null ? toVolatilities(quotes) : toPrices(Objects.requireNonNull(prices));
  }

  private int toVolatilities(Path file) {
    PriceSearchOptions.given(spec.commandLine().getParseResult()).stream().findFirst().ifPresent(option -> {
      throw wrong(option + " goes with --to, not with --quotes");
    });
    if (model == null) {
      throw wrong("--model is missing: which model is fitted to --quotes");
    }
    if (allowArbitrage && repair) {
      throw wrong(
          "--allow-arbitrage and --repair: one of them says what is done with quotes that contradict each other");
    }
    print(CalibrationRun.run(new CalibrationRequest(market, file, model, out, Optional.ofNullable(report),
        onArbitrage()), this::tell));
    return ExitCode.OK.status();
  }

  private int toPrices(Path file) {
    if (model != null || allowArbitrage || repair) {
      throw wrong("--model, --allow-arbitrage and --repair go with --quotes; --to calibrates the models of the market");
    }
    PriceCalibrationRun.Result result = PriceCalibrationRun.run(
        search.request(spec.commandLine(), market, file, out, Optional.ofNullable(report)), engine.backend.find(),
        engine.threadCount(), this::tell);
    print(result.text());
    if (result.isConverged()) {
      return ExitCode.OK.status();
    }
    tell(System.Logger.Level.ERROR,
        Event.of("not-converged", "the search has not converged, " + out + " is not written"));
    return ExitCode.SOME_TRADES_FAILED.status();
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private void print(String text) {
    PrintWriter writer = spec.commandLine().getOut();
    writer.print(text);
    writer.flush();
  }

  private void tell(System.Logger.Level level, Event event) {
    ((PathwiseCommand) spec.root().userObject()).tell(spec.commandLine(), level, event);
  }

  private CalibrationRequest.OnArbitrage onArbitrage() {
    if (repair) {
      return CalibrationRequest.OnArbitrage.REPAIR;
    }
    return allowArbitrage ? CalibrationRequest.OnArbitrage.ALLOW : CalibrationRequest.OnArbitrage.REFUSE;
  }
}
