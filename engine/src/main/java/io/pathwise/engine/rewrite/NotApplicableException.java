package io.pathwise.engine.rewrite;

import java.util.function.Supplier;

/** A program is not of the kind that a rewrite can change; the message says why, for people to read. */
public final class NotApplicableException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /** With the reason. */
  public NotApplicableException(String message) {
    super(message);
  }

  /** What an action yields; what it finds wrong with a program becomes the reason. */
  static <T> T unless(Supplier<T> action) {
    try {
      return action.get();
    } catch (NotApplicableException e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw new NotApplicableException(String.valueOf(e.getMessage()));
    }
  }
}
