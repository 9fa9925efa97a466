package io.pathwise.greeks.simulation;

import io.pathwise.engine.importance.Kinks;
import io.pathwise.engine.importance.WidePaths;
import io.pathwise.engine.lower.LoweredProgram;
import io.pathwise.engine.lower.Lowering;
import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.program.Program;
import io.pathwise.engine.program.Pruning;
import io.pathwise.engine.range.OutputRanges;
import io.pathwise.engine.run.NoiseKey;
import io.pathwise.engine.run.Sampling;
import io.pathwise.greeks.cache.RecentlyUsed;
import io.pathwise.greeks.estimator.Candidate;
import io.pathwise.greeks.estimator.Estimation;
import io.pathwise.greeks.estimator.Estimator;
import io.pathwise.greeks.estimator.EstimatorCatalogue;
import io.pathwise.greeks.estimator.RefusedException;
import io.pathwise.greeks.estimator.Rewriting;
import io.pathwise.greeks.estimator.RewrittenPrograms;
import io.pathwise.greeks.estimator.Validity;
import io.pathwise.greeks.measure.Target;
import io.pathwise.pricing.market.RiskFactor;
import io.pathwise.pricing.program.PricingProgram;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What structurally identical trades share, whatever their numbers: the candidate estimators with their validity and
 * costs, and jobs with compiled kernels. Thread-safe: the graph of its programs belongs to it alone.
 */
public final class ProgramTemplate {

  private record JobKey(List<Estimation> choices, Sampling sampling) {}

  private final RewrittenPrograms programs;
  private final EstimatorCatalogue catalogue;
  private final JobPlanner planner;
  private final KernelCache kernels;
  private final Sampling sampling;
  private final boolean bendsAtOneStepAtMost;
  private final boolean hasSeveralParts;
  private final Map<Target, List<Validity>> candidates = new HashMap<>();
  private final Map<Target, List<Validity>> rare = new HashMap<>();
  private final Map<Target, Optional<Validity>> preferred = new HashMap<>();
  private final Map<Target, Optional<Validity>> continuous = new HashMap<>();
  private final Map<Estimation, SingleNumber> singles = new HashMap<>();
  private final Map<Estimation, Double> costs = new HashMap<>();
  private final Map<Rewriting, Double> leastCosts = new HashMap<>();
  private final Map<JobKey, List<CompiledJob>> jobs = new RecentlyUsed<>(64);

  public ProgramTemplate(PricingProgram pricing, KernelCache kernels, Sampling sampling) {
    this.programs = new RewrittenPrograms(pricing);
    this.catalogue = new EstimatorCatalogue(programs);
    this.planner = new JobPlanner(programs);
    this.kernels = kernels;
    this.sampling = sampling;
    this.bendsAtOneStepAtMost = Kinks.steps(value(pricing.program()), pricing.inputs()) <= 1;
    this.hasSeveralParts = WidePaths.isPossible(pricing.program());
  }

  private static Program value(Program program) {
    return Pruning.prune(program.withOutputs(List.of(program.output(PricingProgram.VALUE))));
  }

  /** All candidates for a number, in the order of structural preference, unbiased ones first. */
  public synchronized List<Validity> candidates(Target target) {
    return List.copyOf(candidates.computeIfAbsent(target, catalogue::all));
  }

  /** The valid candidates for a number that are made for rare events, in the order of structural preference. */
  public synchronized List<Validity> candidatesOfRareEvents(Target target) {
    return rare.computeIfAbsent(target, catalogue::ofRareEvents);
  }

  /**
   * The ways in which an estimator asked for may be meant.
   *
   * @throws RefusedException
   *           when none is valid
   */
  public synchronized List<Validity> asked(Target target, Estimator estimator) {
    return catalogue.asked(target, estimator);
  }

  /** The verdict on one candidate. */
  public synchronized Validity validity(Target target, Candidate candidate) {
    return catalogue.validity(target, candidate);
  }

  /** The first of the unbiased candidates that is valid, if there is one. */
  public synchronized Optional<Validity> preferred(Target target) {
    return preferred.computeIfAbsent(target, catalogue::preferred);
  }

  /** The estimator of a value by which small changes of data are seen, for one that is to do otherwise. */
  public synchronized Validity continuous(Validity chosen) {
    Optional<Validity> best = continuous.computeIfAbsent(chosen.choice().target(), catalogue::continuous);
    return best.filter(other -> catalogue.continuousParameters(other) > catalogue.continuousParameters(chosen))
        .orElse(chosen);
  }

  /** Whether the value jumps on a path where one of some factors moves. */
  public synchronized boolean jumps(Validity chosen, List<RiskFactor> factors) {
    return catalogue.jumps(chosen, factors);
  }

  /** The program of a simulation for one number alone. */
  public synchronized SingleNumber single(Estimation choice) {
    return singles.computeIfAbsent(choice, missing -> {
      Job job = planner.plan(List.of(tangent(missing))).getFirst();
      return new SingleNumber(OutputRanges.of(job.reduced()), job.entries().getFirst().output(), job.rewritten());
    });
  }

  /** A trade's data for the program of a single number. */
  public synchronized Inputs inputs(SingleNumber number, Inputs original) {
    return number.rewritten().inputs(original);
  }

  /** Whether the payoff bends or jumps at no more than one step. */
  public boolean bendsAtOneStepAtMost() {
    return bendsAtOneStepAtMost;
  }

  /** Whether the payoff can have parts of which one is rare and another is not. */
  boolean hasSeveralParts() {
    return hasSeveralParts;
  }

  /** The numbers of a job as programs that can be followed path by path on the host: without backward sweeps. */
  synchronized List<FollowedNumbers> followed(CompiledJob prepared) {
    return prepared.followed(() -> {
      Job job = prepared.job();
      List<Job> forward = job.isForward()
          ? List.of(job)
          : planner.plan(job.entries().stream().map(entry -> tangent(entry.choice())).toList());
      return forward.stream().map(FollowedNumbers::of).toList();
    });
  }

  private static Estimation tangent(Estimation choice) {
    Candidate candidate = choice.candidate();
    return new Estimation(choice.target(),
        new Candidate(candidate.rewriting(), candidate.rule(), Candidate.Mode.TANGENT),
        choice.sequence());
  }

  /** What the structural policy takes. */
  public synchronized Validity structural(Target target) {
    return catalogue.structural(target);
  }

  /** Whether any step leaves room for randomness. */
  public synchronized boolean hasTime() {
    return programs.base().hasTime();
  }

  /** The operations per path of a simulation for one number alone. */
  public synchronized double cost(Estimation choice) {
    return costs.computeIfAbsent(choice, missing -> Cost.of(planner.plan(List.of(missing)).getFirst()));
  }

  /**
   * The operations per path of a simulation of a rewritten program for the value alone: hardly a derivative costs less.
   */
  public synchronized double leastCost(Rewriting rewriting) {
    return leastCosts.computeIfAbsent(rewriting, missing -> Cost.of(planner.value(missing)));
  }

  /** What to simulate for some choices. */
  public synchronized List<CompiledJob> prepare(List<Estimation> choices) {
    return prepare(choices, sampling);
  }

  /** What to simulate to compare some choices: points that know of each other tell no variance, so it takes others. */
  public synchronized List<CompiledJob> preparePilot(List<Estimation> choices) {
    return prepare(choices, sampling.randomisations() == 0 ? sampling : Sampling.INDEPENDENT);
  }

  private List<CompiledJob> prepare(List<Estimation> choices, Sampling how) {
    return jobs.computeIfAbsent(new JobKey(List.copyOf(choices), how), missing -> {
      List<CompiledJob> prepared = new ArrayList<>();
      for (Job job : planner.plan(missing.choices())) {
        Program reduced = job.reduced();
        LoweredProgram lowered = Lowering.lower(reduced);
        prepared.add(new CompiledJob(job, reduced, lowered, kernels.get(lowered, missing.sampling())));
      }
      return List.copyOf(prepared);
    });
  }

  /** The job on the difference between a trade's data and those of a run of the same job, without paths yet. */
  public synchronized JobRun startDifference(JobRun before, PricingProgram after) {
    return new JobRun(before.prepared(), after, Optional.of(before), before.noise(), this);
  }

  /** The jobs on a trade's data, without paths yet. */
  public synchronized List<JobRun> start(List<CompiledJob> prepared, PricingProgram pricing, NoiseKey key) {
    return prepared.stream().map(job -> new JobRun(job, pricing, key, this)).toList();
  }
}
