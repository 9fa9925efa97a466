package io.pathwise.cuda.interpreter;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A piece of memory that was allocated or declared as one, with which of its bytes have been written. */
final class Region {

  private static final VarHandle SHORTS = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final String name;
  private final long base;
  private final byte[] bytes;
  /** 1 where a byte has been written. */
  private final byte[] written;
  private @Nullable AccessHistory history;

  Region(String name, long base, int size) {
    this.name = name;
    this.base = base;
    this.bytes = new byte[size];
    this.written = new byte[size];
  }

  String name() {
    return name;
  }

  long base() {
    return base;
  }

  int size() {
    return bytes.length;
  }

  boolean contains(long address, int size) {
    return address >= base && address - base <= bytes.length - size;
  }

  /** Starts to look for races, or stops. */
  void check(boolean races) {
    history = races ? new AccessHistory(bytes.length) : null;
  }

  @Nullable
  AccessHistory history() {
    return history;
  }

  /** Makes the contents undefined again. */
  void forget() {
    Arrays.fill(written, (byte) 0);
  }

  boolean isWritten(int offset, int size) {
    return switch (size) {
      case 8 -> (long) LONGS.get(written, offset) == 0x0101010101010101L;
      case 4 -> (int) INTS.get(written, offset) == 0x01010101;
      case 2 -> (short) SHORTS.get(written, offset) == 0x0101;
      default -> written[offset] == 1;
    };
  }

  /** Reads 1, 2, 4 or 8 bytes, zeros above. */
  long get(int offset, int size) {
    return switch (size) {
      case 8 -> (long) LONGS.get(bytes, offset);
      case 4 -> (int) INTS.get(bytes, offset) & 0xFFFFFFFFL;
      case 2 -> (short) SHORTS.get(bytes, offset) & 0xFFFFL;
      default -> bytes[offset] & 0xFFL;
    };
  }

  /** Writes the low 1, 2, 4 or 8 bytes. */
  void put(int offset, int size, long value) {
    switch (size) {
      case 8 -> {
        LONGS.set(bytes, offset, value);
        LONGS.set(written, offset, 0x0101010101010101L);
      }
      case 4 -> {
        INTS.set(bytes, offset, (int) value);
        INTS.set(written, offset, 0x01010101);
      }
      case 2 -> {
        SHORTS.set(bytes, offset, (short) value);
        SHORTS.set(written, offset, (short) 0x0101);
      }
      default -> {
        bytes[offset] = (byte) value;
        written[offset] = 1;
      }
    }
  }
}
