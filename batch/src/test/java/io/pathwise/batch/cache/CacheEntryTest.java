package io.pathwise.batch.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.pathwise.engine.run.Store;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Entries are read under their key if they are whole, and otherwise not at all. */
class CacheEntryTest {
  private static final byte[] KEY = new byte[32];
  private static final byte[] CONTENT = {1, 2, 3, 4};

  private final SplittableRandom random = new SplittableRandom(20261123);

  @ParameterizedTest
  @EnumSource
  void wholeEntriesAreReadUnderTheirKey(Store.Kind kind) {
    byte[] bytes = new CacheEntry(KEY, kind, random.nextLong(), 7, CONTENT).usedAt(8).toBytes();
    CacheEntry entry = CacheEntry.fromBytes(KEY, bytes).orElseThrow();
    assertThat(entry.kind()).isEqualTo(kind);
    assertThat(entry.used()).isEqualTo(8);
    assertThat(entry.content()).isEqualTo(CONTENT);
    byte[] other = KEY.clone();
    other[31] = 1;
    assertThat(CacheEntry.fromBytes(other, bytes)).isEmpty();
    for (int length = 0; length < bytes.length; length++) {
      assertThat(CacheEntry.fromBytes(KEY, Arrays.copyOf(bytes, length))).isEmpty();
    }
    for (int bit = 0; bit < bytes.length * Byte.SIZE; bit++) {
      byte[] flipped = bytes.clone();
      flipped[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
      assertThat(CacheEntry.fromBytes(KEY, flipped)).isEmpty();
    }
  }

  /** The letters PWC and the version 1, kind, code version, time, content, checksum. */
  @Test
  void entriesOfTheFormerFormatAreNotRead() {
    ByteBuffer bytes = ByteBuffer.allocate(29).putInt('P' << 24 | 'W' << 16 | 'C' << 8 | 1).put((byte) 'N').putLong(5)
        .putLong(7).put(CONTENT);
    CRC32C sum = new CRC32C();
    sum.update(KEY);
    sum.update(bytes.array(), 0, 25);
    assertThat(CacheEntry.fromBytes(KEY, bytes.putInt((int) sum.getValue()).array())).isEmpty();
  }
}
