package io.pathwise.batch.input;

/**
 * Where a piece of input stands; {@code toString} is how messages begin, {@code market.json:7:31} for example.
 *
 * @param source
 *          the file as the user named it, or the option on the command line
 * @param line
 *          counted from 1; 0 when the source as a whole is meant
 * @param column
 *          counted from 1, or the name of a table's column
 */
public record Location(String source, int line, String column) {

  /** A place in a text. */
  public Location(String source, int line, int column) {
    this(source, line, Integer.toString(column));
  }

  /** A source as a whole. */
  public static Location whole(String source) {
    return new Location(source, 0, 0);
  }

  @Override
  public String toString() {
    return line == 0 ? source : source + ":" + line + ":" + column;
  }
}
