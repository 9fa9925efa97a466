package io.pathwise.cuda.interpreter;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Cuts PTX text into tokens. Comments and blanks disappear; a character that PTX does not have is refused. */
final class Lexer {

  private static final Pattern TOKEN = Pattern.compile("""
      (?<blank>\\s+|//[^\\n]*|/\\*.*?\\*/)\
      |(?<string>"[^"\\n]*")\
      |(?<number>0[dD][0-9a-fA-F]{16}|0[xX][0-9a-fA-F]+U?|0[bB][01]+U?|[0-9]+\\.[0-9]*([eE][+-]?[0-9]+)?\
      |[0-9]+[eE][+-]?[0-9]+|[0-9]+U?)\
      |(?<suffix>\\.[a-zA-Z][\\w$]*(::[\\w$]+)*)\
      |(?<word>[a-zA-Z][\\w$]*|[_$%][\\w$]+|_)\
      |(?<mark>[(){}\\[\\]<>,;:@!|+\\-=])""", Pattern.DOTALL);

  private Lexer() {}

  /** The tokens in order, the last of them of kind END. */
  static List<Token> tokens(String text) {
    List<Token> tokens = new ArrayList<>();
    Matcher matcher = TOKEN.matcher(text);
    int line = 1;
    int position = 0;
    while (position < text.length()) {
      matcher.region(position, text.length());
      if (!matcher.lookingAt()) {
        throw new PtxException(line, "unexpected character '" + text.charAt(position) + "'");
      }
      String found = matcher.group();
      if (matcher.group("blank") == null) {
        tokens.add(new Token(kind(matcher), found, line));
      }
      line += (int) found.chars().filter(c -> c == '\n').count();
      position = matcher.end();
    }
    tokens.add(new Token(Token.Kind.END, "end of text", line));
    return tokens;
  }

  private static Token.Kind kind(Matcher matcher) {
    if (matcher.group("string") != null) {
      return Token.Kind.STRING;
    } else if (matcher.group("number") != null) {
      return Token.Kind.NUMBER;
    } else if (matcher.group("suffix") != null) {
      return Token.Kind.SUFFIX;
    }
    return matcher.group("word") != null ? Token.Kind.WORD : Token.Kind.MARK;
  }
}
