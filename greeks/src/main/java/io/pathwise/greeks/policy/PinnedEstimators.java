package io.pathwise.greeks.policy;

import io.pathwise.greeks.estimator.Candidate;
import io.pathwise.greeks.measure.Target;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Estimators chosen on one market, to be used on others: the scenarios of a risk run are then comparable, and need no
 * pilots. Made by {@code GreeksRun.estimators}. A number whose pinned estimator is not valid on another market (a vol
 * of 0 there, for example) is chosen anew.
 */
public final class PinnedEstimators {

  /** Nothing pinned. */
  public static final PinnedEstimators NONE = new PinnedEstimators(Map.of());

  private final Map<Target, Candidate> candidates;

  public PinnedEstimators(Map<Target, Candidate> candidates) {
    this.candidates = Map.copyOf(candidates);
  }

  Optional<Candidate> candidate(Target target) {
    return Optional.ofNullable(candidates.get(target));
  }

  /** The same text for equal estimators, in whatever order they were chosen. */
  @Override
  public String toString() {
    return candidates.entrySet().stream().map(entry -> entry.getKey() + " by " + entry.getValue()).sorted()
        .collect(Collectors.joining("\n"));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PinnedEstimators pinned && candidates.equals(pinned.candidates);
  }

  @Override
  public int hashCode() {
    return candidates.hashCode();
  }
}
