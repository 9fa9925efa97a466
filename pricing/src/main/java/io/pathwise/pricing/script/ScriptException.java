package io.pathwise.pricing.script;

/** What is wrong with a script, and where. */
public final class ScriptException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  private final int line;
  private final int column;
  private final String problem;

  ScriptException(int line, int column, String message) {
    super("line %s, column %s: %s".formatted(line, column, message));
    this.line = line;
    this.column = column;
    this.problem = message;
  }

  /** What is wrong, without its place. */
  public String problem() {
    return problem;
  }

  /** The line, counted from 1. */
  public int line() {
    return line;
  }

  /** The column, counted from 1. */
  public int column() {
    return column;
  }
}
