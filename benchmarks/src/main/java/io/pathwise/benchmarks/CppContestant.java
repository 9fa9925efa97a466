package io.pathwise.benchmarks;

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
import java.util.stream.Stream;

/**
 * The hand-written loops of {@code expert_loops.cpp}, compiled here by the {@code g++} on the path. They take part
 * twice: with exactly {@code -O3 -march=native}, and tuned, with the two flags that made them faster still (square
 * roots without {@code errno}, the full register width). All loops over paths are vectorised in both.
 */
final class CppContestant implements Contestant {
  private static final String SOURCE = "expert_loops.cpp";
  private static final int WARM_UPS = 3;
  private static final int REPETITIONS = 31;

  private final String name;
  private final List<String> flags;
  private Path binary = Path.of(SOURCE);
  private List<String> report = List.of();

  private CppContestant(String name, List<String> flags) {
    this.name = name;
    this.flags = flags;
  }

  /** Compiled with {@code -O3 -march=native}. */
  static CppContestant plain() {
    return new CppContestant("C++", List.of("-O3", "-march=native"));
  }

  /** Compiled with the flags that made it fastest. */
  static CppContestant tuned() {
    return new CppContestant("C++ tuned",
        List.of("-O3", "-march=native", "-fno-math-errno", "-mprefer-vector-width=512"));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Optional<String> prepare(Path directory) throws IOException, InterruptedException {
    Path source = directory.resolve(SOURCE);
    Files.write(source, source());
    binary = directory.resolve(name.replace(' ', '-'));
    List<String> command = new ArrayList<>(List.of("g++", "-std=c++17"));
    command.addAll(flags);
    command.addAll(List.of("-fopt-info-vec", "-o", binary.toString(), source.toString()));
    Process compiler;
    try {
      compiler = new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException notFound) {
      return Optional.of("g++ cannot be started: " + notFound.getMessage());
    }
    report = new String(compiler.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    return compiler.waitFor() == 0 ? Optional.empty() : Optional.of(String.join("\n", report));
  }

  @Override
  public List<String> command(Workload workload, int paths, long seed) {
    return Stream.of(binary, workload.product(), paths, seed, WARM_UPS, REPETITIONS, workload.assets(),
        workload.fixings(), Workload.SPOT, Workload.STRIKE, Workload.RATE, Workload.VOLATILITY, Workload.EXPIRY,
        Workload.CORRELATION).map(Object::toString).toList();
  }

  /** The source's lines, counted from 1, with a loop that the compiler says it vectorised. */
  List<Integer> vectorisedLines() {
    return report.stream().filter(line -> line.contains("loop vectorized"))
        .map(line -> Integer.valueOf(line.substring(line.indexOf(SOURCE)).split(":", 3)[1])).distinct().sorted()
        .toList();
  }

  /** The lines of the source. */
  static List<String> sourceLines() {
    return new String(source(), StandardCharsets.UTF_8).lines().toList();
  }

  private static byte[] source() {
    try (InputStream stream = CppContestant.class.getResourceAsStream("/" + SOURCE)) {
      return Objects.requireNonNull(stream, SOURCE).readAllBytes();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
