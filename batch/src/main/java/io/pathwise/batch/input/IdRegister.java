package io.pathwise.batch.input;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Remembers which ids came on which line, in some thirty bytes for each however long the ids are: only 128 bits of
 * their SHA-256 are kept, so two different ids are taken for the same about once in 10<sup>28</sup> portfolios of a
 * million trades.
 */
final class IdRegister {
  private static final int FIRST_CAPACITY = 1 << 10;

  private final MessageDigest digest;
  private long[] high = new long[FIRST_CAPACITY];
  private long[] low = new long[FIRST_CAPACITY];
  private int[] lines = new int[FIRST_CAPACITY];
  private int size;

  IdRegister() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /**
   * Registers an id unless it is known.
   *
   * @param line
   *          where it stands, at least 1
   * @return the line where it came first; 0 when this is the first time
   */
  int firstLineOf(String id, int line) {
    ByteBuffer hash = ByteBuffer.wrap(digest.digest(id.getBytes(StandardCharsets.UTF_8)));
    return put(hash.getLong(), hash.getLong(), line);
  }

  private int put(long newHigh, long newLow, int line) {
    int slot = (int) newLow & (lines.length - 1);
    while (lines[slot] != 0) {
      if (high[slot] == newHigh && low[slot] == newLow) {
        return lines[slot];
      }
      slot = (slot + 1) & (lines.length - 1);
    }
    high[slot] = newHigh;
    low[slot] = newLow;
    lines[slot] = line;
    size++;
    if (size > lines.length / 4 * 3) {
      grow();
    }
    return 0;
  }

  private void grow() {
    long[] oldHigh = high;
    long[] oldLow = low;
    int[] oldLines = lines;
    high = new long[2 * oldLines.length];
    low = new long[2 * oldLines.length];
    lines = new int[2 * oldLines.length];
    size = 0;
    for (int slot = 0; slot < oldLines.length; slot++) {
      if (oldLines[slot] != 0) {
        put(oldHigh[slot], oldLow[slot], oldLines[slot]);
      }
    }
  }
}
