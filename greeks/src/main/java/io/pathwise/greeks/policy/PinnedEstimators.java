package io.pathwise.greeks.policy;

import io.pathwise.greeks.estimator.Candidate;
import io.pathwise.greeks.measure.Target;
import java.util.Map;
import java.util.Optional;

/**
 * Estimators chosen on one market, to be used on others: the scenarios of a risk run are then comparable, and need no
 * pilots. Made by {@code GreeksRun.estimators}. A number whose pinned estimator is not valid on another market (a vol
 * of 0 there, for example) is chosen anew.
 *
 * @param candidates
 *          by number
 */
public record PinnedEstimators(Map<Target, Candidate> candidates) {

  /** Nothing pinned. */
  public static final PinnedEstimators NONE = new PinnedEstimators(Map.of());

  /** Copies the map. */
  public PinnedEstimators {
    candidates = Map.copyOf(candidates);
  }

  Optional<Candidate> candidate(Target target) {
    return Optional.ofNullable(candidates.get(target));
  }
}
