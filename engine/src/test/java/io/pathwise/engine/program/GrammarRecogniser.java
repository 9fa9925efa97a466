package io.pathwise.engine.program;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Accepts what the grammar in docs/grammar.md accepts: one method per rule. Start with {@link #check}. */
final class GrammarRecogniser {

  private static final String WORD = "[\\p{L}_][\\p{L}\\p{N}_.#]*";
  private static final Pattern TOKEN = Pattern.compile("-?\\d+\\.\\d+(?:E-?\\d+)?|-?Infinity|\\d+|" + WORD
      + "|`(?:[^`\\n]|``)*`|<-|\\+=|[$@%()\\[\\],=+*\\n]");

  private final List<String> tokens = new ArrayList<>();
  private int next;

  private GrammarRecogniser(String text) {
    Matcher matcher = TOKEN.matcher(text);
    int end = 0;
    while (end < text.length()) {
      if (text.charAt(end) == ' ') {
        end++;
      } else if (matcher.region(end, text.length()).lookingAt()) {
        tokens.add(matcher.group());
        end = matcher.end();
      } else {
        throw new IllegalArgumentException("no token at: " + text.substring(end));
      }
    }
  }

  /**
   * @throws IllegalArgumentException
   *           naming the place if the text is not a program
   */
  static void check(String text) {
    new GrammarRecogniser(text).program();
  }

  private void program() {
    line("program");
    while (accept("parameter")) {
      expect("$");
      name();
      expect("\n");
    }
    while (accept("noise")) {
      noise();
      expect("\n");
    }
    expect("sweep");
    do {
      sweep();
    } while (accept("sweep"));
    line("outputs");
    shared();
    while (next < tokens.size()) {
      output();
    }
  }

  private void sweep() {
    if (!accept("forward")) {
      expect("backward");
    }
    expect("\n");
    shared();
    while (accept("state")) {
      assignment("=");
    }
    while (accept("stage")) {
      name();
      expect("at");
      if (accept("every")) {
        expect("step");
      } else {
        expect("schedule");
        name();
      }
      expect("\n");
      stage();
    }
  }

  private void stage() {
    shared();
    while (next + 1 < tokens.size() && tokens.get(next + 1).equals("<-")) {
      assignment("<-");
    }
    while (accept("sink")) {
      assignment("+=");
    }
    while (accept("keep")) {
      memory();
      expect("=");
      expression();
      expect("\n");
    }
  }

  private void shared() {
    while (accept("%")) {
      integer();
      expect("=");
      expression();
      expect("\n");
    }
  }

  private void output() {
    name();
    expect("=");
    if (accept("sum")) {
      expression();
      expect("\n");
    } else {
      expect("\n");
      while (accept("+")) {
        term();
      }
    }
  }

  private void term() {
    if (accept("sum")) {
      expect("over");
      expect("steps");
      expect("of");
      expression();
      expect("*");
      expect("sink");
      name();
    } else {
      expression();
      expect("*");
      expect("sum");
      expression();
    }
    expect("\n");
  }

  private void assignment(String sign) {
    name();
    expect(sign);
    expression();
    expect("\n");
  }

  private void expression() {
    if (accept("$") || accept("@")) {
      name();
    } else if (accept("%")) {
      integer();
    } else if (accept("sample")) {
      match(WORD);
      if (accept("[")) {
        integer();
        expect("]");
      }
      operands();
      expect("by");
      expect("[");
      do {
        integer();
      } while (accept(","));
      expect("]");
    } else if (accept("recall")) {
      expect("(");
      memory();
      expect(")");
    } else if (tokens.get(next).matches("-?\\d+\\..*|-?Infinity|NaN|true|false")) {
      next++;
    } else if (tokens.get(next + 1).equals("[")) {
      noise();
    } else {
      name();
      if (tokens.get(next).equals("(")) {
        operands();
      }
    }
  }

  private void operands() {
    expect("(");
    do {
      expression();
    } while (accept(","));
    expect(")");
  }

  private void noise() {
    match("normal|uniform");
    expect("[");
    integer();
    expect("]");
  }

  private void memory() {
    match("k\\d+");
  }

  private void integer() {
    match("\\d+");
  }

  private void name() {
    match(WORD + "|`.*`");
  }

  private void line(String word) {
    expect(word);
    expect("\n");
  }

  private boolean accept(String token) {
    boolean found = next < tokens.size() && tokens.get(next).equals(token);
    next += found ? 1 : 0;
    return found;
  }

  private void expect(String token) {
    match(Pattern.quote(token));
  }

  private void match(String regex) {
    if (next >= tokens.size() || !tokens.get(next).matches(regex)) {
      throw new IllegalArgumentException(
          "expected " + regex + " after " + String.join(" ", tokens.subList(Math.max(0, next - 8), next)));
    }
    next++;
  }
}
