package io.pathwise.greeks;

import io.pathwise.engine.run.Backend;
import io.pathwise.engine.run.Sampling;
import io.pathwise.engine.run.Simulation;
import io.pathwise.engine.statistics.ErrorProfile;
import io.pathwise.engine.statistics.Estimate;
import io.pathwise.pricing.market.RiskFactor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * A simulation that can be extended: more paths refine the numbers, and the result for N paths has the same bits
 * whether it was reached in one go or in several. Made by {@link GreeksEngine#start}; not thread-safe.
 */
public final class GreeksRun {

  /** Stopping looks at 64 · 2^k blocks only. */
  static final long FIRST_CHECKPOINT = 64;
  private static final String CONTROLLED = "; with a product of known value as control variate";

  private final Plan plan;
  private final List<RunningJob> jobs;
  private final Simulation simulation;
  private final String backend;
  private final long started;
  private long blocks;

  GreeksRun(Plan plan, List<RunningJob> jobs, Simulation simulation, String backend, long started) {
    this.plan = plan;
    this.jobs = List.copyOf(jobs);
    this.simulation = simulation;
    this.backend = backend;
    this.started = started;
  }

  /**
   * Simulates until at least so many paths are done, rounded up to whole blocks of 256 and to two blocks, of Sobol
   * points to 2^k blocks of every randomisation.
   */
  public void extendTo(long paths) {
    extendToBlocks(Math.ceilDiv(paths, Backend.BLOCK));
  }

  private void extendToBlocks(long total) {
    long rounded = sampling().wholeBlocks(total);
    jobs.forEach(job -> job.extendTo(rounded, simulation));
    blocks = Math.max(blocks, rounded);
  }

  /** Simulates until an accuracy is reached. */
  void extendTo(Accuracy accuracy) {
    switch (accuracy) {
      case Accuracy.Paths paths -> extendTo(paths.paths());
      case Accuracy.TargetError target -> {
        long most = sampling().mostBlocks(Math.ceilDiv(target.maximumPaths(), Backend.BLOCK));
        long checkpoint = Math.min(sampling().wholeBlocks(FIRST_CHECKPOINT), most);
        extendToBlocks(checkpoint);
        while (checkpoint < most && !reached(target)) {
          checkpoint = Math.min(2 * checkpoint, most);
          extendToBlocks(checkpoint);
        }
      }
    }
  }

  private Sampling sampling() {
    return jobs.isEmpty() ? Sampling.INDEPENDENT : jobs.getFirst().sampling();
  }

  private boolean reached(Accuracy.TargetError target) {
    return jobs.stream()
        .allMatch(job -> job.job().entries().stream().allMatch(entry -> settled(entry, job, target)));
  }

  /** Paths that all gave the same number say nothing of what is rare, unless there is nothing that varies. */
  private boolean settled(Job.Entry entry, RunningJob job, Accuracy.TargetError target) {
    Estimate estimate = job.estimate(entry);
    boolean varies = job.hasRareEvents() && !decision(entry).chosen().grade().equals(Appraisal.INDEPENDENT);
    return within(estimate, target) && !(varies && estimate.standardError() == 0);
  }

  private Decision decision(Job.Entry entry) {
    return Objects.requireNonNull(plan.decisions().get(entry.choice().target()), "no decision");
  }

  private static boolean within(Estimate estimate, Accuracy.TargetError target) {
    return !(estimate.standardError() > Math.max(target.absolute(), target.relative() * Math.abs(estimate.mean())));
  }

  /** How many paths have been simulated. */
  public long paths() {
    return blocks * Backend.BLOCK;
  }

  /**
   * What a path of the simulation that yields a number costs, in primitive operations without noise, all terms of a
   * difference quotient counted; empty for a number whose failure is known beforehand.
   */
  public OptionalDouble operationsPerPath(Measure measure, List<RiskFactor> factors) {
    Target target = new Target(measure, factors);
    return jobs.stream()
        .filter(job -> job.job().entries().stream().anyMatch(entry -> entry.choice().target().equals(target)))
        .mapToDouble(RunningJob::operationsPerPath).findFirst();
  }

  /** The estimators that were chosen, to be used on scenarios of the market, too. */
  public PinnedEstimators estimators() {
    Map<Target, Candidate> candidates = new HashMap<>();
    plan.decisions().forEach((target, decision) -> candidates.put(target, decision.chosen().candidate()));
    return new PinnedEstimators(candidates);
  }

  /** The numbers so far. */
  public Greeks greeks() {
    return greeks(Accuracy.paths(1));
  }

  Greeks greeks(Accuracy accuracy) {
    Map<Target, Greek> found = new HashMap<>(plan.failures());
    for (RunningJob job : jobs) {
      for (Job.Entry entry : job.job().entries()) {
        found.put(entry.choice().target(), greek(entry, job, accuracy));
      }
    }
    List<Greek> numbers = new ArrayList<>();
    for (Target target : plan.targets()) {
      Greek number = found.get(target);
      if (number == null) {
        throw new IllegalStateException("neither a number nor a failure for " + target);
      }
      numbers.add(number);
    }
    return new Greeks(numbers, backend, (System.nanoTime() - started) * 1e-9);
  }

  private Greek greek(Job.Entry entry, RunningJob job, Accuracy accuracy) {
    Estimate estimate = job.estimate(entry);
    Target target = entry.choice().target();
    if (!Double.isFinite(estimate.mean()) || !Double.isFinite(estimate.standardError())) {
      boolean needsVariance = !entry.estimator().startsWith(Rule.PATHWISE.label());
      String why = entry.estimator() + " gives no finite number" + (needsVariance
          ? ": it does not exist where a sample node has no variance (a vol of 0, or a singular correlation matrix)"
          : "");
      return failed(target, why);
    }
    boolean stopped = accuracy instanceof Accuracy.TargetError error && !within(estimate, error);
    return new Greek(target.measure(), target.factors(), estimate.mean(), estimate.standardError(),
        entry.estimator(),
        job.hasProductControl(entry) ? decision(entry).reason() + CONTROLLED : decision(entry).reason(),
        estimate.paths(),
        stopped ? Greek.Status.MAXIMUM_PATHS : Greek.Status.OK,
        join(stopped ? "the maximum number of paths came before the target error" : "",
            join(job.note(), decision(entry).note())),
        estimate.standardError() == 0 ? ErrorProfile.NONE : job.errors(entry));
  }

  private static String join(String first, String second) {
    return first.isEmpty() || second.isEmpty() ? first + second : first + "; " + second;
  }

  static Greek failed(Target target, String message) {
    return new Greek(target.measure(), target.factors(), Double.NaN, Double.NaN, "", "", 0, Greek.Status.FAILED,
        message);
  }
}
