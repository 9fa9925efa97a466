package io.pathwise.pricing.script;

import io.pathwise.pricing.Require;
import java.util.List;
import java.util.stream.Stream;

/**
 * What happens at each of some times.
 *
 * @param name
 *          which tells it from others of the script
 * @param times
 *          in years from the script's origin, after it, strictly increasing
 * @param before
 *          how many times of its schedule lie before these, at which nothing happens
 * @param statements
 *          in order
 */
public record Event(String name, List<Double> times, int before, List<Statement> statements) {
  public Event {
    Require.given("name", name);
    times = Require.elements("times", times);
    statements = Require.elements("statements", statements);
  }

  /** An event at times none of which is left out. */
  public static Event of(String name, List<Double> times, Statement... statements) {
    return new Event(name, times, 0, List.of(statements));
  }

  /** All names that it gives, whatever encloses them. */
  public List<Statement.Let> lets() {
    return Parts.lets(statements).toList();
  }

  /** All numbers in it, whatever encloses them. */
  public Stream<Term> terms() {
    return Parts.of(statements);
  }

  /** What it asks of prices between its times, each once. */
  public List<Term.Watched> watched() {
    return Parts.of(statements).filter(Term.Watched.class::isInstance).map(Term.Watched.class::cast).distinct()
        .toList();
  }
}
