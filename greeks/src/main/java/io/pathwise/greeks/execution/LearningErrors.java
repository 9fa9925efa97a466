package io.pathwise.greeks.execution;

import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.run.Simulation;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.greeks.measure.Target;
import io.pathwise.greeks.plan.PlanCache;
import io.pathwise.greeks.simulation.Job;
import io.pathwise.greeks.simulation.JobRun;
import io.pathwise.greeks.simulation.StatedNumber;
import io.pathwise.pricing.program.PricingProgram;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.math3.stat.StatUtils;

/**
 * The standard errors that derivatives have because decisions were learnt from paths, which are a matter of chance: the
 * value hardly depends on the decisions near the best ones, but its derivatives do. Each number is estimated with the
 * decisions learnt from parts of those paths, on the same noise, and the spread of the estimates tells the error of
 * their mean. The value is that of the policy that was learnt, and has no such error. Start at {@link #of}.
 */
final class LearningErrors {

  /** The noise of paths on which decisions are the same cancels, so a few are enough. */
  private static final long BLOCKS = 256;

  private final Simulation simulation;
  private final PricingProgram pricing;

  /**
   * Those of a trade.
   *
   * @param pricing
   *          the trade's program
   */
  LearningErrors(Simulation simulation, PricingProgram pricing) {
    this.simulation = simulation;
    this.pricing = pricing;
  }

  /** The errors of all numbers of jobs; none if nothing was learnt, or from too few paths for parts of them. */
  Map<Target, Double> of(PlanCache.Planned planned, List<JobRun> jobs) {
    Map<Target, Double> errors = new HashMap<>();
    if (pricing.ofParts().size() > 1) {
      jobs.forEach(job -> add(planned, job, errors));
    }
    return errors;
  }

  private void add(PlanCache.Planned planned, JobRun job, Map<Target, Double> errors) {
    List<JobRun> changes = new ArrayList<>();
    for (Inputs part : pricing.ofParts()) {
      JobRun change = planned.structure().startDifference(job, pricing.fitted(part, List.of(), ""));
      change.extendTo(change.sampling().wholeBlocks(BLOCKS), simulation);
      changes.add(change);
    }
    for (Job.Entry entry : job.job().entries()) {
      double[] numbers = changes.stream().mapToDouble(change -> StatedNumber.of(change, entry).value()).toArray();
      Target target = entry.choice().target();
      if (target.measure() != Measure.VALUE) {
        errors.put(target, Math.sqrt(StatUtils.variance(numbers) / numbers.length));
      }
    }
  }
}
