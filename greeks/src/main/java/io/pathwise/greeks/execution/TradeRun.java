package io.pathwise.greeks.execution;

import io.pathwise.engine.run.Backend;
import io.pathwise.engine.run.Sampling;
import io.pathwise.engine.run.Simulation;
import io.pathwise.greeks.estimator.Candidate;
import io.pathwise.greeks.measure.Accuracy;
import io.pathwise.greeks.measure.Greek;
import io.pathwise.greeks.measure.Greeks;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.greeks.measure.Target;
import io.pathwise.greeks.plan.Plan;
import io.pathwise.greeks.plan.PlanCache;
import io.pathwise.greeks.policy.Decision;
import io.pathwise.greeks.policy.PinnedEstimators;
import io.pathwise.greeks.policy.Policy;
import io.pathwise.greeks.simulation.CheckpointSchedule;
import io.pathwise.greeks.simulation.Job;
import io.pathwise.greeks.simulation.JobRun;
import io.pathwise.greeks.simulation.RangeMoments;
import io.pathwise.greeks.simulation.StatedNumber;
import io.pathwise.pricing.market.RiskFactor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Function;

/** The simulations of one trade and the numbers so far, with placeholders for names. Start with {@link #extendTo}. */
public final class TradeRun {

  private static final String CONTROLLED = "; with a product of known value as control variate";

  private final Simulation simulation;
  private final String backend;
  private final LearningErrors learning;
  private final Function<Plan, Map<Target, String>> remarks;
  private Begun begun;
  /** For the plan as it is; empty until it is asked for. */
  private Optional<Learnt> learnt = Optional.empty();
  private Optional<Reconsideration> reconsideration;
  private double seconds;
  private long blocks;

  /**
   * A plan that is carried out.
   *
   * @param policy
   *          that its estimators were chosen by
   * @param jobs
   *          the plan's, on the trade's data
   */
  record Begun(Policy policy, PlanCache.Planned planned, List<JobRun> jobs) {
    Begun {
      jobs = List.copyOf(jobs);
    }
  }

  /** What decisions that were learnt add to the standard errors of numbers, and what is to be said of some of these. */
  private record Learnt(Map<Target, Double> errors, Map<Target, String> remarks) {}

  /** Looks at the jobs of a trade once, after its first blocks. */
  interface Reconsideration {
    /** What is to be carried out from the start in their place; empty for going on. */
    Optional<Begun> instead(List<JobRun> jobs);
  }

  /**
   * A run without paths.
   *
   * @param reconsideration
   *          what may change the plan at the first look; empty if the plan stands
   * @param learning
   *          what the trade's decisions add to errors
   * @param remarks
   *          what is to be said of some of its numbers
   * @param seconds
   *          what went into it so far
   */
  TradeRun(Begun begun, Optional<Reconsideration> reconsideration, Simulation simulation, String backend,
      LearningErrors learning, Function<Plan, Map<Target, String>> remarks, double seconds) {
    this.learning = learning;
    this.remarks = remarks;
    this.begun = begun;
    this.reconsideration = reconsideration;
    this.simulation = simulation;
    this.backend = backend;
    this.seconds = seconds;
  }

  /** As {@code GreeksRun.extendTo}. */
  public void extendTo(long paths) {
    extendToBlocks(sampling().wholeBlocks(Math.ceilDiv(paths, Backend.BLOCK)));
  }

  /** Simulates until so many blocks are done, a checkpoint or the last one. */
  void extendToBlocks(long total) {
    long started = System.nanoTime();
    if (blocks < firstLook() && total >= firstLook()) {
      jobs().forEach(job -> job.extendTo(firstLook(), simulation));
      reached(firstLook());
    }
    jobs().forEach(job -> job.extendTo(total, simulation));
    reached(total);
    spend((System.nanoTime() - started) * 1e-9);
  }

  /** Simulates up to the first look if the plan may change there, so that it stands from now on. */
  void settle() {
    if (reconsideration.isPresent()) {
      extendToBlocks(firstLook());
    }
  }

  private long firstLook() {
    return CheckpointSchedule.of(sampling()).first();
  }

  /** Simulates until an accuracy is reached. */
  public void extendTo(Accuracy accuracy) {
    for (OptionalLong next = next(accuracy); next.isPresent(); next = next(accuracy)) {
      extendToBlocks(next.getAsLong());
    }
  }

  /** A range of blocks of every simulation, which do not count as done. */
  public List<RangeMoments> ranges(long firstBlock, long lastBlock) {
    settle();
    return jobs().stream().flatMap(job -> job.ranges(firstBlock, lastBlock, simulation).stream()).toList();
  }

  /** How many blocks to simulate before the accuracy is looked at again; empty when it is reached. */
  OptionalLong next(Accuracy accuracy) {
    long certain = CheckpointSchedule.certainBlocks(accuracy, sampling());
    long next = switch (accuracy) {
      case Accuracy.Paths _ -> blocks < firstLook() ? Math.min(certain, firstLook()) : certain;
      case Accuracy.TargetError target -> blocks < certain
          ? certain
          : reached(target) ? blocks : Math.min(2 * blocks, CheckpointSchedule.mostBlocks(target, sampling()));
    };
    return next > blocks ? OptionalLong.of(next) : OptionalLong.empty();
  }

  /** All its jobs have been extended to so many blocks; the first look is among them. */
  void reached(long total) {
    boolean isFirstLook = blocks < firstLook() && total >= firstLook();
    blocks = Math.max(blocks, total);
    if (isFirstLook) {
      Optional<Begun> instead = reconsideration.flatMap(open -> open.instead(jobs()));
      reconsideration = Optional.empty();
      if (instead.isPresent()) {
        begun = instead.get();
        learnt = Optional.empty();
        blocks = 0;
      } else {
        jobs().forEach(JobRun::stopIfExact);
      }
    }
  }

  /** The policy that estimators are chosen by as things stand. */
  Policy policy() {
    return begun.policy();
  }

  Plan plan() {
    return begun.planned().plan();
  }

  /** So much wall time went into it. */
  synchronized void spend(double more) {
    seconds += more;
  }

  List<JobRun> jobs() {
    return begun.jobs();
  }

  private Sampling sampling() {
    return jobs().isEmpty() ? Sampling.INDEPENDENT : jobs().getFirst().sampling();
  }

  private boolean reached(Accuracy.TargetError target) {
    return jobs().stream()
        .allMatch(job -> job.job().entries().stream().allMatch(entry -> StatedNumber.of(job, entry).isWithin(target)));
  }

  private Decision decision(Job.Entry entry) {
    return Objects.requireNonNull(plan().decisions().get(entry.choice().target()), "no decision");
  }

  /** How many blocks have been simulated. */
  long blocks() {
    return blocks;
  }

  /** How many paths have been simulated. */
  public long paths() {
    return blocks * Backend.BLOCK;
  }

  /** As {@code GreeksRun.operationsPerPath}. */
  public OptionalDouble operationsPerPath(Measure measure, List<RiskFactor> factors) {
    Target target = new Target(measure, factors);
    return jobs().stream()
        .filter(job -> job.job().entries().stream().anyMatch(entry -> entry.choice().target().equals(target)))
        .mapToDouble(JobRun::operationsPerPath).findFirst();
  }

  /** The estimators that were chosen. */
  public PinnedEstimators estimators() {
    Map<Target, Candidate> candidates = new HashMap<>();
    plan().decisions().forEach((target, decision) -> candidates.put(target, decision.chosen().candidate()));
    return new PinnedEstimators(candidates);
  }

  private synchronized Learnt learnt() {
    if (learnt.isEmpty()) {
      long started = System.nanoTime();
      learnt = Optional.of(new Learnt(learning.of(begun.planned(), jobs()), remarks.apply(plan())));
      spend((System.nanoTime() - started) * 1e-9);
    }
    return learnt.orElseThrow();
  }

  public Greeks greeks(Accuracy accuracy) {
    Map<Target, Greek> found = new HashMap<>(plan().withoutSimulation());
    for (JobRun job : jobs()) {
      for (Job.Entry entry : job.job().entries()) {
        Target target = entry.choice().target();
        found.put(target,
            LearningErrors.with(learnt().errors().getOrDefault(target, 0.0), greek(entry, job, accuracy)));
      }
    }
    List<Greek> numbers = new ArrayList<>();
    for (Target target : plan().targets()) {
      Greek number = found.get(target);
      if (number == null) {
        throw new IllegalStateException("neither a number nor a failure for " + target);
      }
      String remark = learnt().remarks().get(target);
      numbers.add(remark == null ? number : withRemark(number, remark));
    }
    return new Greeks(numbers, backend, seconds);
  }

  private static Greek withRemark(Greek number, String remark) {
    return new Greek(number.measure(), number.factors(), number.value(), number.standardError(), number.estimator(),
        number.reason(), number.paths(), number.status(),
        join(number.message(), remark),
        number.errors());
  }

  private Greek greek(Job.Entry entry, JobRun job, Accuracy accuracy) {
    StatedNumber stated = StatedNumber.of(job, entry).withTail(job, entry);
    Target target = entry.choice().target();
    if (stated.status() == Greek.Status.FAILED) {
      return target.failed(stated.message());
    }
    boolean stopped = accuracy instanceof Accuracy.TargetError error && !stated.isWithin(error);
    return new Greek(target.measure(), target.factors(), stated.value(), stated.standardError(), entry.estimator(),
        job.usesProductControl(entry, stated.inference())
            ? decision(entry).reason() + CONTROLLED
            : decision(entry).reason(),
        stated.inference().estimate().paths(),
        stopped && stated.status() == Greek.Status.OK ? Greek.Status.MAXIMUM_PATHS : stated.status(),
        join(stopped ? "the maximum number of paths came before the target error" : "",
            join(stated.message(), join(job.note(), decision(entry).note()))),
        job.errors(entry, stated.inference()));
  }

  /** Two remarks, either of which may be empty. */
  static String join(String first, String second) {
    return first.isEmpty() || second.isEmpty() ? first + second : first + "; " + second;
  }
}
