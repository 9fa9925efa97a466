package io.pathwise.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Compares Pathwise with the hand-written C++ loops and finmath-lib on the {@link Workload}s, one thread each: several
 * processes per contestant, the contestants taking turns, medians and ratios of the medians. Run it on an idle machine:
 *
 * <pre>
 * mvn -q package -DskipTests -pl benchmarks -am
 * java -cp 'benchmarks/target/classes:benchmarks/target/lib/*' io.pathwise.benchmarks.PeerComparison
 * </pre>
 *
 * {@code -Dcase=W1,W3} picks workloads, {@code -Dforks=5} sets the processes per contestant (3 when not given).
 */
public final class PeerComparison {
  /** Contestants whose outputs differ by more standard errors than this do not value the same thing. */
  private static final double LARGEST_DEVIATION = 5.0;

  /** The first one is the yardstick of the others. */
  private static final List<Contestant> CONTESTANTS = List.of(
      new JavaContestant("Pathwise", PathwiseGreeks.class, List.of()),
      CppContestant.plain(), CppContestant.tuned(),
      new JavaContestant("finmath-lib AAD", FinmathAad.class,
          // the fastest of the collectors and heaps tried; the heap holds the whole tape
          List.of("-XX:+UseParallelGC", "-Xms6g", "-Xmx6g", "-Xmn4500m", "-XX:+AlwaysPreTouch")));

  private PeerComparison() {}

  /** Prints one table per workload. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    int forks = Integer.getInteger("forks", 3);
    List<Workload> workloads = Optional.ofNullable(System.getProperty("case"))
        .map(names -> Stream.of(names.split(",")).map(Workload::valueOf).toList()).orElse(List.of(Workload.values()));
    Path directory = Files.createTempDirectory("peer-comparison");
    try {
      List<Contestant> contestants = prepare(CONTESTANTS, directory);
      for (Workload workload : workloads) {
        System.out.print(table(workload, measure(contestants, workload, forks)));
      }
    } finally {
      try (Stream<Path> files = Files.list(directory)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(directory);
    }
  }

  private static List<Contestant> prepare(List<Contestant> contestants, Path directory)
      throws IOException, InterruptedException {
    List<Contestant> ready = new ArrayList<>();
    for (Contestant contestant : contestants) {
      Optional<String> obstacle = contestant.prepare(directory);
      if (obstacle.isPresent()) {
        System.out.println(contestant.name() + " does not take part: " + obstacle.get());
      } else {
        ready.add(contestant);
      }
    }
    return ready;
  }

  /** Every contestant's measurements, one per fork; no two processes share a seed. */
  private static SequencedMap<String, List<Measurement>> measure(List<Contestant> contestants, Workload workload,
      int forks) throws IOException, InterruptedException {
    SequencedMap<String, List<Measurement>> measurements = new LinkedHashMap<>();
    long seed = 0;
    for (int fork = 0; fork < forks; fork++) {
      for (Contestant contestant : contestants) {
        measurements.computeIfAbsent(contestant.name(), name -> new ArrayList<>())
            .add(run(contestant.command(workload, workload.paths(), ++seed)));
      }
    }
    return measurements;
  }

  /** Runs a contestant's command in a process of its own. */
  static Measurement run(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int status = process.waitFor();
    if (status != 0) {
      throw new IOException("status " + status + " from " + String.join(" ", command));
    }
    return Measurement.parse(output.lines().toList());
  }

  /** One row per contestant; ratios and deviations are those to the first one. */
  static String table(Workload workload, SequencedMap<String, List<Measurement>> measurements) {
    String yardstick = measurements.firstEntry().getKey();
    List<Measurement> first = measurements.firstEntry().getValue();
    double unit = medianSeconds(first);
    StringBuilder table = new StringBuilder(String.format(Locale.ROOT, """

        %s: %s, %,d paths, assets %d, fixings %d, one thread; times and deviations relative to %s
        %-16s %10s %10s %10s %8s %10s
        """, workload, workload.product(), workload.paths(), workload.assets(), workload.fixings(), yardstick,
        "contestant", "median s", "least s", "most s", "times", "deviation"));
    measurements.forEach((name, forks) -> {
      double[] seconds = forks.stream().mapToDouble(Measurement::seconds).sorted().toArray();
      double deviation = name.equals(yardstick)
          ? 0.0
          : IntStream.range(0, forks.size())
              .mapToDouble(fork -> forks.get(fork).largestDeviation(first.get(fork).estimates())).max().orElseThrow();
      table.append(String.format(Locale.ROOT, "%-16s %10.5f %10.5f %10.5f %8.2f %10.2f%s%n", name,
          medianSeconds(forks), seconds[0], seconds[seconds.length - 1], medianSeconds(forks) / unit, deviation,
          deviation > LARGEST_DEVIATION ? " values something else!" : ""));
    });
    return table.toString();
  }

  private static double medianSeconds(List<Measurement> forks) {
    return MeasuredValuation.median(forks.stream().mapToDouble(Measurement::seconds).toArray());
  }
}
