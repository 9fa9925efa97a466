package io.pathwise.greeks;

import io.pathwise.engine.importance.Kinks;
import io.pathwise.engine.lower.LoweredProgram;
import io.pathwise.engine.lower.Lowering;
import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.program.Program;
import io.pathwise.engine.program.Pruning;
import io.pathwise.engine.run.NoiseKey;
import io.pathwise.engine.range.OutputRanges;
import io.pathwise.engine.run.Sampling;
import io.pathwise.pricing.model.PricingProgram;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of all trades of the same make, whatever their numbers: the candidates and the verdicts on them, their
 * costs, and jobs with compiled kernels. Thread-safe: the graph of its programs belongs to it alone.
 */
final class Structure {

  private record JobKey(List<Choice> choices, Sampling sampling) {}

  private final Programs programs;
  private final Menu menu;
  private final Planner planner;
  private final KernelCache kernels;
  private final Sampling sampling;
  private final boolean bendsAtOneStepAtMost;
  private final Map<Target, List<Appraisal>> menus = new HashMap<>();
  private final Map<Target, List<Appraisal>> rare = new HashMap<>();
  private final Map<Target, Optional<Appraisal>> preferred = new HashMap<>();
  private final Map<Choice, SingleNumber> singles = new HashMap<>();
  private final Map<Choice, Double> costs = new HashMap<>();
  private final Map<Rewriting, Double> leastCosts = new HashMap<>();
  private final Map<JobKey, List<Prepared>> jobs = new RecentlyUsed<>(64);

  Structure(PricingProgram pricing, KernelCache kernels, Sampling sampling) {
    this.programs = new Programs(pricing);
    this.menu = new Menu(programs);
    this.planner = new Planner(programs);
    this.kernels = kernels;
    this.sampling = sampling;
    this.bendsAtOneStepAtMost = Kinks.steps(value(pricing.program()), pricing.inputs()) <= 1;
  }

  private static Program value(Program program) {
    return Pruning.prune(program.withOutputs(List.of(program.output(PricingProgram.VALUE))));
  }

  /** All candidates for a number, in the order of structural preference, unbiased ones first. */
  synchronized List<Appraisal> candidates(Target target) {
    return List.copyOf(menus.computeIfAbsent(target, menu::all));
  }

  /** The valid candidates for a number that are made for rare events, in the order of structural preference. */
  synchronized List<Appraisal> candidatesOfRareEvents(Target target) {
    return rare.computeIfAbsent(target, menu::ofRareEvents);
  }

  /**
   * The ways in which an estimator asked for may be meant.
   *
   * @throws RefusedException
   *           when none is valid
   */
  synchronized List<Appraisal> asked(Target target, Estimator estimator) {
    return menu.asked(target, estimator);
  }

  /** The verdict on one candidate. */
  synchronized Appraisal appraise(Target target, Candidate candidate) {
    return menu.appraise(target, candidate);
  }

  /** The first of the unbiased candidates that is valid, if there is one. */
  synchronized Optional<Appraisal> preferred(Target target) {
    return preferred.computeIfAbsent(target, menu::preferred);
  }

  /** The program of a simulation for one number alone. */
  synchronized SingleNumber single(Choice choice) {
    return singles.computeIfAbsent(choice, missing -> {
      Job job = planner.plan(List.of(tangent(missing))).getFirst();
      return new SingleNumber(OutputRanges.of(job.reduced()), job.entries().getFirst().output(), job.rewritten());
    });
  }

  /** A trade's data for the program of a single number. */
  synchronized Inputs inputs(SingleNumber number, Inputs original) {
    return number.rewritten().inputs(original);
  }

  /** Whether the payoff bends or jumps at no more than one step. */
  boolean bendsAtOneStepAtMost() {
    return bendsAtOneStepAtMost;
  }

  /** The numbers of a job as programs that can be followed path by path on the host: without backward sweeps. */
  synchronized List<FollowedNumbers> followed(Prepared prepared) {
    return prepared.followed(() -> {
      Job job = prepared.job();
      List<Job> forward = job.isForward()
          ? List.of(job)
          : planner.plan(job.entries().stream().map(entry -> tangent(entry.choice())).toList());
      return forward.stream().map(FollowedNumbers::of).toList();
    });
  }

  private static Choice tangent(Choice choice) {
    Candidate candidate = choice.candidate();
    return new Choice(choice.target(), new Candidate(candidate.rewriting(), candidate.rule(), Candidate.Mode.TANGENT),
        choice.swapped());
  }

  /** What the structural policy takes. */
  synchronized Appraisal structural(Target target) {
    return menu.structural(target);
  }

  /** Whether any step leaves room for randomness. */
  synchronized boolean hasTime() {
    return programs.base().hasTime();
  }

  /** The operations per path of a simulation for one number alone. */
  synchronized double cost(Choice choice) {
    return costs.computeIfAbsent(choice, missing -> Cost.of(planner.plan(List.of(missing)).getFirst()));
  }

  /**
   * The operations per path of a simulation of a rewritten program for the value alone: hardly a derivative costs less.
   */
  synchronized double leastCost(Rewriting rewriting) {
    return leastCosts.computeIfAbsent(rewriting, missing -> Cost.of(planner.value(missing)));
  }

  /** What to simulate for some choices. */
  synchronized List<Prepared> prepare(List<Choice> choices) {
    return prepare(choices, sampling);
  }

  /** What to simulate to compare some choices: points that know of each other tell no variance, so it takes others. */
  synchronized List<Prepared> preparePilot(List<Choice> choices) {
    return prepare(choices, sampling.randomisations() == 0 ? sampling : Sampling.INDEPENDENT);
  }

  private List<Prepared> prepare(List<Choice> choices, Sampling how) {
    return jobs.computeIfAbsent(new JobKey(List.copyOf(choices), how), missing -> {
      List<Prepared> prepared = new ArrayList<>();
      for (Job job : planner.plan(missing.choices())) {
        Program reduced = job.reduced();
        LoweredProgram lowered = Lowering.lower(reduced);
        prepared.add(new Prepared(job, reduced, lowered, kernels.get(lowered, missing.sampling())));
      }
      return List.copyOf(prepared);
    });
  }

  /** The job on the difference between two sets of a trade's data, without paths yet. */
  synchronized RunningJob startDifference(Prepared prepared, PricingProgram before, PricingProgram after,
      NoiseKey key) {
    return new RunningJob(prepared, after, Optional.of(before), key, this);
  }

  /** The jobs on a trade's data, without paths yet. */
  synchronized List<RunningJob> start(List<Prepared> prepared, PricingProgram pricing, NoiseKey key) {
    return prepared.stream().map(job -> new RunningJob(job, pricing, key, this)).toList();
  }
}
