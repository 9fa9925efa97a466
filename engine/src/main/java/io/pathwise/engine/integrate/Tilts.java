package io.pathwise.engine.integrate;

import io.pathwise.engine.rewrite.NotApplicableException;
import java.util.function.Function;

/**
 * Tries the directions inside a step: proportional to the deviations, which is the widest, and, where sums of
 * exponentials with different slopes would have no closed form, parallel.
 */
final class Tilts {

  private Tilts() {}

  static <T> T first(Function<Direction.Tilt, T> attempt) {
    try {
      return attempt.apply(Direction.Tilt.PROPORTIONAL);
    } catch (NotApplicableException refused) {
      return attempt.apply(Direction.Tilt.PARALLEL);
    }
  }
}
