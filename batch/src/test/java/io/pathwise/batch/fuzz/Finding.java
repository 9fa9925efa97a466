package io.pathwise.batch.fuzz;

/** Something that a run must not do, whatever its input. */
final class Finding extends RuntimeException {
  private static final long serialVersionUID = 1;

  Finding(String message) {
    super(message);
  }
}
