package io.pathwise.batch.input;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Function;
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
  /** A number, or several. */
  ONE_OR_MORE_NUMBERS,
  /** A number of dates, or several dates and years. */
  COUNT_OR_TIMES,
  /** Several past fixings, each {@code DATE PRICE} or {@code ASSET DATE PRICE}. */
  FIXINGS,
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
      case FIXINGS -> sequence(at, text, separator, part -> fixing(at, part));
      case TEXTS -> sequence(TEXT, at, text, separator);
      case NUMBERS -> sequence(NUMBER, at, text, separator);
      case ONE_OR_MORE_NUMBERS ->
        text.contains(separator) ? sequence(NUMBER, at, text, separator) : number(at, text);
      case COUNT_OR_TIMES -> isWhole(text)
          ? number(at, text)
          : text.startsWith("every ") ? new Json.Text(at, text) : sequence(TEXT, at, text, separator);
    };
  }

  private static Json sequence(FieldKind kind, Location at, String text, String separator) {
    return sequence(at, text, separator, part -> kind.json(at, part, separator));
  }

  private static Json sequence(Location at, String text, String separator, Function<String, Json> element) {
    return new Json.Sequence(at, Arrays.stream(text.split(Pattern.quote(separator), -1)).map(String::strip)
        .map(element).toList());
  }

  private static Json fixing(Location at, String text) {
    String[] words = text.split("\\s+", -1);
    if (words.length < 2 || words.length > 3) {
      return new Json.Text(at, text);
    }
    SequencedMap<String, Json> members = new LinkedHashMap<>();
    if (words.length == 3) {
      members.put("asset", new Json.Text(at, words[0]));
    }
    members.put("date", new Json.Text(at, words[words.length - 2]));
    members.put("price", number(at, words[words.length - 1]));
    return new Json.Struct(at, members);
  }

  private static Json number(Location at, String text) {
    return Numbers.isNumber(text) ? new Json.Numeral(at, text) : new Json.Text(at, text);
  }

  private static boolean isWhole(String text) {
    return !text.isEmpty() && text.chars().allMatch(Character::isDigit);
  }
}
