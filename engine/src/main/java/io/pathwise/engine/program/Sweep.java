package io.pathwise.engine.program;

import java.util.List;

/**
 * One pass over all steps.
 *
 * @param direction
 *          in which order the steps come
 * @param states
 *          the states that live in this sweep; initial values and stages of later sweeps and the outputs read their
 *          final values
 * @param stages
 *          what is done at every step, in order
 */
public record Sweep(Direction direction, List<State> states, List<Stage> stages) {

  /** Copies the lists. */
  public Sweep {
    states = List.copyOf(states);
    stages = List.copyOf(stages);
  }

  /** The order of the steps. */
  public enum Direction {
    /** 0, 1, 2, ... */
    FORWARD,
    /** The last step first. */
    BACKWARD
  }
}
