package io.pathwise.engine.joint;

/**
 * The key of stages of several programs that do the same work at the same steps, as far as their lengths go.
 *
 * @param sweep
 *          where the sweep is
 * @param name
 *          the name of the stages
 * @param schedule
 *          equal numbers stand for equal steps; {@link #EVERY_STEP}
 */
record StagePlace(SweepPlace sweep, String name, int schedule) {

  static final int EVERY_STEP = -1;
}
