package io.pathwise.greeks.policy;

import io.pathwise.engine.run.NoiseKey;
import io.pathwise.engine.run.Simulation;
import io.pathwise.engine.statistics.Estimate;
import io.pathwise.greeks.estimator.Candidate;
import io.pathwise.greeks.estimator.Estimation;
import io.pathwise.greeks.estimator.Rewriting;
import io.pathwise.greeks.estimator.Rule;
import io.pathwise.greeks.estimator.Validity;
import io.pathwise.greeks.measure.Greek;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.greeks.measure.Target;
import io.pathwise.greeks.simulation.Job;
import io.pathwise.greeks.simulation.JobRun;
import io.pathwise.greeks.simulation.ProgramTemplate;
import io.pathwise.greeks.simulation.StatedNumber;
import io.pathwise.pricing.program.PricingProgram;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * A short simulation that measures the variance of candidates, with a fixed seed and noise that is never used for
 * results; so what it finds depends on the trade alone. Candidates that share a program share its paths. Start with
 * {@link #race}.
 */
final class Pilot {

  /** After how many blocks a candidate is given up that cannot win any more: enough for a regression on a control. */
  private static final long FEW_BLOCKS = 24;
  /** Who is given up: by so much, neither so few blocks nor a cost that is not looked at yet can be mistaken. */
  private static final double HOPELESS = 10.0;
  /** How many blocks every other candidate gets. */
  static final long BLOCKS = 64;
  /** How many those get that are close to the best: enough to tell a factor of 1.3. */
  static final long MORE_BLOCKS = 256;
  /** Who is close to the best. */
  private static final double CLOSE = 2.0;
  /** Of all pilots. */
  static final NoiseKey NOISE = new NoiseKey(1, 1);

  /** Candidates that start together, as they share simulations. Scores, which seldom win, start last. */
  private record Heat(Rewriting rewriting, boolean scored) {
    static Heat of(Candidate candidate) {
      return new Heat(candidate.rewriting(), candidate.rule().nodes().isPresent());
    }
  }

  /** Tells whether what is paid is rare. */
  private static final Estimation VALUE = Estimation.of(new Target(Measure.VALUE, List.of()),
      Candidate.plain(Rule.MEAN));

  private final ProgramTemplate structure;
  private final PricingProgram pricing;
  private final Simulation simulation;
  private final Map<Estimation, PilotMeasurement> evidence = new LinkedHashMap<>();
  private final List<JobRun> jobs = new ArrayList<>();
  private boolean rare;

  Pilot(ProgramTemplate structure, PricingProgram pricing, Simulation simulation) {
    this.structure = structure;
    this.pricing = pricing;
    this.simulation = simulation;
  }

  /**
   * Measures contenders until it is clear which are best, beside those of earlier races: those that cannot win are
   * given up early, and those after one without variance are not looked at. They have no evidence.
   *
   * @param contenders
   *          for every number, in the order of structural preference
   */
  void race(Map<Target, List<Validity>> contenders) {
    Map<Heat, Set<Estimation>> heats = new LinkedHashMap<>();
    contenders.values().forEach(list -> list.forEach(validity -> heats
        .computeIfAbsent(Heat.of(validity.candidate()), key -> new LinkedHashSet<>()).add(validity.choice())));
    Map<Target, Double> best = new HashMap<>();
    evidence.forEach((choice, found) -> {
      if (found.conclusive()) {
        best.merge(choice.target(), found.figure(), Math::min);
      }
    });
    heats.forEach((heat, choices) -> {
      double leastCost = structure.leastCost(heat.rewriting());
      for (JobRun job : start(choices.stream().filter(choice -> best(best, choice) > 0).toList())) {
        job.extendTo(FEW_BLOCKS, simulation);
        List<Job.Entry> hopeful = job.job().entries().stream().filter(entry -> choices.contains(entry.choice()))
            .filter(entry -> !(leastCost * job.leastVariance(entry) > HOPELESS * best(best, entry.choice()))).toList();
        if (!hopeful.isEmpty()) {
          job.extendTo(BLOCKS, simulation);
          hopeful.forEach(entry -> {
            PilotMeasurement found = note(entry, job);
            if (found.conclusive()) {
              best.merge(entry.choice().target(), found.figure(), Math::min);
            }
          });
        }
      }
    });
    Set<Estimation> close = new LinkedHashSet<>();
    contenders.values().forEach(list -> close.addAll(close(list)));
    refine(close);
  }

  /** What was measured so far. */
  Map<Estimation, PilotMeasurement> evidence() {
    return evidence;
  }

  private static double best(Map<Target, Double> best, Estimation choice) {
    return best.getOrDefault(choice.target(), Double.POSITIVE_INFINITY);
  }

  /** Measures choices alike. */
  void measure(Collection<Estimation> choices) {
    for (JobRun job : start(choices)) {
      job.extendTo(BLOCKS, simulation);
      job.job().entries().stream().filter(entry -> choices.contains(entry.choice()))
          .forEach(entry -> note(entry, job));
    }
  }

  /** Whether few paths of the pilot, if any, saw what is paid. */
  boolean isOfRareEvents() {
    return rare;
  }

  /** The first jobs have the value among them, which is measured at once. */
  private List<JobRun> start(Collection<Estimation> choices) {
    if (choices.isEmpty()) {
      return List.of();
    }
    Set<Estimation> withValue = new LinkedHashSet<>(choices);
    if (jobs.isEmpty()) {
      withValue.add(VALUE);
    }
    List<JobRun> started = structure.start(structure.preparePilot(List.copyOf(withValue)), pricing, NOISE);
    if (jobs.isEmpty()) {
      started.forEach(this::measureValue);
    }
    jobs.addAll(started);
    return started;
  }

  private void measureValue(JobRun job) {
    for (Job.Entry entry : job.job().entries()) {
      if (entry.choice().equals(VALUE)) {
        job.extendTo(BLOCKS, simulation);
        rare = StatedNumber.of(job, entry).status() != Greek.Status.OK;
      }
    }
  }

  private void refine(Set<Estimation> close) {
    for (JobRun job : jobs) {
      List<Job.Entry> entries = job.job().entries().stream().filter(entry -> close.contains(entry.choice())).toList();
      if (!entries.isEmpty()) {
        job.extendTo(MORE_BLOCKS, simulation);
        entries.forEach(entry -> note(entry, job));
      }
    }
  }

  private PilotMeasurement note(Job.Entry entry, JobRun job) {
    StatedNumber stated = StatedNumber.of(job, entry);
    Estimate estimate = stated.inference().estimate();
    PilotMeasurement found = new PilotMeasurement(stated.value(), stated.exact() ? 0.0 : JobRun.variance(estimate),
        structure.cost(entry.choice()), stated.status() == Greek.Status.OK, estimate.paths());
    evidence.put(entry.choice(), found);
    return found;
  }

  /** The candidates of a number between which more paths shall decide, also of what too few have told so far. */
  private List<Estimation> close(List<Validity> contenders) {
    List<Estimation> seen = contenders.stream().map(Validity::choice).filter(evidence::containsKey).toList();
    double best = seen.stream().map(this::found).filter(PilotMeasurement::conclusive)
        .mapToDouble(PilotMeasurement::figure).min()
        .orElse(Double.POSITIVE_INFINITY);
    List<Estimation> near = seen.stream().filter(choice -> found(choice).conclusive() || found(choice).variance() > 0)
        .filter(choice -> found(choice).figure() <= CLOSE * best).toList();
    return near.size() > 1 && best > 0 ? near : List.of();
  }

  private PilotMeasurement found(Estimation choice) {
    return Objects.requireNonNull(evidence.get(choice), "not measured");
  }
}
