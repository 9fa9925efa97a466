package io.pathwise.cuda.interpreter;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The bytes of kernel arguments, as the driver takes them. */
public final class Arguments {

  private Arguments() {}

  /** For a parameter of type .u64, .s64 or .b64: an integer or an address. */
  public static byte[] of(long value) {
    return ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array();
  }

  /** For a parameter of type .u32, .s32 or .b32. */
  public static byte[] of(int value) {
    return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array();
  }

  /** For a parameter of type .f64. */
  public static byte[] of(double value) {
    return of(Double.doubleToRawLongBits(value));
  }
}
