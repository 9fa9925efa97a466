package io.pathwise.batch.command;

import io.pathwise.batch.request.CacheChoice;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options that say where results are kept; no result depends on them. */
final class CacheOptions {
  private static final String NONE = "none";
  private static final long MEBIBYTE = 1L << 20;

  @Option(names = "--cache", paramLabel = "FILE", defaultValue = NONE, description = "Where results are kept for later runs, which then compute only what has changed; or none (default: ${DEFAULT-VALUE}).")
  private Path cache = Path.of(NONE);

  @Option(names = "--cache-size", paramLabel = "MIB", defaultValue = "1024", description = "What a new cache takes of the disk, in MiB (default: ${DEFAULT-VALUE}).")
  private Count size = new Count(1024);

  /** Where results are kept, if anywhere. */
  Optional<CacheChoice> choice() {
    return cache.equals(Path.of(NONE)) ? Optional.empty() : Optional.of(new CacheChoice(cache, size(size)));
  }

  static long size(Count mebibytes) {
    return Math.min(mebibytes.value(), Long.MAX_VALUE / MEBIBYTE) * MEBIBYTE;
  }
}
