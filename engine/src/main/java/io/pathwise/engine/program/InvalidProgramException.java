package io.pathwise.engine.program;

/** A program breaks a rule; the message names the node and the rule. */
public final class InvalidProgramException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  /** With the node and the rule it breaks. */
  public InvalidProgramException(String message) {
    super(message);
  }
}
