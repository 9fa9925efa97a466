package io.pathwise.cuda.driver;

/** The driver refused or failed. What it means to the backend is its {@link #kind}. */
public final class DriverException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** What a failure means. */
  public enum Kind {
    /** There is no driver. */
    NO_DRIVER,
    /** There is no device. */
    NO_DEVICE,
    /** The driver is older than the PTX or the library needs. */
    DRIVER_TOO_OLD,
    /** Less memory would do. */
    OUT_OF_MEMORY,
    /** The machine code is for another device or damaged. */
    WRONG_CODE,
    /** A kernel did something illegal; the session cannot be used any more. */
    KERNEL_FAILED,
    /** The device is gone, or too broken to go on with. */
    DEVICE_LOST,
    /** Anything else. */
    OTHER
  }

  private final Kind kind;

  /** A failure with a message for people. */
  public DriverException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  /** What it means. */
  public Kind kind() {
    return kind;
  }
}
