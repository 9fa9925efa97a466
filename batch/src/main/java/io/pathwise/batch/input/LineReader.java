package io.pathwise.batch.input;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads UTF-8 text line by line. A line that is not UTF-8, or longer than a limit, is reported in its place and the
 * next ones are read all the same; memory never holds more than one line and a buffer. Start at {@link #next}.
 */
final class LineReader {
  /** More than any line needs, and less than the heap has. */
  static final int MOST_BYTES = 1 << 24;

  private static final int BUFFER_BYTES = 1 << 16;

  private final InputStream in;
  private final Ends ends;
  private final int maximumBytes;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int position;
  private int limit;
  private int number;
  private long bytes;
  private boolean afterCarriageReturn;

  /** What ends a line. */
  enum Ends {
    /** A line feed; a carriage return before it belongs to the line. */
    LINE_FEED,
    /** A line feed, a carriage return, or both. */
    EITHER
  }

  /**
   * A line.
   *
   * @param number
   *          counted from 1
   * @param text
   *          without its end; where there is a problem, what comes before it
   * @param problem
   *          why the line cannot be used; empty when it can
   */
  record Line(int number, String text, String problem) {

    /**
     * The text.
     *
     * @throws InvalidInputException
     *           when the line cannot be used
     */
    String checkedText(String source) {
      if (!problem.isEmpty()) {
        throw new InvalidInputException(new Location(source, number, text.length() + 1), problem);
      }
      return text;
    }

    boolean isBlank() {
      return problem.isEmpty() && text.isBlank();
    }
  }

  /** Reads lines from a stream, which stays open. */
  LineReader(InputStream in, Ends ends, int maximumBytes) {
    this.in = in;
    this.ends = ends;
    this.maximumBytes = maximumBytes;
  }

  /** How many bytes the lines read so far took. */
  long bytesRead() {
    return bytes;
  }

  /** The next line that is not blank, or null at the end. */
  @Nullable
  Line nextFilled() throws IOException {
    Line line = next();
    while (line != null && line.isBlank()) {
      line = next();
    }
    return line;
  }

  /** The next line, or null at the end. */
  @Nullable
  Line next() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    boolean tooLong = false;
    boolean ended = false;
    boolean any = false;
    skipRestOfEnd();
    while (!ended && fill()) {
      any = true;
      int from = position;
      while (position < limit && !isEnd(buffer[position])) {
        position++;
      }
      int length = position - from;
      tooLong |= line.size() + length > maximumBytes;
      if (!tooLong) {
        line.write(buffer, from, length);
      }
      ended = position < limit;
      afterCarriageReturn = ended && buffer[position] == '\r';
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

  private boolean isEnd(byte character) {
    return character == '\n' || (character == '\r' && ends == Ends.EITHER);
  }

  /** A line feed after a carriage return ends the same line. */
  private void skipRestOfEnd() throws IOException {
    if (afterCarriageReturn && fill() && buffer[position] == '\n') {
      position++;
      bytes++;
    }
    afterCarriageReturn = false;
  }

  private Line decoded(byte[] line) {
    Utf8 decoded = Utf8.decode(line);
    return new Line(number, decoded.text(), decoded.problem());
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
