package io.pathwise.batch.gpu;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The hand-written kernels of {@code expert.cu}: an executable that lies ready (the property
 * {@code pathwise.cuda.expert}), or one that nvcc makes where it is on the path.
 */
final class ExpertKernels {

  private static final String SOURCE = "expert.cu";
  private static final Pattern FIRST_NUMBER = Pattern.compile("[0-9.]+(e[-+]?[0-9]+)?");
  private static final long MOST_MINUTES = 5;

  private final Path executable;

  private ExpertKernels(Path executable) {
    this.executable = executable;
  }

  /** The kernels, compiled into a directory if they are not there; empty where that is impossible. */
  static Optional<ExpertKernels> find(Path directory) {
    String ready = System.getProperty("pathwise.cuda.expert");
    if (ready != null && Files.isExecutable(Path.of(ready))) {
      return Optional.of(new ExpertKernels(Path.of(ready)));
    }
    Path source = directory.resolve(SOURCE);
    Path executable = directory.resolve("expert");
    try (InputStream text = Objects.requireNonNull(ExpertKernels.class.getResourceAsStream(SOURCE), SOURCE)) {
      Files.write(source, text.readAllBytes());
      run(List.of("nvcc", "-O3", "-arch=native", "-o", executable.toString(), source.toString()));
      return Optional.of(new ExpertKernels(executable));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** The seconds that so many paths of a case take; empty if the kernels fail. */
  OptionalDouble seconds(BenchCase benchCase, long paths) {
    try {
      Matcher seconds = FIRST_NUMBER.matcher(run(List.of(executable.toString(), benchCase.label(),
          Long.toString(paths))));
      return seconds.lookingAt() ? OptionalDouble.of(Double.parseDouble(seconds.group())) : OptionalDouble.empty();
    } catch (IOException e) {
      return OptionalDouble.empty();
    }
  }

  private static String run(List<String> command) throws IOException {
    Process process = new ProcessBuilder(new ArrayList<>(command)).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (!process.waitFor(MOST_MINUTES, TimeUnit.MINUTES) || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new IOException(command.getFirst() + " failed: " + output);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new IOException(e));
    }
    return output;
  }
}
