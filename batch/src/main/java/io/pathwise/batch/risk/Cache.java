package io.pathwise.batch.risk;

import io.pathwise.batch.cache.CacheStore;
import io.pathwise.batch.request.CacheChoice;
import io.pathwise.engine.run.Store;
import java.util.Optional;

/** The cache of a run, or none. Start at {@link #open}. */
public final class Cache implements AutoCloseable {
  private final Optional<CacheStore> file;

  private Cache(Optional<CacheStore> file) {
    this.file = file;
  }

  /**
   * Opens what was chosen.
   *
   * @throws io.pathwise.batch.cache.UnusableCacheException
   *           when it can be neither opened nor made
   */
  public static Cache open(Optional<CacheChoice> choice) {
    return new Cache(choice.map(chosen -> CacheStore.open(chosen.file(), chosen.maximumBytes())));
  }

  /** Where an engine keeps what it computes. */
  public Store store() {
    return file.isPresent() ? file.get() : Store.NONE;
  }

  /** What it did, if there is one. */
  public Optional<CacheStore.Usage> usage() {
    return file.map(CacheStore::usage);
  }

  @Override
  public void close() {
    file.ifPresent(CacheStore::close);
  }
}
