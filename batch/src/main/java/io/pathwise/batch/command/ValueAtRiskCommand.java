package io.pathwise.batch.command;

import io.pathwise.batch.evaluation.Evaluator;
import io.pathwise.batch.input.ScenarioReader;
import io.pathwise.batch.log.Event;
import io.pathwise.batch.profit.ValueAtRisk;
import io.pathwise.batch.profit.ValueAtRiskRequest;
import io.pathwise.batch.profit.ValueAtRiskRequest.Method;
import io.pathwise.batch.profit.ValueAtRiskRun;
import io.pathwise.greeks.measure.Measure;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code pathwise var}: value at risk and expected shortfall of a portfolio, into files. */
@Command(name = "var", description = "Value at risk and expected shortfall of a portfolio over historical shifts or scenarios; writes var.csv, contributions.csv, var.json and var.html.", mixinStandardHelpOptions = true, sortOptions = false)
final class ValueAtRiskCommand implements Callable<Integer> {
  /** Of changes on common noise, whose errors are far below what a sample of scenarios leaves open. */
  private static final long PATHS_OF_CHANGES = 8192;

  private final Evaluator.Factory engines;

  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Option(names = "--market", required = true, paramLabel = "FILE", description = "The market (JSON), or a table (*.csv).")
  private Path market = Path.of("");

  @Option(names = "--shifts", required = true, paramLabel = "FILE", description = "Historical moves, one day a row (*.csv), or named scenarios, one a line (JSON lines).")
  private Path shifts = Path.of("");

  @Option(names = "--confidence", paramLabel = "X", defaultValue = "0.99", description = "The share of scenarios whose loss is at most the value at risk (default: ${DEFAULT-VALUE}).")
  private double confidence = 0.99;

  @Option(names = "--decay", paramLabel = "X", description = "Let days of a history count by their age: each is this share of the next day (above 0 and below 1, such as 0.98). By default all count the same, or as the column weight says.")
  private @Nullable Double decay;

  @Option(names = "--method", paramLabel = "NAME", defaultValue = "full", description = "full: every trade is valued anew in every scenario, on the noise of its value today (8192 paths unless --paths says more); delta-gamma: from first and second derivatives (default: ${DEFAULT-VALUE}).")
  private String method = "full";

  @Mixin
  private PortfolioOptions options = new PortfolioOptions();

  ValueAtRiskCommand(Evaluator.Factory engines) {
    this.engines = engines;
  }

  @Override
  public Integer call() {
    if (!(confidence > 0 && confidence < 1)) {
      throw wrong("--confidence is " + confidence + ", must be above 0 and below 1");
    }
    if (decay != null && !(decay > 0 && decay < 1)) {
      throw wrong("--decay is " + decay + ", must be above 0 and below 1");
    }
    if (decay != null && !ScenarioReader.isHistory(shifts)) {
      throw wrong("--decay needs a history in --shifts (*.csv); named scenarios have no age, but may have a weight");
    }
    ValueAtRiskRequest request = switch (method()) {
      case FULL -> {
        if (options.simulation().namesMeasures()) {
          throw wrong("--measures needs --method delta-gamma; full revaluation takes values only");
        }
        yield request(Method.FULL, EnumSet.of(Measure.VALUE), PATHS_OF_CHANGES);
      }
      case DELTA_GAMMA -> {
        Set<Measure> measures = EnumSet.of(Measure.VALUE);
        measures.addAll(options.simulation().measures(Measure.usual()));
        yield request(Method.DELTA_GAMMA, measures, SimulationOptions.DEFAULT_PATHS);
      }
    };
    ValueAtRisk result = ValueAtRiskRun.run(request, engines);
    boolean complete = result.failedTrades() == 0;
    result.lines().forEach(line -> spec.commandLine().getOut().println(line));
    spec.commandLine().getOut().flush();
    top().tell(spec.commandLine(), complete ? System.Logger.Level.INFO : System.Logger.Level.WARNING,
        Event.of("run-finished", text(result)).with("trades", result.trades())
            .with("failedTrades", result.failedTrades()).with("seconds", result.seconds())
            .with("out", options.out().toString()).with("complete", complete));
    return (complete ? ExitCode.OK : ExitCode.SOME_TRADES_FAILED).status();
  }

  private ValueAtRiskRequest request(Method chosen, Set<Measure> measures, long paths) {
    return new ValueAtRiskRequest(options.request(market, Optional.of(shifts), measures,
        options.simulation().settings(paths), top()), confidence, chosen,
        decay == null ? OptionalDouble.empty() : OptionalDouble.of(decay));
  }

  private String text(ValueAtRisk result) {
    return String.format(Locale.ROOT, "%d trades in %d scenarios in %.1f s, written to %s%s%s", result.trades(),
        result.inputs().scenarios().size(), result.seconds(), options.out(),
        result.failedTrades() == 0 ? "" : "; " + result.failedTrades() + " trades are left out (see var.json)",
        result.doubtfulTrades() == 0
            ? ""
            : "; profits of " + result.doubtfulTrades() + " trades rest on few paths");
  }

  private Method method() {
    return Arrays.stream(Method.values()).filter(known -> known.label().equals(method)).findFirst()
        .orElseThrow(() -> wrong("--method is '" + method + "', allowed: "
            + Arrays.stream(Method.values()).map(Method::label).collect(Collectors.joining(", "))));
  }

  private PathwiseCommand top() {
    return (PathwiseCommand) spec.root().userObject();
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
