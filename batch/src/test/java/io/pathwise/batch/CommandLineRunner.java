package io.pathwise.batch;

import io.pathwise.batch.command.PathwiseCommand;
import io.pathwise.batch.evaluation.Evaluator;
import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/** Runs the command line inside the test's process and keeps what it says. Start at {@link #run}. */
public final class CommandLineRunner {
  private CommandLineRunner() {}

  /**
   * How a call ended.
   *
   * @param status
   *          the exit status
   * @param out
   *          what it wrote to stdout
   * @param err
   *          what it wrote to stderr, without the log
   */
  public record Outcome(int status, String out, String err) {}

  /** Runs a call with an engine in place of the one that simulates. */
  public static Outcome run(Evaluator.Factory engines, String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine commandLine = PathwiseCommand.commandLine(engines).setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err));
    int status = commandLine.execute(args);
    return new Outcome(status, out.toString(), err.toString());
  }

  /** Runs a call as a user would. */
  public static Outcome run(String... args) {
    return run(Evaluator::open, args);
  }
}
