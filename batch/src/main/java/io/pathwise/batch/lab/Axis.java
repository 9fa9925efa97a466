package io.pathwise.batch.lab;

/**
 * An axis of a plot.
 *
 * @param label
 *          what is shown, with its unit
 * @param logarithmic
 *          or else linear
 */
record Axis(String label, boolean logarithmic) {
  static Axis linear(String label) {
    return new Axis(label, false);
  }

  static Axis logarithmic(String label) {
    return new Axis(label, true);
  }

  /** Whether a number has a place on the axis. */
  boolean shows(double number) {
    return Double.isFinite(number) && (!logarithmic || number > 0);
  }
}
