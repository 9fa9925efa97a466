package io.pathwise.batch.cache;

import io.pathwise.engine.bytes.RecordCodec;
import io.pathwise.engine.run.Store;
import java.util.Arrays;
import java.util.Optional;

/**
 * An entry of the cache.
 *
 * @param key
 *          what it is found by, so that no entry is taken for another
 * @param kind
 *          what the content is
 * @param codeVersion
 *          of the code that computed it
 * @param used
 *          when it was used last, in seconds since 1970, give or take half a day
 * @param content
 *          as the engine gave it; not copied
 */
@SuppressWarnings("ArrayRecordComponent") // entries are not compared
record CacheEntry(byte[] key, Store.Kind kind, long codeVersion, long used, byte[] content) {
  private static final RecordCodec<CacheEntry> CODEC = RecordCodec.of(CacheEntry.class);

  /** The same, used at another time. */
  CacheEntry usedAt(long time) {
    return new CacheEntry(key, kind, codeVersion, time, content);
  }

  /** The bytes to be kept under the key. */
  byte[] toBytes() {
    return CODEC.toBytes(this);
  }

  /** The entry; empty if the bytes are not what was written under that key. */
  static Optional<CacheEntry> fromBytes(byte[] key, byte[] bytes) {
    try {
      return Optional.of(CODEC.fromBytes(bytes)).filter(entry -> Arrays.equals(entry.key, key));
    } catch (IllegalArgumentException damaged) {
      return Optional.empty();
    }
  }
}
