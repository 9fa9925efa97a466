package io.pathwise.batch.command;

import io.pathwise.batch.calibration.CalibrationRequest;
import io.pathwise.batch.calibration.CalibrationRun;
import io.pathwise.pricing.calibration.ModelFamily;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code pathwise calibrate}: models fitted to quoted implied volatilities, into a market file. */
@Command(name = "calibrate", description = "Fits a model to implied volatilities and writes the market with its parameters.", mixinStandardHelpOptions = true, sortOptions = false)
final class CalibrateCommand implements Callable<Integer> {
  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Option(names = "--market", required = true, paramLabel = "FILE", description = "The market (JSON), or a table (*.csv).")
  private Path market = Path.of("");

  @Option(names = "--quotes", required = true, paramLabel = "FILE", description = "Black implied volatilities, one a line (JSON lines), or a table (*.csv): asset, expiry, strike (or moneyness, or delta), vol, weight.")
  private Path quotes = Path.of("");

  @Option(names = "--model", required = true, paramLabel = "NAME", description = "The model of the assets that have quotes: heston, bates, merton, variance-gamma, local-vol.")
  private ModelFamily model = ModelFamily.HESTON;

  @Option(names = "--out", required = true, paramLabel = "FILE", description = "The market (JSON) with the models that were found.")
  private Path out = Path.of("");

  @Option(names = "--report", paramLabel = "FILE", description = "Also write a page (HTML) with smiles and errors.")
  private @Nullable Path report;

  @Option(names = "--allow-arbitrage", description = "Fit quotes that contradict each other, with a warning.")
  private boolean allowArbitrage;

  @Option(names = "--repair", description = "Move quotes that contradict each other to the nearest that do not, each with a message.")
  private boolean repair;

  @Override
  public Integer call() {
    if (allowArbitrage && repair) {
      throw new ParameterException(spec.commandLine(),
          "--allow-arbitrage and --repair: one of them says what is done with quotes that contradict each other");
    }
    PrintWriter writer = spec.commandLine().getOut();
    PathwiseCommand top = (PathwiseCommand) spec.root().userObject();
    writer.print(CalibrationRun.run(
        new CalibrationRequest(market, quotes, model, out, Optional.ofNullable(report), onArbitrage()),
        (level, event) -> top.tell(spec.commandLine(), level, event)));
    writer.flush();
    return ExitCode.OK.status();
  }

  private CalibrationRequest.OnArbitrage onArbitrage() {
    if (repair) {
      return CalibrationRequest.OnArbitrage.REPAIR;
    }
    return allowArbitrage ? CalibrationRequest.OnArbitrage.ALLOW : CalibrationRequest.OnArbitrage.REFUSE;
  }
}
