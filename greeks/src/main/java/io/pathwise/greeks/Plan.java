package io.pathwise.greeks;

import java.util.List;
import java.util.Map;

/**
 * How all the numbers of a trade are to be computed.
 *
 * @param targets
 *          the numbers, in the order of results
 * @param failures
 *          those that have no number, and why; and those that are known without a simulation
 * @param decisions
 *          the estimators of the others, and what led to them
 * @param jobs
 *          what to simulate for the others
 */
record Plan(List<Target> targets, Map<Target, Greek> failures, Map<Target, Decision> decisions, List<Prepared> jobs) {

  Plan {
    targets = List.copyOf(targets);
    failures = Map.copyOf(failures);
    decisions = Map.copyOf(decisions);
    jobs = List.copyOf(jobs);
  }
}
