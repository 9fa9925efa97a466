package io.pathwise.pricing.script;

import io.pathwise.pricing.script.ScriptLexer.Kind;
import io.pathwise.pricing.script.ScriptLexer.Token;
import java.util.List;

/**
 * The pieces of a script as they are read from left to right, with bounds on how much and how deep. Start at
 * {@link #take}.
 */
final class ScriptTokens {

  /** How many operations may follow each other. */
  static final int MOST_CHAINED = 1_000;

  private static final int DEEPEST = 100;
  private static final int MOST_NODES = 20_000;

  private final List<Token> tokens;
  private int at;
  private int depth;
  private int nodes;

  ScriptTokens(String text) {
    this.tokens = new ScriptLexer(text).tokens();
  }

  Token first() {
    return tokens.getFirst();
  }

  Token next() {
    return tokens.get(at);
  }

  Token following() {
    return tokens.get(Math.min(at + 1, tokens.size() - 1));
  }

  Token take() {
    Token token = tokens.get(at);
    if (token.kind() != Kind.END) {
      at++;
    }
    return token;
  }

  boolean accept(String word) {
    boolean is = next().is(word);
    if (is) {
      at++;
    }
    return is;
  }

  /** Two words that belong together. */
  boolean accept(String word, String following) {
    boolean is = next().is(word) && following().is(following);
    at += is ? 2 : 0;
    return is;
  }

  void expect(String word) {
    Token token = next();
    if (!accept(word)) {
      throw token.wrong("'%s' is expected, not %s".formatted(word, token.shown()));
    }
  }

  /** A name. */
  Token name(String what) {
    Token token = take();
    if (token.kind() != Kind.NAME) {
      throw token.wrong("a %s is expected, not %s".formatted(what, token.shown()));
    }
    return token;
  }

  /** Words of choices may have hyphens. */
  Token word() {
    Token token = name("word");
    StringBuilder word = new StringBuilder(token.text());
    while (next().is("-") && following().kind() == Kind.NAME) {
      at++;
      word.append('-').append(take().text());
    }
    return new Token(Kind.NAME, word.toString(), token.line(), token.column());
  }

  int wholeNumber(int least, int most) {
    Token token = take();
    boolean isWhole = token.kind() == Kind.NUMBER && token.text().length() < 6
        && token.text().chars().allMatch(Character::isDigit);
    int number = isWhole ? Integer.parseInt(token.text()) : least - 1;
    if (number < least || number > most) {
      throw token.wrong("a whole number from %s to %s is expected, not %s".formatted(least, most, token.shown()));
    }
    return number;
  }

  /** To read the same once more, see {@link #back}. */
  int mark() {
    return at;
  }

  void back(int mark) {
    at = mark;
  }

  /** Goes a level deeper. */
  void enter() {
    if (++depth > DEEPEST) {
      throw next().wrong("more than %s levels lie within each other here".formatted(DEEPEST));
    }
  }

  void leave() {
    depth--;
  }

  /** Chains of operations are read one in the other. */
  void bound(int chained) {
    if (chained > MOST_CHAINED) {
      throw next().wrong("more than %s operations follow each other here".formatted(MOST_CHAINED));
    }
  }

  /** Counts a part of the script. */
  void count(Token token) {
    if (++nodes > MOST_NODES) {
      throw token.wrong("the script has more than %s parts".formatted(MOST_NODES));
    }
  }
}
