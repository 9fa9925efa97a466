package io.pathwise.batch.command;

/**
 * The exit status of the command line. The numbers are part of the interface: scripts test for them.
 */
public enum ExitCode {
  /** Everything asked for was computed and written. */
  OK(0),
  /** A fault of the program itself; the message on stderr says where. */
  INTERNAL_ERROR(1),
  /** The command line is wrong: an unknown option, a missing or an unusable value. */
  USAGE(2),
  /**
   * Some trades failed; the results of all the others were written. Or: a statement of the lab does not hold; its files
   * were written.
   */
  SOME_TRADES_FAILED(3),
  /** An input file is missing, unreadable or malformed as a whole. */
  INPUT_UNREADABLE(4),
  /** A device was asked for by name and is not there. */
  DEVICE_MISSING(5);

  private final int status;

  ExitCode(int status) {
    this.status = status;
  }

  /** The exit status of the process. */
  public int status() {
    return status;
  }
}
