package io.pathwise.batch.monitoring;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.pathwise.batch.cache.CacheStore;
import io.pathwise.batch.log.Event;
import io.pathwise.batch.output.OutputFile;
import io.pathwise.batch.output.ResultRow;
import io.pathwise.batch.output.UnwritableOutputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/**
 * Metrics of a run in a file in the text format of Prometheus, replaced every minute and at the end, for its node
 * exporter's textfile collector and the like; docs/batch.md lists them. Start at the constructor.
 */
final class PrometheusFile implements Metrics {
  private final Path file;
  private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final long start = System.nanoTime();
  private final Counter paths;
  private final EveryMinute writing;
  private volatile long trades;
  private volatile long failed;
  private volatile boolean finished;
  private String lastTrade = "";
  private long lastPaths;

  PrometheusFile(Path file, Supplier<Optional<CacheStore.Usage>> cache) {
    this.file = file;
    counter("pathwise.trades", "trades done", () -> trades);
    counter("pathwise.trades.failed", "trades that lack some or all of their numbers", () -> failed);
    paths = Counter.builder("pathwise.paths")
        .description("for each trade the most paths that one of its numbers rests on, those from a cache included")
        .register(registry);
    Gauge.builder("pathwise.run.duration", () -> (System.nanoTime() - start) / 1e9).baseUnit("seconds")
        .description("wall time so far").register(registry);
    Gauge.builder("pathwise.run.finished", () -> finished ? 1 : 0).description("1 once all files are written")
        .register(registry);
    if (cache.get().isPresent()) {
      cacheCounter("hits", "entries found", cache, CacheStore.Usage::hits);
      cacheCounter("misses", "entries looked for in vain", cache, CacheStore.Usage::misses);
      cacheCounter("kept", "entries written", cache, CacheStore.Usage::kept);
      cacheCounter("damaged", "entries dropped because they were damaged", cache, CacheStore.Usage::damaged);
    }
    new JvmMemoryMetrics().bindTo(registry);
    write();
    writing = new EveryMinute(this::tryToWrite);
  }

  /** The registry holds the object that it counts of weakly, which is why that must be this one. */
  private void counter(String name, String description, Supplier<Number> number) {
    FunctionCounter.builder(name, this, any -> number.get().doubleValue()).description(description)
        .register(registry);
  }

  private void cacheCounter(String name, String description, Supplier<Optional<CacheStore.Usage>> cache,
      ToLongFunction<CacheStore.Usage> number) {
    counter("pathwise.cache." + name, description, () -> cache.get().map(number::applyAsLong).orElse(0L));
  }

  @Override
  public void advance(long tradesDone, long failedTrades) {
    trades = tradesDone;
    failed = failedTrades;
  }

  @Override
  public void row(ResultRow row) {
    boolean isNewTrade = !row.tradeId().equals(lastTrade);
    long before = isNewTrade ? 0 : lastPaths;
    lastTrade = row.tradeId();
    lastPaths = Math.max(before, row.paths());
    registry.counter("pathwise.numbers", "status", row.status()).increment();
    paths.increment((double) (lastPaths - before));
  }

  @Override
  public void finish() {
    finished = true;
  }

  private void write() {
    try (OutputFile out = OutputFile.create(file)) {
      out.stream().write(registry.scrape().getBytes(StandardCharsets.UTF_8));
      out.publish();
    } catch (IOException e) {
      throw new UnwritableOutputException(file, e);
    }
  }

  /** In the middle of a run metrics that cannot be written are no reason to lose the run. */
  private void tryToWrite() {
    try {
      write();
    } catch (UnwritableOutputException e) {
      Event.of("metrics-failed", String.valueOf(e.getMessage())).log(System.Logger.Level.WARNING);
    }
  }

  @Override
  public void close() {
    writing.close();
    tryToWrite();
    registry.close();
  }
}
