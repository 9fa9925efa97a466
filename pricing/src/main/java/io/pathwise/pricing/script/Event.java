package io.pathwise.pricing.script;

import io.pathwise.pricing.Require;
import java.util.List;

/**
 * What happens at each of some times.
 *
 * @param times
 *          in years from the script's origin, after it, strictly increasing
 * @param statements
 *          in order
 */
public record Event(List<Double> times, List<Statement> statements) {
  public Event {
    times = Require.elements("times", times);
    statements = Require.elements("statements", statements);
  }
}
