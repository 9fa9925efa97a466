package io.pathwise.engine.rewrite;

/** A program is not of the kind that a rewrite can change; the message says why, for people to read. */
public final class NotApplicableException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /** With the reason. */
  public NotApplicableException(String message) {
    super(message);
  }
}
