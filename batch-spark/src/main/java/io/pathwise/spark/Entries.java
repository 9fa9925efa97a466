package io.pathwise.spark;

import io.pathwise.engine.run.Store;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A store in memory that hands out what it holds, in the order in which it came. Not safe for several threads. */
final class Entries implements Store {

  private final Map<Key, byte[]> values = new LinkedHashMap<>();
  private final Store behind;

  /** Without entries of its own. */
  Entries(Store behind) {
    this.behind = behind;
  }

  /** Those given. */
  static Entries of(Map<Key, byte[]> entries) {
    Entries result = new Entries(Store.NONE);
    entries.forEach(result::keep);
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
  Map<Key, byte[]> all() {
    return Collections.unmodifiableMap(values);
  }

  /** Those of its own of one kind. */
  Map<Key, byte[]> all(Kind kind) {
    Map<Key, byte[]> some = new LinkedHashMap<>(values);
    some.keySet().removeIf(key -> key.kind() != kind);
    return some;
  }
}
