package io.pathwise.engine.bytes;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.zip.CRC32C;

/** Spoils what a {@link RecordCodec} wrote, so that the checksum tells, or so that it does not. */
public final class Damage {
  private Damage() {}

  /** Every beginning. */
  public static List<byte[]> cuts(byte[] good) {
    List<byte[]> cuts = new ArrayList<>();
    for (int length = 0; length < good.length; length++) {
      cuts.add(Arrays.copyOf(good, length));
    }
    return cuts;
  }

  /** Copies with one to three bits turned round. */
  public static List<byte[]> flips(byte[] good, RandomGenerator random, int count) {
    List<byte[]> flips = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] flipped = good.clone();
      for (int bits = random.nextInt(3); bits >= 0; bits--) {
        flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
      }
      if (!Arrays.equals(flipped, good)) {
        flips.add(flipped);
      }
    }
    return flips;
  }

  /** The bytes with the checksum that a codec would give them, of which a good example is known. */
  public static byte[] forged(byte[] bytes, byte[] good) {
    byte[] forged = Arrays.copyOf(bytes, Math.max(bytes.length, Integer.BYTES));
    ByteBuffer.wrap(forged).putInt(0, checksum(forged) ^ checksum(good) ^ ByteBuffer.wrap(good).getInt());
    return forged;
  }

  private static int checksum(byte[] bytes) {
    CRC32C sum = new CRC32C();
    sum.update(bytes, Integer.BYTES, bytes.length - Integer.BYTES);
    return (int) sum.getValue();
  }
}
