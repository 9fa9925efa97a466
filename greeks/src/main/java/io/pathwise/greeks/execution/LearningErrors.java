package io.pathwise.greeks.execution;

import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.run.Simulation;
import io.pathwise.greeks.measure.Greek;
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
import java.util.Locale;
import java.util.Map;
import org.apache.commons.math3.stat.StatUtils;

/**
 * The standard errors that derivatives have because decisions were learnt from paths, which are a matter of chance: the
 * value hardly depends on the decisions near the best ones, but its derivatives do. What each number changes by when
 * decisions are learnt from halves of those paths, on the same noise, tells the error. The value is that of the policy
 * that was learnt, and has no such error. Start at {@link #of}.
 */
final class LearningErrors {

  /** The noise of paths on which decisions are the same cancels, so a few are enough. */
  static final long BLOCKS = 256;

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

  /** The errors of all numbers of jobs; none if nothing was learnt, or from too few paths. */
  Map<Target, Double> of(PlanCache.Planned planned, List<JobRun> jobs) {
    Map<Target, Double> errors = new HashMap<>();
    if (!pricing.ofHalves().isEmpty()) {
      jobs.forEach(job -> add(planned, job, errors));
    }
    return errors;
  }

  /** A number whose standard error has that of what was learnt in it, and a message that says so. */
  static Greek with(double error, Greek number) {
    return error > 0
        ? new Greek(number.measure(), number.factors(), number.value(), Math.hypot(number.standardError(), error),
            number.estimator(), number.reason(), number.paths(), number.status(),
            TradeRun.join(number.message(),
                String.format(Locale.ROOT, "%.2g of the standard error is that of what was learnt", error)),
            number.errors())
        : number;
  }

  private void add(PlanCache.Planned planned, JobRun job, Map<Target, Double> errors) {
    List<JobRun> changes = new ArrayList<>();
    for (Inputs half : pricing.ofHalves()) {
      JobRun change = planned.structure().startDifference(job, pricing.fitted(half, List.of(), ""));
      change.extendTo(change.sampling().wholeBlocks(BLOCKS), simulation);
      changes.add(change);
    }
    for (Job.Entry entry : job.job().entries()) {
      double[] numbers = changes.stream().mapToDouble(change -> StatedNumber.of(change, entry).value()).toArray();
      Target target = entry.choice().target();
      if (target.measure() != Measure.VALUE) {
        errors.put(target, Math.sqrt(StatUtils.sumSq(numbers) / numbers.length));
      }
    }
  }
}
