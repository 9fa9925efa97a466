package io.pathwise.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The command line's outermost behaviour: help, version, and what a wrong call gets. */
class MainTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int execute(String... args) {
    CommandLine commandLine = Main.commandLine();
    commandLine.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    return commandLine.execute(args);
  }

  @Test
  void helpGoesToStdout() {
    assertThat(execute("--help")).isZero();
    assertThat(out.toString()).contains("Usage: pathwise");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void versionNamesTheProgram() {
    assertThat(execute("--version")).isZero();
    assertThat(out.toString()).startsWith("pathwise ");
  }

  @Test
  void callWithoutSubcommandIsAnErrorOfUse() {
    assertThat(execute()).isEqualTo(2);
    assertThat(err.toString()).contains("subcommand");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void unknownOptionIsAnErrorOfUse() {
    assertThat(execute("--no-such-option")).isEqualTo(2);
    assertThat(err.toString()).contains("--no-such-option");
  }
}
