package io.pathwise.batch.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files that appear whole or not at all, also when the process is asked to end in the middle of writing. */
class OutputFileTest {
  @TempDir
  private Path directory;

  /** The process that is asked to end: it writes half a file, says so, and waits. */
  static final class Victim {
    private Victim() {}

    public static void main(String[] args) throws Exception {
      try (OutputFile file = OutputFile.create(Path.of(args[0]))) {
        file.stream().write("half".getBytes(StandardCharsets.UTF_8));
        file.stream().flush();
        System.out.println("written");
        Thread.sleep(TimeUnit.MINUTES.toMillis(1));
        file.publish();
      }
    }
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  @Test
  void theOldFileStaysUntilTheNewOneIsPublished() throws IOException {
    Path target = Files.writeString(directory.resolve("r"), "old");
    try (OutputFile file = OutputFile.create(target)) {
      file.stream().write("new".getBytes(StandardCharsets.UTF_8));
      file.stream().flush();
      assertThat(target).hasContent("old");
      file.publish();
      assertThat(target).hasContent("new");
    }
    assertThat(files()).containsExactly("r");
  }

  @Test
  void whatIsNotPublishedDisappears() throws IOException {
    try (OutputFile file = OutputFile.create(directory.resolve("r"))) {
      file.stream().write(1);
      assertThat(files()).hasSize(1);
    }
    assertThat(files()).isEmpty();
  }

  @Test
  void whatAKilledRunLeftIsSweptAndWhatIsBeingWrittenIsNot() throws IOException {
    Path target = directory.resolve("r");
    Files.writeString(directory.resolve(".r.4194304.17.part"), "half");
    Files.writeString(directory.resolve(".r.part"), "of somebody else");
    Files.writeString(directory.resolve(".r.5.4194304.17.part"), "of the file r.5");
    try (OutputFile file = OutputFile.create(target)) {
      assertThat(files()).hasSize(3).contains(".r.part", ".r.5.4194304.17.part");
      LeftBehind.sweep(target);
      assertThat(files()).as("this process is writing").hasSize(3);
      file.publish();
    }
    assertThat(files()).containsExactlyInAnyOrder("r", ".r.part", ".r.5.4194304.17.part");
  }

  @Test
  @Timeout(30)
  void aProcessAskedToEndLeavesNoHalfWrittenFile() throws Exception {
    Path target = Files.writeString(directory.resolve("r"), "old");
    Process process = new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(), "-cp",
        System.getProperty("java.class.path"), Victim.class.getName(), target.toString()).redirectErrorStream(true)
        .start();
    try (var said = process.inputReader()) {
      assertThat(said.readLine()).isEqualTo("written");
      LeftBehind.sweep(target);
      assertThat(files()).as("another process is writing").hasSize(2);
      process.destroy();
      assertThat(process.waitFor()).isEqualTo(143);
    }
    assertThat(files()).containsExactly("r");
    assertThat(target).hasContent("old");
  }
}
