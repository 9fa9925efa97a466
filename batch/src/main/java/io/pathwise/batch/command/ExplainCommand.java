package io.pathwise.batch.command;

import io.pathwise.batch.evaluation.Evaluator;
import io.pathwise.batch.output.TextTable;
import io.pathwise.batch.risk.WorkLimit;
import io.pathwise.engine.run.Store;
import io.pathwise.greeks.measure.Explanation;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.greeks.policy.Settings;
import io.pathwise.pricing.product.ProductWords;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code pathwise explain}: which estimator gives which number of a trade, and why. */
@Command(name = "explain", description = "Prints which estimator is used for each Greek of a trade, and why.", customSynopsis = {
    "pathwise explain TYPE --FIELD X ... (--market FILE | --spot X --vol X) [OPTIONS]",
    "pathwise explain --trade JSON (--market FILE | --spot X --vol X) [OPTIONS]",
    "pathwise explain --portfolio FILE --id ID --market FILE [OPTIONS]"}, footer = {"", "For example:",
        "  pathwise explain digital --option call --payout cash --strike 105 --expiry 1 --spot 100 --vol 0.2"}, mixinStandardHelpOptions = true, sortOptions = false)
final class ExplainCommand implements Callable<Integer> {
  private final Evaluator.Factory engines;

  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Option(names = "--program", description = "Print the programs that are run, too (docs/grammar.md).")
  private boolean program;

  /** How the explanation is written; the constants are spelled as on the command line. */
  private enum Format {
    /** Tables for people. */
    text,
    /** For programs, see docs/formats.md. */
    json
  }

  @Option(names = "--format", paramLabel = "NAME", defaultValue = "text", description = "text or json (default: ${DEFAULT-VALUE}).")
  private Format format = Format.text;

  @Mixin
  private TradeOptions options = new TradeOptions();

  @Mixin
  private SimulationOptions simulation = new SimulationOptions();

  @Mixin
  private EngineOptions engine = new EngineOptions();

  ExplainCommand(Evaluator.Factory engines) {
    this.engines = engines;
  }

  @Override
  public Integer call() {
    Settings settings = simulation.settings();
    Set<Measure> measures = simulation.measures(Measure.usual());
    TradeOptions.Selection selection = options.select();
    WorkLimit limit = new WorkLimit(selection.market(), measures, settings, engine.threadCount(),
        simulation.maximumMinutes());
    try (Evaluator evaluator = engines.open(engine.backend, engine.threadCount(), Store.NONE)) {
      Explanation explanation = RefusedTradeException.orResult(() -> {
        limit.check(selection.trade());
        return evaluator.explain(selection.trade().product(), selection.market(), measures, settings);
      });
      PrintWriter out = spec.commandLine().getOut();
      switch (format) {
        case text -> {
          ProductWords.lines(selection.trade().product().domestic(), selection.market().valuationDate())
              .forEach(out::println);
          selection.trade().product().collateral()
              .ifPresent(curve -> out.println("Payments are discounted with the curve " + curve + "."));
          out.println();
          print(explanation, out);
        }
        case json -> ExplanationJson.write(explanation, program, out);
      }
      out.flush();
      return ExitCode.OK.status();
    }
  }

  private void print(Explanation explanation, PrintWriter out) {
    out.print(table(explanation));
    for (Explanation.Row row : explanation.rows()) {
      if (!row.candidates().isEmpty()) {
        out.printf("%n%s%n", (row.measure().label() + " " + row.factorText()).strip());
        out.print(candidates(row));
      }
    }
    if (program) {
      explanation.programs().forEach(text -> out.printf("%n# %s%n%s%n", text.title(), text.text().stripTrailing()));
    }
  }

  private static TextTable candidates(Explanation.Row row) {
    TextTable table = new TextTable("", "candidate", ">variance per path", ">operations per path", ">efficiency",
        "verdict");
    for (Explanation.CandidateRow candidate : row.candidates()) {
      String verdict = candidate.valid() ? candidate.biased() ? "biased" : "valid" : "not valid";
      String bias = Double.isNaN(candidate.bias())
          ? ""
          : String.format(Locale.ROOT, " (by %.2g ± %.1g in the pilot)", candidate.bias(),
              candidate.biasStandardError());
      table.row(candidate.chosen() ? "*" : "", candidate.name(), number("%.3g", candidate.variancePerPath()),
          number("%.0f", candidate.operationsPerPath()), number("%.3f", candidate.efficiency()),
          verdict + bias + ": " + candidate.why());
    }
    return table;
  }

  private static String number(String format, double number) {
    return Double.isNaN(number) ? "" : String.format(Locale.ROOT, format, number);
  }

  private static TextTable table(Explanation explanation) {
    TextTable table = new TextTable("measure", "factor", "estimator", "payoff is", ">operations per path", "why");
    for (Explanation.Row row : explanation.rows()) {
      table.row(row.measure().label(),
          row.factorText(),
          row.estimator(), row.grade(),
          row.estimator().isEmpty() ? "" : String.format(Locale.ROOT, "%.0f", row.operationsPerPath()), row.reason());
    }
    return table;
  }
}
