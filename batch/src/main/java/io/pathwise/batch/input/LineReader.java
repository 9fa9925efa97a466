package io.pathwise.batch.input;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads UTF-8 text line by line. A line that is not UTF-8, or longer than a limit, is reported in its place and the
 * next ones are read all the same; memory never holds more than one line and a buffer. Start at {@link #next}.
 */
final class LineReader implements Closeable {
  private static final int BUFFER_BYTES = 1 << 16;
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private final InputStream in;
  private final int maximumBytes;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder()
      .onMalformedInput(CodingErrorAction.REPORT).onUnmappableCharacter(CodingErrorAction.REPORT);
  private int position;
  private int limit;
  private int number;
  private long bytes;

  /**
   * A line.
   *
   * @param number
   *          counted from 1
   * @param text
   *          without its end; empty when there is a problem
   * @param problem
   *          why the line cannot be used; empty when it can
   */
  record Line(int number, String text, String problem) {}

  LineReader(InputStream in, int maximumBytes) {
    this.in = in;
    this.maximumBytes = maximumBytes;
  }

  /** How many bytes the lines read so far took. */
  long bytesRead() {
    return bytes;
  }

  /** The next line, or null at the end. */
  @Nullable
  Line next() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    boolean tooLong = false;
    boolean ended = false;
    boolean any = false;
    while (!ended && fill()) {
      any = true;
      int from = position;
      while (position < limit && buffer[position] != '\n') {
        position++;
      }
      int length = position - from;
      tooLong |= line.size() + length > maximumBytes;
      if (!tooLong) {
        line.write(buffer, from, length);
      }
      ended = position < limit;
      position += ended ? 1 : 0;
      bytes += position - from;
    }
    if (!any) {
      return null;
    }
    number++;
    return tooLong
        ? new Line(number, "", "the line is longer than " + maximumBytes + " bytes")
        : decoded(line.toByteArray());
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  private Line decoded(byte[] line) {
    try {
      String text = decoder.decode(ByteBuffer.wrap(line)).toString();
      if (number == 1 && text.startsWith(BYTE_ORDER_MARK)) {
        text = text.substring(1);
      }
      return new Line(number, text, "");
    } catch (CharacterCodingException e) {
      return new Line(number, "", "the line is not UTF-8 text");
    }
  }

  /** Whether the buffer holds unread bytes, after reading more when it held none. */
  private boolean fill() throws IOException {
    if (position == limit) {
      position = 0;
      limit = Math.max(0, in.read(buffer));
    }
    return position < limit;
  }
}
