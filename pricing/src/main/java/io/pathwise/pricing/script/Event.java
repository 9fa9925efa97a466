package io.pathwise.pricing.script;

import io.pathwise.pricing.Require;
import java.util.List;
import java.util.stream.Stream;

/**
 * What happens at each of some times.
 *
 * @param times
 *          in years from the script's origin, after it, strictly increasing
 * @param before
 *          how many times of its schedule lie before these, at which nothing happens
 * @param statements
 *          in order
 */
public record Event(List<Double> times, int before, List<Statement> statements) {
  public Event {
    times = Require.elements("times", times);
    statements = Require.elements("statements", statements);
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
