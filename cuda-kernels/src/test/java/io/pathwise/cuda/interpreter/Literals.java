package io.pathwise.cuda.interpreter;

import java.util.Locale;

/** The ISA's constants: decimal, hexadecimal (0x), octal (0) and binary (0b) integers; decimal and 0d doubles. */
final class Literals {

  private Literals() {}

  static boolean isDouble(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    return lower.startsWith("0d") || (!lower.startsWith("0x") && (lower.contains(".") || lower.contains("e")));
  }

  /** The 64 bits of an integer constant. */
  static long integer(String text, int line) {
    String digits = text.endsWith("U") ? text.substring(0, text.length() - 1) : text;
    String lower = digits.toLowerCase(Locale.ROOT);
    try {
      if (isDouble(text)) {
        throw new PtxException(line, "expected an integer, found " + text);
      } else if (lower.startsWith("0x")) {
        return Long.parseUnsignedLong(lower.substring(2), 16);
      } else if (lower.startsWith("0b")) {
        return Long.parseUnsignedLong(lower.substring(2), 2);
      } else if (lower.startsWith("0") && lower.length() > 1) {
        return Long.parseUnsignedLong(lower, 8);
      }
      return Long.parseUnsignedLong(lower);
    } catch (NumberFormatException e) {
      throw new PtxException(line, "not a 64-bit integer: " + text);
    }
  }

  /** The bits of a double constant. */
  static long real(String text) {
    if (text.startsWith("0d") || text.startsWith("0D")) {
      return Long.parseUnsignedLong(text.substring(2), 16);
    }
    return Double.doubleToRawLongBits(Double.parseDouble(text));
  }
}
