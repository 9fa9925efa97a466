package io.pathwise.cuda.interpreter;

/** PTX that is wrong, unknown, or whose result the ISA does not define; the message names the line. */
public final class PtxException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final int line;

  /** A refusal at a line, counted from 1. */
  public PtxException(int line, String message) {
    super("line " + line + ": " + message);
    this.line = line;
  }

  /** The line of the module's text, counted from 1. */
  public int line() {
    return line;
  }
}
