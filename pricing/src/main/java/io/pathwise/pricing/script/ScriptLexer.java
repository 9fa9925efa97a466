package io.pathwise.pricing.script;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Divides a script into words, numbers and signs. Start at {@link #tokens}. */
final class ScriptLexer {

  /** A guard against slips and malice. */
  private static final int MOST_CHARACTERS = 100_000;

  private static final Pattern BLANK = Pattern.compile("[ \\t\\r\\f\\u00a0]++|#[^\\n]*+");
  private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}(?![\\w.])");
  private static final Pattern NUMBER = Pattern
      .compile("(?:\\d++(?:\\.\\d*+)?+|\\.\\d++)(?:[eE][+-]?\\d++)?+(?![\\w.])");
  private static final Pattern NAME = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_.]*+");
  private static final Pattern QUOTED = Pattern.compile("\"[^\"\\n]*\"");
  private static final Pattern SIGN = Pattern.compile("<=|>=|[-+*/^%(){}\\[\\],<>=]");

  /** What a piece of text is. */
  enum Kind {
    DATE, NUMBER, NAME, QUOTED, SIGN, END
  }

  /**
   * A piece of text.
   *
   * @param text
   *          as written; of a quoted name without quotes
   */
  record Token(Kind kind, String text, int line, int column) {

    boolean is(String word) {
      return (kind == Kind.SIGN || kind == Kind.NAME) && text.equals(word);
    }

    Optional<LocalDate> date() {
      return kind == Kind.DATE ? Optional.of(LocalDate.parse(text)) : Optional.empty();
    }

    ScriptException wrong(String message) {
      return new ScriptException(line, column, message);
    }

    /** As it is shown in messages. */
    String shown() {
      return kind == Kind.END ? "the end" : "'" + text + "'";
    }
  }

  private final String text;
  private final List<Token> tokens = new ArrayList<>();
  private int at;
  private int line = 1;
  private int lineStart;

  ScriptLexer(String text) {
    this.text = text;
  }

  /** All pieces; the last is the end. */
  List<Token> tokens() {
    if (text.length() > MOST_CHARACTERS) {
      throw new ScriptException(1, 1, "the script has %s characters, at most %s are allowed".formatted(text.length(),
          MOST_CHARACTERS));
    }
    while (at < text.length()) {
      if (text.charAt(at) == '\n') {
        at++;
        line++;
        lineStart = at;
      } else if (!skip(BLANK)) {
        add();
      }
    }
    tokens.add(new Token(Kind.END, "", line, at - lineStart + 1));
    return tokens;
  }

  private void add() {
    if (!(add(Kind.DATE, DATE) || add(Kind.NUMBER, NUMBER) || add(Kind.NAME, NAME) || add(Kind.QUOTED, QUOTED)
        || add(Kind.SIGN, SIGN))) {
      String sign = text.substring(at, text.offsetByCodePoints(at, 1));
      throw new ScriptException(line, at - lineStart + 1,
          "'" + sign + "' is not understood here; numbers look like 1.5, "
              + "dates like 2027-11-20, names have letters, digits, _ and ., others stand in quotes");
    }
  }

  private boolean add(Kind kind, Pattern pattern) {
    Matcher matcher = pattern.matcher(text).region(at, text.length());
    if (!matcher.lookingAt()) {
      return false;
    }
    String found = matcher.group();
    Token token = new Token(kind, kind == Kind.QUOTED ? found.substring(1, found.length() - 1) : found, line,
        at - lineStart + 1);
    if (kind == Kind.DATE) {
      try {
        token.date();
      } catch (DateTimeException e) {
        throw token.wrong(found + " is no date");
      }
    }
    tokens.add(token);
    at = matcher.end();
    return true;
  }

  private boolean skip(Pattern pattern) {
    Matcher matcher = pattern.matcher(text).region(at, text.length());
    boolean found = matcher.lookingAt();
    at = found ? matcher.end() : at;
    return found;
  }
}
