package io.pathwise.greeks.estimator;

/** An estimator was asked for that would be biased or does not exist for the number; the message says why. */
public final class RefusedException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  public RefusedException(String message) {
    super(message);
  }
}
