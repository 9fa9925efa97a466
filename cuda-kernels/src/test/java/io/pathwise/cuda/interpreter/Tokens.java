package io.pathwise.cuda.interpreter;

import java.util.List;

/** A position in a list of tokens. */
final class Tokens {

  private final List<Token> tokens;
  private int position;

  Tokens(List<Token> tokens) {
    this.tokens = tokens;
  }

  Token peek() {
    return tokens.get(position);
  }

  /** Whether the token after the next one is that text. */
  boolean isFollowedBy(String text) {
    return position + 1 < tokens.size() && tokens.get(position + 1).is(text);
  }

  Token next() {
    Token token = tokens.get(position);
    if (token.kind() != Token.Kind.END) {
      position++;
    }
    return token;
  }

  int line() {
    return peek().line();
  }

  /** Goes past the next token if it is that text. */
  boolean skip(String text) {
    if (peek().is(text)) {
      position++;
      return true;
    }
    return false;
  }

  void expect(String text) {
    if (!skip(text)) {
      throw new PtxException(line(), "expected '" + text + "', found '" + peek().text() + "'");
    }
  }

  String expect(Token.Kind kind, String what) {
    if (peek().kind() != kind) {
      throw new PtxException(line(), "expected " + what + ", found '" + peek().text() + "'");
    }
    return next().text();
  }

  /** A number without sign that fits an int. */
  int size(String what) {
    int line = line();
    String text = expect(Token.Kind.NUMBER, what);
    long value = Literals.integer(text, line);
    if (value < 0 || value > Integer.MAX_VALUE) {
      throw new PtxException(line, what + " out of range: " + text);
    }
    return (int) value;
  }
}
