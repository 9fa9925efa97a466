package io.pathwise.batch.cache;

import io.pathwise.engine.run.Store;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * An entry of the cache and its form in bytes. Layout, big-endian: the letters {@code PWC} and the version 1 (bytes), a
 * letter for the kind (byte), code version (long), time of its last use in seconds since 1970 (long), the content, and
 * a CRC-32C (int) over the key and all of this.
 */
final class CacheEntry {
  private static final int MAGIC = 'P' << 24 | 'W' << 16 | 'C' << 8 | 1;
  private static final int HEADER = Integer.BYTES + 1 + 2 * Long.BYTES;
  private static final int CHECKSUM = Integer.BYTES;

  private final Store.Kind kind;
  private final long codeVersion;
  private final long used;
  private final byte[] content;

  /**
   * An entry.
   *
   * @param kind
   *          what the content is
   * @param codeVersion
   *          of the code that computed it
   * @param used
   *          when it was used last, in seconds since 1970, give or take half a day
   * @param content
   *          as the engine gave it; not copied
   */
  CacheEntry(Store.Kind kind, long codeVersion, long used, byte[] content) {
    this.kind = kind;
    this.codeVersion = codeVersion;
    this.used = used;
    this.content = content;
  }

  Store.Kind kind() {
    return kind;
  }

  long codeVersion() {
    return codeVersion;
  }

  long used() {
    return used;
  }

  byte[] content() {
    return content;
  }

  /** The same, used at another time. */
  CacheEntry usedAt(long time) {
    return new CacheEntry(kind, codeVersion, time, content);
  }

  /** The bytes to be kept under a key. */
  byte[] toBytes(byte[] key) {
    ByteBuffer bytes = ByteBuffer.allocate(HEADER + content.length + CHECKSUM);
    bytes.putInt(MAGIC).put(code(kind)).putLong(codeVersion).putLong(used).put(content);
    bytes.putInt(checksum(key, bytes.array()));
    return bytes.array();
  }

  /** The entry; empty if the bytes are not what was written under that key. */
  static Optional<CacheEntry> fromBytes(byte[] key, byte[] bytes) {
    if (bytes.length < HEADER + CHECKSUM) {
      return Optional.empty();
    }
    ByteBuffer source = ByteBuffer.wrap(bytes);
    int magic = source.getInt();
    byte code = source.get();
    Optional<Store.Kind> kind = Arrays.stream(Store.Kind.values()).filter(known -> code(known) == code).findFirst();
    if (magic != MAGIC || kind.isEmpty()
        || source.getInt(bytes.length - CHECKSUM) != checksum(key, bytes)) {
      return Optional.empty();
    }
    long codeVersion = source.getLong();
    long used = source.getLong();
    byte[] content = new byte[bytes.length - HEADER - CHECKSUM];
    source.get(content);
    return Optional.of(new CacheEntry(kind.get(), codeVersion, used, content));
  }

  private static byte code(Store.Kind kind) {
    return switch (kind) {
      case MOMENTS -> 'M';
      case CHOICES -> 'C';
      case NUMBERS -> 'N';
    };
  }

  private static int checksum(byte[] key, byte[] bytes) {
    CRC32C sum = new CRC32C();
    sum.update(key);
    sum.update(bytes, 0, bytes.length - CHECKSUM);
    return (int) sum.getValue();
  }
}
