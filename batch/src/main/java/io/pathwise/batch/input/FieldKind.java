package io.pathwise.batch.input;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * How a field that is written as plain text, in a cell of a table or on a command line, becomes a JSON value, which is
 * then read and checked as any other. A text that does not fit becomes a string: the reader of the field says what is
 * wrong. Start at {@link #json}.
 */
public enum FieldKind {
  /** A string. */
  TEXT,
  /** Several strings. */
  TEXTS,
  /** A number. */
  NUMBER,
  /** Several numbers. */
  NUMBERS,
  /** A number of dates, or several dates and years. */
  COUNT_OR_TIMES,
  /** True or false. */
  WORD;

  /**
   * The value.
   *
   * @param at
   *          where the text stands
   * @param separator
   *          what stands between the elements of a list, literally
   */
  public Json json(Location at, String text, String separator) {
    return switch (this) {
      case TEXT -> new Json.Text(at, text);
      case WORD -> List.of("true", "false").contains(text) ? new Json.Word(at, text) : new Json.Text(at, text);
      case NUMBER -> number(at, text);
      case TEXTS -> sequence(TEXT, at, text, separator);
      case NUMBERS -> sequence(NUMBER, at, text, separator);
      case COUNT_OR_TIMES -> isWhole(text) ? number(at, text) : sequence(TEXT, at, text, separator);
    };
  }

  private static Json sequence(FieldKind kind, Location at, String text, String separator) {
    List<Json> elements = Arrays.stream(text.split(Pattern.quote(separator), -1))
        .map(part -> kind.json(at, part.strip(), separator)).toList();
    return new Json.Sequence(at, elements);
  }

  private static Json number(Location at, String text) {
    try {
      Double.parseDouble(text);
      return new Json.Numeral(at, text);
    } catch (NumberFormatException notANumber) {
      return new Json.Text(at, text);
    }
  }

  private static boolean isWhole(String text) {
    return !text.isEmpty() && text.chars().allMatch(Character::isDigit);
  }
}
