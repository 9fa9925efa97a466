package io.pathwise.batch.command;

import io.pathwise.batch.cache.UnusableCacheException;
import io.pathwise.batch.evaluation.BackendMissingException;
import io.pathwise.batch.evaluation.Evaluator;
import io.pathwise.batch.input.InvalidInputException;
import io.pathwise.batch.log.Event;
import io.pathwise.batch.log.Excerpt;
import io.pathwise.batch.log.LogFormat;
import io.pathwise.batch.output.UnwritableOutputException;
import io.pathwise.batch.report.Version;
import io.pathwise.greeks.execution.ExhaustedException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/**
 * The command {@code pathwise}. Start reading at {@link #commandLine}, which adds the subcommands. Results go to stdout
 * or to files, messages to stderr, and an {@link ExitCode} to the caller.
 */
@Command(name = "pathwise", description = "Monte Carlo prices and Greeks with error bars.", mixinStandardHelpOptions = true, versionProvider = PathwiseCommand.VersionText.class, footer = {
    "",
    "'./pathwise --print-jdk' prints the home of the JDK that the launcher has found."})
public final class PathwiseCommand implements Runnable {
  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Option(names = "--stacktrace", scope = ScopeType.INHERIT, description = "Print the stack trace of an error.")
  private boolean stackTrace;

  @Option(names = "--log-format", paramLabel = "text|json", scope = ScopeType.INHERIT, description = "What messages on stderr look like: text, or json, one object a line (default: text).")
  private LogFormat logFormat = LogFormat.TEXT;

  private PathwiseCommand() {}

  /** The whole command line, ready to execute. */
  public static CommandLine commandLine(Evaluator.Factory engines) {
    PathwiseCommand top = new PathwiseCommand();
    CommandLine commandLine = new CommandLine(top)
        .addSubcommand(ConfigFile.addTo(new CommandLine(new RiskCommand(engines))))
        .addSubcommand(new ValueAtRiskCommand(engines)).addSubcommand(new ExplainProfitCommand(engines))
        .addSubcommand(new HedgeCommand())
        .addSubcommand(TradeField.addAll(new CommandLine(new PriceCommand(engines))))
        .addSubcommand(TradeField.addAll(new CommandLine(new ExplainCommand(engines))))
        .addSubcommand(new CalibrateCommand()).addSubcommand(new CacheCommand()).addSubcommand(new LabCommand())
        .addSubcommand(new ProductsCommand()).addSubcommand(new DevicesCommand())
        .addSubcommand(new GpuCheckCommand());
    return Converters.registerAll(commandLine).setParameterExceptionHandler(top::wrongUse)
        .setExecutionExceptionHandler((exception, command, parsed) -> top.failed(exception, command))
        .setExecutionStrategy(parsed -> {
          top.logFormat.install();
          try {
            return new CommandLine.RunLast().execute(parsed);
          } catch (VirtualMachineError e) {
            return top.failed(ExhaustedException.of(e), parsed.commandSpec().commandLine());
          }
        });
  }

  /** What messages look like. */
  LogFormat logFormat() {
    return logFormat;
  }

  /** Writes a message to stderr. */
  void tell(CommandLine command, System.Logger.Level level, Event event) {
    command.getErr().println(logFormat.line(level, event));
    command.getErr().flush();
  }

  /** Called when no subcommand is given, which is an error of use. */
  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "A subcommand is missing: "
        + String.join(", ", spec.subcommands().keySet()));
  }

  private int wrongUse(ParameterException exception, String[] args) {
    CommandLine command = exception.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    String place = command.getCommandSpec().preprocessor() instanceof ConfigFile config
        ? config.place(exception)
        : "";
    String message = Excerpt.ofMessage(name + ": " + place + exception.getMessage());
    if (LogFormat.asksForJson(args)) {
      logFormat = LogFormat.JSON;
      tell(command, System.Logger.Level.ERROR, error(message, ExitCode.USAGE));
    } else {
      command.getErr().println(message);
      CommandLine.UnmatchedArgumentException.printSuggestions(exception, command.getErr());
      command.getErr().println("See '" + name + " --help'.");
    }
    return report(exception, command, ExitCode.USAGE);
  }

  private static Event error(String message, ExitCode code) {
    return Event.of("error", message).with("exitCode", code.status());
  }

  private int failed(Exception exception, CommandLine command) {
    String name = command.getCommandSpec().qualifiedName();
    ExitCode code = switch (exception) {
      case InvalidInputException invalid -> ExitCode.INPUT_UNREADABLE;
      case UnusableCacheException unusable -> ExitCode.INPUT_UNREADABLE;
      case UnwritableOutputException unwritable -> ExitCode.USAGE;
      case BackendMissingException missing -> ExitCode.DEVICE_MISSING;
      case RefusedTradeException refused -> ExitCode.SOME_TRADES_FAILED;
      default -> ExitCode.INTERNAL_ERROR;
    };
    String message = code == ExitCode.INTERNAL_ERROR && !(exception instanceof ExhaustedException)
        ? "internal error: " + exception + " (--stacktrace shows where)"
        : exception.getMessage();
    tell(command, System.Logger.Level.ERROR, error(name + ": " + message, code));
    return report(exception, command, code);
  }

  private int report(Exception exception, CommandLine command, ExitCode code) {
    if (stackTrace) {
      exception.printStackTrace(command.getErr());
    }
    command.getErr().flush();
    return code.status();
  }

  /** The program's name and version. */
  static final class VersionText implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[]{"pathwise " + Version.current()};
    }
  }
}
