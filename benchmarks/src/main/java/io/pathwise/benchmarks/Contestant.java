package io.pathwise.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * One implementation of all {@link Workload}s that {@link PeerComparison} measures. A measurement is a process of its
 * own that warms up, values the workload several times and prints a {@link Measurement}.
 */
public interface Contestant {
  /** The name in the table. */
  String name();

  /**
   * Builds what the contestant needs.
   *
   * @param directory
   *          where to put it; it is deleted afterwards
   * @return why the contestant cannot take part here, or nothing when it can
   */
  Optional<String> prepare(Path directory) throws IOException, InterruptedException;

  /** The command whose process measures the workload. Call {@link #prepare} before. */
  List<String> command(Workload workload, int paths, long seed);
}
