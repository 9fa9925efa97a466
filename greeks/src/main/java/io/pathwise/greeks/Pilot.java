package io.pathwise.greeks;

import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.run.NoiseKey;
import io.pathwise.engine.run.Simulation;
import io.pathwise.engine.statistics.Estimate;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * A short simulation that measures the variance of candidates, with a fixed seed and noise that is never used for
 * results; so what it finds depends on the trade alone. Candidates that share a program share its paths. Start with
 * {@link #measure}.
 */
final class Pilot {

  /** How many blocks every candidate gets. */
  static final long BLOCKS = 64;
  /** How many those get that are close to the best: enough to tell a factor of 1.3. */
  static final long MORE_BLOCKS = 256;
  /** Who is close to the best. */
  private static final double CLOSE = 2.0;
  /** A variance of so small a share of what it might be is rounding. */
  private static final double ROUNDING = 1e-20;

  private static final NoiseKey NOISE = new NoiseKey(1, 1);

  /** Tells whether the paths of the pilot met what is rare at all. */
  private static final Choice VALUE = new Choice(new Target(Measure.VALUE, List.of()), Candidate.plain(Rule.MEAN),
      false);

  private final Structure structure;
  private final Inputs inputs;
  private final Simulation simulation;
  private final Map<Choice, Evidence> evidence = new LinkedHashMap<>();
  private boolean payoffVaries;

  Pilot(Structure structure, Inputs inputs, Simulation simulation) {
    this.structure = structure;
    this.inputs = inputs;
    this.simulation = simulation;
  }

  /**
   * Measures candidates.
   *
   * @param choices
   *          which
   * @param contenders
   *          those between which the evidence shall decide
   */
  Map<Choice, Evidence> measure(Collection<Choice> choices, Map<Target, List<Appraisal>> contenders) {
    if (choices.isEmpty()) {
      return Map.of();
    }
    Set<Choice> withValue = new LinkedHashSet<>(choices);
    withValue.add(VALUE);
    List<RunningJob> jobs = structure.start(structure.preparePilot(List.copyOf(withValue)), inputs, NOISE);
    jobs.forEach(job -> job.extendTo(BLOCKS, simulation));
    payoffVaries = jobs.stream().anyMatch(Pilot::payoffVaries);
    jobs.forEach(job -> job.job().entries().forEach(entry -> note(entry, job)));
    Set<Choice> close = close(contenders);
    for (RunningJob job : jobs) {
      if (job.job().entries().stream().anyMatch(entry -> close.contains(entry.choice()))) {
        job.extendTo(MORE_BLOCKS, simulation);
        job.job().entries().stream().filter(entry -> close.contains(entry.choice())).forEach(entry -> note(entry, job));
      }
    }
    return evidence;
  }

  private static boolean payoffVaries(RunningJob job) {
    return job.job().entries().stream()
        .anyMatch(entry -> entry.choice().equals(VALUE) && job.plainVariance(entry) > 0);
  }

  private void note(Job.Entry entry, RunningJob job) {
    Estimate estimate = job.estimate(entry);
    double variance = RunningJob.variance(estimate);
    double scale = Math.max(job.plainVariance(entry), estimate.mean() * estimate.mean());
    Structure.Facts facts = structure.facts(entry.choice());
    boolean flat = variance <= ROUNDING * scale;
    boolean conclusive = Double.isFinite(variance) && Double.isFinite(estimate.mean())
        && !(flat && facts.hasRareEvents() && !payoffVaries);
    evidence.put(entry.choice(),
        new Evidence(estimate.mean(), flat ? 0.0 : variance, facts.cost(), conclusive, estimate.paths()));
  }

  private Set<Choice> close(Map<Target, List<Appraisal>> contenders) {
    Set<Choice> close = new LinkedHashSet<>();
    for (List<Appraisal> list : contenders.values()) {
      List<Choice> conclusive = list.stream().map(Appraisal::choice).filter(choice -> found(choice).conclusive())
          .toList();
      double best = conclusive.stream().mapToDouble(choice -> found(choice).figure()).min().orElse(0.0);
      List<Choice> near = conclusive.stream().filter(choice -> found(choice).figure() <= CLOSE * best).toList();
      if (near.size() > 1 && best > 0) {
        close.addAll(near);
      }
    }
    return close;
  }

  private Evidence found(Choice choice) {
    return Objects.requireNonNull(evidence.get(choice), "not measured");
  }
}
