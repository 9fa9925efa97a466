package io.pathwise.batch.input;

import io.pathwise.batch.log.Excerpt;

/** Input that cannot be used. The message is for people: it says where, which field, and what would be allowed. */
public final class InvalidInputException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Something wrong at a place. */
  public InvalidInputException(Location location, String problem) {
    super(location + ": " + Excerpt.ofMessage(problem));
  }

  /** Something wrong at a place, with what brought it to light. */
  public InvalidInputException(Location location, String problem, Throwable cause) {
    super(location + ": " + Excerpt.ofMessage(problem), cause);
  }
}
