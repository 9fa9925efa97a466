package io.pathwise.cuda;

/**
 * The GPU backend cannot do what was asked of it. The message says why and, for a failing kernel, where its text is.
 */
public final class DeviceException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** With a message for people. */
  public DeviceException(String message) {
    super(message);
  }

  /** With a message for people and what led to it. */
  public DeviceException(String message, Throwable cause) {
    super(message, cause);
  }
}
