package io.pathwise.batch.monitoring;

import io.pathwise.batch.cache.CacheStore;
import io.pathwise.batch.output.ResultRow;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/** The metrics of a run, for monitoring systems. Start at {@link #start}. */
public interface Metrics extends AutoCloseable {

  /** Counts nothing. */
  Metrics NONE = new Metrics() {
    @Override
    public void advance(long trades, long failed) {}

    @Override
    public void row(ResultRow row) {}

    @Override
    public void finish() {}

    @Override
    public void close() {}
  };

  /** So many trades are done, and so many of them lack some or all of their numbers. */
  void advance(long trades, long failed);

  /** A row of the results; rows of a trade come one after the other. */
  void row(ResultRow row);

  /** All files of the run are written. */
  void finish();

  @Override
  void close();

  /**
   * Begins to write metrics, if a file for them is named.
   *
   * @throws io.pathwise.batch.output.UnwritableOutputException
   *           when the file cannot be written
   */
  static Metrics start(Optional<Path> file, Supplier<Optional<CacheStore.Usage>> cache) {
    return file.isPresent() ? new PrometheusFile(file.get(), cache) : NONE;
  }
}
