package io.pathwise.engine.bytes;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Bytes that are being written. */
final class Output {
  private ByteBuffer bytes = ByteBuffer.allocate(512);

  /** Where the next bytes go; there is room for so many. */
  ByteBuffer room(int count) {
    if (bytes.remaining() < count) {
      int needed = Math.addExact(bytes.position(), count);
      bytes = ByteBuffer.allocate(Math.max(needed, 2 * bytes.capacity())).put(bytes.flip());
    }
    return bytes;
  }

  /** Writes a whole number in as many bytes as it needs. */
  void whole(long value) {
    ByteBuffer out = room(10);
    long left = value << 1 ^ value >> 63;
    while (left >>> 7 != 0) {
      out.put((byte) (left | 0x80));
      left >>>= 7;
    }
    out.put((byte) left);
  }

  byte[] toBytes() {
    return Arrays.copyOf(bytes.array(), bytes.position());
  }
}
