package io.pathwise.batch;

import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The command {@code pathwise}. Start reading here: the annotation lists the subcommands. Results go to stdout or to
 * files, messages to stderr, and an {@link ExitCode} to the caller.
 */
@Command(name = "pathwise", description = "Monte Carlo prices and Greeks with error bars.", mixinStandardHelpOptions = true, versionProvider = Main.Version.class)
public final class Main implements Runnable {
  @Spec
  private CommandSpec spec = CommandSpec.create();

  /** Runs the command line and ends the process with its exit status. */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  /** The whole command line, ready to execute; tests give it streams of their own. */
  static CommandLine commandLine() {
    CommandLine commandLine = new CommandLine(new Main());
    commandLine.getCommandSpec().exitCodeOnSuccess(ExitCode.OK.status())
        .exitCodeOnExecutionException(ExitCode.INTERNAL_ERROR.status())
        .exitCodeOnInvalidInput(ExitCode.USAGE.status());
    return commandLine;
  }

  /** Called when no subcommand is given, which is an error of use. */
  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "A subcommand is missing.");
  }

  /** The version that the build writes into the jar's manifest. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Objects.requireNonNullElse(Main.class.getPackage().getImplementationVersion(), "(unpackaged)");
      return new String[]{"pathwise " + version};
    }
  }
}
