package io.pathwise.batch.command;

import io.pathwise.batch.cache.UnusableCacheException;
import io.pathwise.batch.input.InvalidInputException;
import io.pathwise.batch.output.UnwritableOutputException;
import io.pathwise.batch.risk.BackendMissingException;
import io.pathwise.batch.risk.Evaluator;
import io.pathwise.batch.risk.Version;
import java.io.PrintWriter;
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
@Command(name = "pathwise", description = "Monte Carlo prices and Greeks with error bars.", mixinStandardHelpOptions = true, versionProvider = PathwiseCommand.VersionText.class)
public final class PathwiseCommand implements Runnable {
  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Option(names = "--stacktrace", scope = ScopeType.INHERIT, description = "Print the stack trace of an error.")
  private boolean stackTrace;

  private PathwiseCommand() {}

  /** The whole command line, ready to execute. */
  public static CommandLine commandLine(Evaluator.Factory engines) {
    PathwiseCommand top = new PathwiseCommand();
    CommandLine commandLine = new CommandLine(top)
        .addSubcommand(ConfigFile.addTo(new CommandLine(new RiskCommand(engines))))
        .addSubcommand(TradeField.addAll(new CommandLine(new PriceCommand(engines))))
        .addSubcommand(TradeField.addAll(new CommandLine(new ExplainCommand(engines))))
        .addSubcommand(new CacheCommand()).addSubcommand(new LabCommand()).addSubcommand(new DevicesCommand())
        .addSubcommand(new GpuCheckCommand());
    return Converters.registerAll(commandLine).setParameterExceptionHandler(top::wrongUse)
        .setExecutionExceptionHandler((exception, command, parsed) -> top.failed(exception, command));
  }

  /** Called when no subcommand is given, which is an error of use. */
  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "A subcommand is missing: "
        + String.join(", ", spec.subcommands().keySet()));
  }

  private int wrongUse(ParameterException exception, String[] args) {
    CommandLine command = exception.getCommandLine();
    PrintWriter err = command.getErr();
    String name = command.getCommandSpec().qualifiedName();
    String place = command.getCommandSpec().preprocessor() instanceof ConfigFile config
        ? config.place(exception.getArgSpec())
        : "";
    err.println(name + ": " + place + exception.getMessage());
    CommandLine.UnmatchedArgumentException.printSuggestions(exception, err);
    err.println("See '" + name + " --help'.");
    return report(exception, command, ExitCode.USAGE);
  }

  private int failed(Exception exception, CommandLine command) {
    PrintWriter err = command.getErr();
    String name = command.getCommandSpec().qualifiedName();
    ExitCode code = switch (exception) {
      case InvalidInputException invalid -> ExitCode.INPUT_UNREADABLE;
      case UnusableCacheException unusable -> ExitCode.INPUT_UNREADABLE;
      case UnwritableOutputException unwritable -> ExitCode.USAGE;
      case BackendMissingException missing -> ExitCode.DEVICE_MISSING;
      default -> ExitCode.INTERNAL_ERROR;
    };
    if (code == ExitCode.INTERNAL_ERROR) {
      err.println(name + ": internal error: " + exception + " (--stacktrace shows where)");
    } else {
      err.println(name + ": " + exception.getMessage());
    }
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
