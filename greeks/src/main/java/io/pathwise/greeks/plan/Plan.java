package io.pathwise.greeks.plan;

import io.pathwise.greeks.measure.Greek;
import io.pathwise.greeks.measure.Target;
import io.pathwise.greeks.policy.Decision;
import io.pathwise.greeks.simulation.CompiledJob;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The plan of an evaluation: which numbers of a trade are known, which jobs give the others.
 *
 * @param targets
 *          the numbers, in the order of results
 * @param withoutSimulation
 *          those that do not exist or are refused, and why; and those that are known
 * @param decisions
 *          the estimators of the others, and what led to them
 * @param jobs
 *          what to simulate for the others
 */
public record Plan(List<Target> targets, Map<Target, Greek> withoutSimulation, Map<Target, Decision> decisions,
    List<CompiledJob> jobs) {

  public Plan {
    targets = List.copyOf(targets);
    withoutSimulation = Map.copyOf(withoutSimulation);
    decisions = Map.copyOf(decisions);
    jobs = List.copyOf(jobs);
  }

  /** The same plan with the tables of candidates of another one, and something to say of every choice. */
  public Plan explainedBy(Plan other, String remark) {
    Map<Target, Decision> explained = new HashMap<>();
    decisions.forEach((target, decision) -> {
      Decision measured = other.decisions.get(target);
      explained.put(target, new Decision(decision.chosen(), decision.reason() + "; " + remark, decision.note(),
          measured == null ? List.of() : measured.table()));
    });
    return new Plan(targets, withoutSimulation, explained, jobs);
  }
}
