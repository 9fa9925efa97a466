package io.pathwise.spark;

import io.pathwise.engine.run.Store;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A store in memory that hands out what it holds, in the order in which it came. Not safe for several threads. */
final class Entries implements Store {

  /**
   * What a store keeps, on its way between processes.
   *
   * @param key
   *          what it is found by
   * @param value
   *          the bytes
   */
  record Entry(Key key, byte[] value) {}

  private final Map<Key, byte[]> values = new LinkedHashMap<>();
  private final Store behind;

  /** Without entries of its own. */
  Entries(Store behind) {
    this.behind = behind;
  }

  /** Those given. */
  static Entries of(List<Entry> entries) {
    Entries result = new Entries(Store.NONE);
    entries.forEach(entry -> result.keep(entry.key(), entry.value()));
    return result;
  }

  @Override
  public Optional<byte[]> find(Key key) {
    byte[] value = values.get(key);
    return value == null ? behind.find(key) : Optional.of(value);
  }

  @Override
  public void keep(Key key, byte[] value) {
    values.put(key, value);
  }

  /** Its own, without those of the store behind. */
  List<Entry> list() {
    return values.entrySet().stream().map(entry -> new Entry(entry.getKey(), entry.getValue())).toList();
  }

  /** Those of its own of one kind. */
  List<Entry> list(Kind kind) {
    return list().stream().filter(entry -> entry.key().kind() == kind).toList();
  }
}
