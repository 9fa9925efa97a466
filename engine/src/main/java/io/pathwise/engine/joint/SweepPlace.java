package io.pathwise.engine.joint;

import io.pathwise.engine.lower.LoweredProgram;
import io.pathwise.engine.lower.LoweredProgram.LoweredSweep;
import io.pathwise.engine.program.Sweep;
import java.util.ArrayList;
import java.util.List;

/**
 * The key of sweeps of several programs that run as one.
 *
 * @param direction
 *          their direction
 * @param number
 *          forward sweeps are counted from the first, backward ones from the last: an adjoint has one of these for each
 *          of those, in the opposite order
 */
record SweepPlace(Sweep.Direction direction, int number) {

  /** The places of a program's sweeps. */
  static List<SweepPlace> of(LoweredProgram program) {
    List<SweepPlace> places = new ArrayList<>();
    int forward = 0;
    for (LoweredSweep sweep : program.sweeps()) {
      places.add(switch (sweep.direction()) {
        case FORWARD -> new SweepPlace(Sweep.Direction.FORWARD, forward);
        case BACKWARD -> new SweepPlace(Sweep.Direction.BACKWARD, program.sweeps().size() - 1 - places.size());
      });
      forward += sweep.direction() == Sweep.Direction.FORWARD ? 1 : 0;
    }
    return places;
  }

  /** The order in which sweeps run. */
  static int compare(SweepPlace a, SweepPlace b) {
    int byDirection = a.direction.compareTo(b.direction);
    int byNumber = Integer.compare(a.number, b.number);
    return byDirection != 0 ? byDirection : a.direction == Sweep.Direction.FORWARD ? byNumber : -byNumber;
  }
}
