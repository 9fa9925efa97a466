package io.pathwise.batch.command;

import io.pathwise.batch.evaluation.Evaluator;
import io.pathwise.batch.output.FiniteNumbers;
import io.pathwise.batch.output.Position;
import io.pathwise.batch.output.Rounded;
import io.pathwise.batch.output.TextTable;
import io.pathwise.batch.output.Units;
import io.pathwise.batch.risk.WorkLimit;
import io.pathwise.engine.run.Store;
import io.pathwise.greeks.measure.Greek;
import io.pathwise.greeks.measure.Greeks;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.greeks.policy.Settings;
import io.pathwise.pricing.product.Trade;
import java.io.PrintWriter;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code pathwise price}: one trade, as a table for people. */
@Command(name = "price", description = "Evaluates one trade and prints a table.", customSynopsis = {
    "pathwise price TYPE --FIELD X ... (--market FILE | --spot X --vol X) [OPTIONS]",
    "pathwise price --trade JSON (--market FILE | --spot X --vol X) [OPTIONS]",
    "pathwise price --portfolio FILE --id ID --market FILE [OPTIONS]"}, footer = {"", "For example:",
        "  pathwise price european --option call --strike 105 --expiry 1 --spot 100 --vol 0.2 --rate 0.03"}, mixinStandardHelpOptions = true, sortOptions = false)
final class PriceCommand implements Callable<Integer> {
  /** The value and the sensitivities of first order that are not divided into buckets. */
  static final Set<Measure> FIRST_ORDER = EnumSet.of(Measure.VALUE, Measure.DELTA, Measure.VEGA, Measure.RHO,
      Measure.DIVIDEND_RHO, Measure.THETA, Measure.CORRELATION);

  private final Evaluator.Factory engines;

  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Mixin
  private TradeOptions options = new TradeOptions();

  @Option(names = "--units", paramLabel = "NAME", defaultValue = "raw", description = Units.DESCRIPTION)
  private Units units = Units.RAW;

  @Mixin
  private SimulationOptions simulation = new SimulationOptions();

  @Mixin
  private EngineOptions engine = new EngineOptions();

  PriceCommand(Evaluator.Factory engines) {
    this.engines = engines;
  }

  @Override
  public Integer call() {
    Settings settings = simulation.settings();
    Set<Measure> measures = simulation.measures(FIRST_ORDER);
    TradeOptions.Selection selection = options.select();
    WorkLimit limit = new WorkLimit(selection.market(), measures, settings, engine.threadCount(),
        simulation.maximumMinutes());
    try (Evaluator evaluator = engines.open(engine.backend, engine.threadCount(), Store.NONE)) {
      Greeks greeks = RefusedTradeException.orResult(() -> {
        limit.check(selection.trade());
        return units.convert(FiniteNumbers.of(selection.trade(),
            evaluator.evaluate(selection.trade().product(), selection.market(), measures, settings)),
            selection.market());
      });
      PrintWriter out = spec.commandLine().getOut();
      out.print(table(selection.trade(), greeks, simulation.namesMeasures()));
      if (!selection.trade().remark().isEmpty()) {
        out.printf("%n%s%n", selection.trade().remark());
      }
      long paths = greeks.numbers().stream().mapToLong(Greek::paths).max().orElse(0);
      out.printf(Locale.ROOT, "%n%d paths, seed %d, backend %s, %.2f s%n", paths, settings.seed(), greeks.backend(),
          greeks.seconds());
      out.flush();
      boolean failed = greeks.numbers().stream().anyMatch(greek -> greek.status() == Greek.Status.FAILED);
      return (failed ? ExitCode.SOME_TRADES_FAILED : ExitCode.OK).status();
    }
  }

  /**
   * The table.
   *
   * @param asked
   *          whether the measures were asked for by name: only then one that the product does not have is news
   */
  private TextTable table(Trade trade, Greeks greeks, boolean asked) {
    TextTable table = new TextTable("measure", "factor", ">value", ">standard error", "unit", "estimator", "why");
    for (Greek greek : greeks.numbers()) {
      double error = Position.standardError(trade, greek);
      switch (greek.status()) {
        case OK, MAXIMUM_PATHS, FEW_HITS, NO_HITS -> table.row(greek.measure().label(), greek.factorText(),
            Rounded.text(Position.value(trade, greek), error), Rounded.text(error, error), unit(greek.measure()),
            greek.estimator(),
            Stream.of(greek.reason(), greek.message()).filter(text -> !text.isEmpty())
                .collect(Collectors.joining("; ")));
        case NOT_APPLICABLE -> {
          if (asked) {
            table.row(greek.measure().label(), greek.factorText(), "none", "", "", "", greek.message());
          }
        }
        case FAILED -> table.row(greek.measure().label(), greek.factorText(), "failed", "", "", "", greek.message());
      }
    }
    return table;
  }

  private String unit(Measure measure) {
    return measure == Measure.VALUE ? "currency" : units.text(measure);
  }
}
