package io.pathwise.greeks.execution;

import io.pathwise.greeks.measure.Accuracy;
import io.pathwise.greeks.measure.Greek;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.greeks.policy.Policy;
import io.pathwise.greeks.simulation.JobRun;
import io.pathwise.greeks.simulation.StatedNumber;
import java.util.List;
import java.util.Locale;

/**
 * The decision whether a pilot pays for a trade, from its first blocks of paths by preferred estimators: with the times
 * of a fixed table, so that the answer is the same on every machine. Start at {@link #of}.
 *
 * @param policy
 *          {@link Policy#PILOT} or {@link Policy#PREFERENCE}
 * @param reason
 *          why, for people, with both times
 */
record Investment(Policy policy, String reason) {

  /**
   * A thread does a primitive operation for one of many paths in such a time: kernels of the examples took 3e-11 to
   * 2e-10 s on a core of 2026 with AVX-512, long ones least.
   */
  private static final double SECONDS_PER_OPERATION = 3e-11;
  /**
   * A pilot derives, compiles and simulates every candidate. For the examples it took 0.1 to 0.8 s of one core in a
   * process that was warm, and three times as long in one that had just started.
   */
  private static final double SECONDS_PER_PILOT = 0.3;
  private static final double PILOT_SECONDS_PER_OPERATION_TO_COMPILE = 5e-4;
  /** Better estimators save this share of a simulation, roughly, where they are not preferred anyway. */
  private static final double SAVING = 0.5;

  /**
   * The answer for a trade that has reached its first look.
   *
   * @param jobs
   *          by preferred estimators
   */
  static Investment of(List<JobRun> jobs, Accuracy accuracy) {
    double operations = jobs.stream().mapToDouble(JobRun::operationsWithNoise).sum();
    double simulation = operations * paths(jobs, accuracy) * SECONDS_PER_OPERATION;
    double pilot = SECONDS_PER_PILOT + PILOT_SECONDS_PER_OPERATION_TO_COMPILE
        * jobs.stream().mapToInt(job -> job.prepared().program().operationsPerStep()).sum();
    boolean rare = isRare(jobs);
    return switch (accuracy) {
      case Accuracy.Paths _ when rare ->
        new Investment(Policy.PILOT, "a pilot was made, as few paths see what is paid");
      case Accuracy.Paths _,Accuracy.TargetError _ -> SAVING * simulation > pilot
          ? new Investment(Policy.PILOT, String.format(Locale.ROOT,
              "a pilot was made: it takes about %.2g s, and the simulation would take about %.2g s without", pilot,
              simulation))
          : new Investment(Policy.PREFERENCE, String.format(Locale.ROOT,
              "no pilot was made: it would take about %.2g s, and the simulation takes about %.2g s", pilot,
              simulation));
    };
  }

  private static boolean isRare(List<JobRun> jobs) {
    return jobs.stream().anyMatch(job -> job.job().entries().stream()
        .filter(entry -> entry.choice().target().measure() == Measure.VALUE)
        .anyMatch(entry -> StatedNumber.of(job, entry).status() != Greek.Status.OK));
  }

  /** How many paths the accuracy will take. */
  private static double paths(List<JobRun> jobs, Accuracy accuracy) {
    return switch (accuracy) {
      case Accuracy.Paths(long paths) -> paths;
      case Accuracy.TargetError target -> Math.min((double) target.maximumPaths(),
          jobs.stream()
              .flatMapToDouble(
                  job -> job.job().entries().stream().mapToDouble(entry -> paths(StatedNumber.of(job, entry), target)))
              .max().orElse(0));
    };
  }

  private static double paths(StatedNumber stated, Accuracy.TargetError target) {
    long paths = stated.inference().estimate().paths();
    return switch (stated.status()) {
      case OK -> stated.isWithin(target)
          ? paths
          : paths * Math.pow(
              stated.standardError() / Math.max(target.absolute(), target.relative() * Math.abs(stated.value())), 2);
      case NO_HITS -> stated.isWithin(target) ? paths : Double.POSITIVE_INFINITY;
      case FAILED -> 0;
      case FEW_HITS, MAXIMUM_PATHS, NOT_APPLICABLE -> Double.POSITIVE_INFINITY;
    };
  }
}
