package io.pathwise.batch.evaluation;

/** A backend was asked for by name and is not there. The message says what is missing. */
public final class BackendMissingException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** With a message for people. */
  public BackendMissingException(String message) {
    super(message);
  }
}
