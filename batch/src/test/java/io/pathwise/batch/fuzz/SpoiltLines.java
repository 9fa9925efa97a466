package io.pathwise.batch.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** A file of lines of which some are spoilt, with knowledge of which are not. Start at {@link #of}. */
final class SpoiltLines {
  private static final int TOUCHED = -1;

  private final byte[] bytes;
  private final Set<Integer> untouched;

  private SpoiltLines(byte[] bytes, Set<Integer> untouched) {
    this.bytes = bytes;
    this.untouched = untouched;
  }

  /** A line of the new file, each character of which stands for a byte. */
  private record Line(String text, int untouchedPlace) {
    byte[] bytes() {
      return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    static Line touched(byte[] bytes) {
      return new Line(new String(bytes, StandardCharsets.ISO_8859_1), TOUCHED);
    }
  }

  /** The file. */
  byte[] bytes() {
    return bytes;
  }

  /** The places, in the valid file, of the lines that are in the file as they were. */
  Set<Integer> untouched() {
    return untouched;
  }

  /**
   * A spoilt file.
   *
   * @param firstLine
   *          the first that may be spoilt
   */
  static SpoiltLines of(byte[] file, int firstLine, Random random) {
    Mutator mutator = new Mutator(random);
    List<Line> lines = new ArrayList<>();
    String[] valid = new String(file, StandardCharsets.ISO_8859_1).split("\n", -1);
    for (int i = 0; i < valid.length - 1; i++) {
      lines.add(new Line(valid[i], i));
    }
    for (int faults = 1 + random.nextInt(4); faults > 0 && lines.size() > firstLine; faults--) {
      int place = firstLine + random.nextInt(lines.size() - firstLine);
      byte[] line = lines.get(place).bytes();
      switch (random.nextInt(10)) {
        case 0 -> lines.remove(place);
        case 1 -> lines.add(random.nextInt(firstLine, lines.size() + 1), Line.touched(line));
        case 2 -> lines.add(place, Line.touched(mutator.spoil(line)));
        case 3 -> {
          byte[] next = place + 1 < lines.size() ? lines.remove(place + 1).bytes() : new byte[0];
          lines.set(place, Line.touched(Mutator.join(line, next)));
        }
        default -> lines.set(place, Line.touched(mutator.spoil(line)));
      }
    }
    byte[] end = random.nextInt(4) == 0 ? new byte[]{'\r', '\n'} : new byte[]{'\n'};
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    if (random.nextInt(8) == 0) {
      out.writeBytes("\uFEFF".getBytes(StandardCharsets.UTF_8));
    }
    Set<Integer> untouched = new HashSet<>();
    for (Line line : lines) {
      out.writeBytes(line.bytes());
      out.writeBytes(end);
      if (line.untouchedPlace() != TOUCHED) {
        untouched.add(line.untouchedPlace());
      }
    }
    return new SpoiltLines(out.toByteArray(), untouched);
  }
}
