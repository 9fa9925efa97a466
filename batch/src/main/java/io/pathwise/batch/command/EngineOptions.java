package io.pathwise.batch.command;

import io.pathwise.batch.evaluation.BackendChoice;
import java.util.Iterator;
import picocli.CommandLine.Option;

/** The options that say what does the work; no result depends on them. */
final class EngineOptions {
  @Option(names = "--backend", paramLabel = "NAME", defaultValue = "auto", completionCandidates = Backends.class, description = "What computes: ${COMPLETION-CANDIDATES}; all give the same bits (default: ${DEFAULT-VALUE}).")
  BackendChoice backend = BackendChoice.AUTO;

  @Option(names = "--threads", paramLabel = "N", description = "How many threads may work at once (default: one for each processor).")
  Count threads = new Count(Runtime.getRuntime().availableProcessors());

  int threadCount() {
    return (int) Math.min(threads.value(), MAXIMUM_THREADS);
  }

  private static final int MAXIMUM_THREADS = 1 << 12;

  /** What can be asked for. */
  static final class Backends implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return BackendChoice.names().iterator();
    }
  }
}
