package io.pathwise.batch;

import io.pathwise.batch.command.ExitCode;
import io.pathwise.batch.command.PathwiseCommand;
import io.pathwise.batch.evaluation.Evaluator;

/** Where the process starts. {@link PathwiseCommand} lists the commands. */
public final class Main {
  /** The format of the lines that the JDK's own logger writes: time, level, message, trace. */
  private static final String LOG_FORMAT = "%1$tT %4$-7s %5$s%6$s%n";

  private Main() {}

  /** Runs the command line and ends the process with its exit status. */
  public static void main(String[] args) {
    if (System.getProperty("java.util.logging.SimpleFormatter.format") == null) {
      System.setProperty("java.util.logging.SimpleFormatter.format", LOG_FORMAT);
    }
    System.exit(status(args));
  }

  /** An error such as lack of memory passes all handlers of exceptions. */
  private static int status(String[] args) {
    try {
      return PathwiseCommand.commandLine(Evaluator::open).execute(args);
    } catch (VirtualMachineError e) {
      System.err.println("pathwise: internal error: " + e);
      return ExitCode.INTERNAL_ERROR.status();
    }
  }
}
