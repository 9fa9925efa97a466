package io.pathwise.batch.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import io.pathwise.batch.command.PathwiseCommand;
import io.pathwise.batch.evaluation.Evaluator;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The command's table, with the CPU in the GPU's place and a script for hand-written kernels. */
@DisabledOnOs(OS.WINDOWS)
class GpuCheckCommandTest {

  private static final String EXPERT = "pathwise.cuda.expert";

  @Test
  void measurementsAreATable(@TempDir Path directory) throws Exception {
    Path expert = Files.writeString(directory.resolve("expert"),
        "#!/bin/sh\n[ $1 = digital ] && exit 1\necho 1e-6 100.5\n");
    Files.setPosixFilePermissions(expert, PosixFilePermissions.fromString("rwx------"));
    System.setProperty(EXPERT, expert.toString());
    StringWriter out = new StringWriter();
    try {
      CommandLine command = PathwiseCommand.commandLine(Evaluator::open).setOut(new PrintWriter(out));
      assertThat(command.execute("gpu-check", "--no-compare", "--bench", "--blocks", "1", "--backend", "cpu")).isZero();
    } finally {
      System.clearProperty(EXPERT);
    }
    assertThat(out.toString()).matches("""
        case +programs +path-steps/s +of hand-written +of fp64 limit +compile s +cached s +first result s
        asian +1 +\\S+ +0\\.\\d\\d +- +\\S+ +\\S+ +\\S+
        basket +1 +\\S+ +0\\.\\d\\d +- +\\S+ +\\S+ +\\S+
        barrier +1 +\\S+ +0\\.\\d\\d +- +\\S+ +\\S+ +\\S+
        digital +1 +\\S+ +- +- +\\S+ +\\S+ +\\S+
        """);
  }
}
