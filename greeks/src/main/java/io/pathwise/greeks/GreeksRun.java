package io.pathwise.greeks;

import io.pathwise.engine.run.Backend;
import io.pathwise.engine.run.Sampling;
import io.pathwise.engine.run.Simulation;
import io.pathwise.engine.statistics.Estimate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A simulation that can be extended: more paths refine the numbers, and the result for N paths has the same bits
 * whether it was reached in one go or in several. Made by {@link GreeksEngine#start}; not thread-safe.
 */
public final class GreeksRun {

  private static final long FIRST_CHECKPOINT = 64;

  private final List<Target> targets;
  private final Map<Target, Greek> failures;
  private final List<RunningJob> jobs;
  private final Simulation simulation;
  private final String backend;
  private final long started;
  private long blocks;

  GreeksRun(List<Target> targets, Map<Target, Greek> failures, List<RunningJob> jobs, Simulation simulation,
      String backend, long started) {
    this.targets = List.copyOf(targets);
    this.failures = new HashMap<>(failures);
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
        .allMatch(job -> job.job().entries().stream().allMatch(entry -> settled(entry, job.estimate(entry), target)));
  }

  /** Paths that all gave the same number say nothing of what is rare, unless there is nothing that varies. */
  private static boolean settled(Job.Entry entry, Estimate estimate, Accuracy.TargetError target) {
    boolean varies = !entry.choice().grade().equals(Policy.INDEPENDENT);
    return within(estimate, target) && !(varies && estimate.standardError() == 0);
  }

  private static boolean within(Estimate estimate, Accuracy.TargetError target) {
    return !(estimate.standardError() > Math.max(target.absolute(), target.relative() * Math.abs(estimate.mean())));
  }

  /** How many paths have been simulated. */
  public long paths() {
    return blocks * Backend.BLOCK;
  }

  /** The numbers so far. */
  public Greeks greeks() {
    return greeks(Accuracy.paths(1));
  }

  Greeks greeks(Accuracy accuracy) {
    Map<Target, Greek> found = new HashMap<>(failures);
    for (RunningJob job : jobs) {
      for (Job.Entry entry : job.job().entries()) {
        found.put(entry.choice().target(), greek(entry, job, accuracy));
      }
    }
    List<Greek> numbers = new ArrayList<>();
    for (Target target : targets) {
      Greek number = found.get(target);
      if (number == null) {
        throw new IllegalStateException("neither a number nor a failure for " + target);
      }
      numbers.add(number);
    }
    return new Greeks(numbers, backend, (System.nanoTime() - started) * 1e-9);
  }

  private static Greek greek(Job.Entry entry, RunningJob job, Accuracy accuracy) {
    Estimate estimate = job.estimate(entry);
    Choice choice = entry.choice();
    if (!Double.isFinite(estimate.mean()) || !Double.isFinite(estimate.standardError())) {
      boolean scored = entry.estimator().startsWith("score");
      String why = scored
          ? entry.estimator() + " gives no finite number: the score does not exist where a sample node has no variance"
              + " (a vol of 0, or a singular correlation matrix)"
          : entry.estimator() + " gives no finite number";
      return failed(choice.target(), why);
    }
    boolean stopped = accuracy instanceof Accuracy.TargetError target && !within(estimate, target);
    return new Greek(choice.target().measure(), choice.target().factors(), estimate.mean(), estimate.standardError(),
        entry.estimator(), choice.reason(), estimate.paths(),
        stopped ? Greek.Status.MAXIMUM_PATHS : Greek.Status.OK,
        stopped ? join("the maximum number of paths came before the target error", job.note()) : job.note());
  }

  private static String join(String first, String second) {
    return second.isEmpty() ? first : first + "; " + second;
  }

  static Greek failed(Target target, String message) {
    return new Greek(target.measure(), target.factors(), Double.NaN, Double.NaN, "", "", 0, Greek.Status.FAILED,
        message);
  }
}
