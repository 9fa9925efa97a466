package io.pathwise.batch.input;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Text from bytes in UTF-8.
 *
 * @param text
 *          the text without a mark of the byte order; where there is a problem, what comes before it
 * @param problem
 *          why the bytes behind the text are none; empty if all are
 */
record Utf8(String text, String problem) {
  /** Some programs write it at the beginning of a text; it is not part of it. */
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  /** Reads bytes up to the first that is not UTF-8. */
  static Utf8 decode(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    CoderResult result = StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT)
        .onUnmappableCharacter(CodingErrorAction.REPORT).decode(in, out, true);
    return new Utf8(withoutMark(out.flip().toString()), result.isError() ? problem(bytes, in.position()) : "");
  }

  private static String problem(byte[] bytes, int position) {
    int first = bytes[0] & 0xff;
    int second = bytes.length > 1 ? bytes[1] & 0xff : 0;
    boolean isUtf16 = (first == 0xfe && second == 0xff) || (first == 0xff && second == 0xfe);
    return "not UTF-8 text: the byte 0x%02X cannot stand here%s".formatted(bytes[position] & 0xff,
        isUtf16 ? "; it begins as UTF-16 does" : "");
  }

  /** A text without the mark that it may begin with. */
  static String withoutMark(String text) {
    return !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
  }
}
