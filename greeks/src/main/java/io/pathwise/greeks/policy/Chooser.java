package io.pathwise.greeks.policy;

import io.pathwise.engine.run.Simulation;
import io.pathwise.greeks.estimator.Candidate;
import io.pathwise.greeks.estimator.Estimation;
import io.pathwise.greeks.estimator.Estimator;
import io.pathwise.greeks.estimator.RefusedException;
import io.pathwise.greeks.estimator.Rule;
import io.pathwise.greeks.estimator.Validity;
import io.pathwise.greeks.measure.Target;
import io.pathwise.greeks.simulation.ProgramTemplate;
import io.pathwise.pricing.program.PricingProgram;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Chooses the estimators of a trade's numbers: among the valid unbiased candidates the one with the least variance ×
 * cost in a {@link Pilot}; a biased one only when asked for or when nothing else is valid. Start with {@link #choose}.
 */
public final class Chooser {

  /** The reason of a choice that the user has made. */
  public static final String ASKED = "asked for";

  /**
   * Candidates whose figures differ by less are equal: the one that structure prefers shares simulations with others.
   */
  private static final double SIMILAR = 1.1;

  private final ProgramTemplate structure;
  private final Settings settings;
  private final PinnedEstimators pinned;
  private final Map<Target, Decision> decided = new LinkedHashMap<>();
  private final Map<Target, List<Validity>> open = new LinkedHashMap<>();

  public Chooser(ProgramTemplate structure, Settings settings, PinnedEstimators pinned) {
    this.structure = structure;
    this.settings = settings;
    this.pinned = pinned;
  }

  /**
   * The decisions.
   *
   * @param targets
   *          the numbers
   * @param refusals
   *          receives the numbers whose estimator asked for is not valid, and why
   * @param explain
   *          whether to measure all valid candidates, also where nothing is to be decided
   */
  public Map<Target, Decision> choose(List<Target> targets, PricingProgram pricing, Simulation simulation,
      Map<Target, String> refusals, boolean explain) {
    WidthPilot widths = new WidthPilot(structure, pricing, simulation);
    ExactNumbers exact = new ExactNumbers(structure, pricing);
    for (Target target : targets) {
      try {
        bound(target, widths, exact);
      } catch (RefusedException refused) {
        refusals.put(target, String.valueOf(refused.getMessage()));
      }
    }
    Pilot pilot = new Pilot(structure, pricing, simulation);
    pilot.race(open);
    if (pilot.isOfRareEvents()) {
      pilot.race(withCandidatesOfRareEvents());
    }
    Map<Estimation, PilotMeasurement> evidence = new HashMap<>(pilot.evidence());
    open.forEach((target, contenders) -> decided.put(target, decide(target, contenders, evidence)));
    if (!explain) {
      return decided;
    }
    Set<Estimation> others = new LinkedHashSet<>();
    decided.values().forEach(decision -> others.add(decision.chosen().choice()));
    targets.forEach(target -> structure.candidates(target).stream().filter(Validity::valid)
        .forEach(validity -> others.add(validity.choice())));
    others.removeAll(evidence.keySet());
    pilot.measure(others);
    evidence.putAll(pilot.evidence());
    Map<Target, Decision> explained = new LinkedHashMap<>();
    decided.forEach((target, decision) -> explained.put(target,
        new Decision(decision.chosen(), decision.reason(), decision.note(),
            table(target, decision.chosen(), evidence))));
    return explained;
  }

  /** Adds them to the contenders of what the user has not decided. */
  private Map<Target, List<Validity>> withCandidatesOfRareEvents() {
    Map<Target, List<Validity>> added = new LinkedHashMap<>();
    open.replaceAll((target, contenders) -> {
      if (settings.estimators().containsKey(target.measure())) {
        return contenders;
      }
      added.put(target, structure.candidatesOfRareEvents(target));
      return Stream.concat(contenders.stream(), structure.candidatesOfRareEvents(target).stream()).toList();
    });
    return added;
  }

  /** Decides what needs no pilot, and keeps the contenders of what does. */
  private void bound(Target target, WidthPilot widths, ExactNumbers exact) {
    Estimator asked = settings.estimators().get(target.measure());
    if (asked != null) {
      if (asked.needsWidth() && target.order() > 0) {
        Optional<Validity> before = pinned.candidate(target)
            .map(candidate -> structure.validity(target, candidate)).filter(Validity::valid);
        if (before.isPresent()) {
          decide(target, before.get(), ASKED + "; as pinned");
          return;
        }
        WidthPilot.Found found = widths.find(target, asked.choice(), settings.accuracy().mostPaths());
        decide(target, structure.asked(target, found.estimator()).stream().filter(Validity::valid).findFirst()
            .orElseThrow(), ASKED, found.note());
        return;
      }
      List<Validity> valid = structure.asked(target, asked).stream().filter(Validity::valid).toList();
      if (valid.size() == 1) {
        decide(target, valid.getFirst(), ASKED);
      } else {
        open.put(target, valid);
      }
      return;
    }
    Optional<Validity> same = pinned.candidate(target).map(candidate -> structure.validity(target, candidate))
        .filter(Validity::valid);
    if (same.isPresent()) {
      decide(target, same.get(), same.get().reason() + "; as pinned");
      return;
    }
    switch (settings.policy()) {
      case STRUCTURAL -> decideWithoutRewrites(target);
      case AUTO -> throw new IllegalArgumentException("auto becomes another policy before anything is chosen");
      case PREFERENCE -> exact.find(target).ifPresentOrElse(found -> decideExactly(target, found),
          () -> structure.preferred(target).ifPresentOrElse(
              preferred -> decide(target, preferred, preferred.reason()), () -> decideWithoutRewrites(target)));
      case PILOT -> exact.find(target).ifPresentOrElse(found -> decideExactly(target, found),
          () -> raceUnlessClear(target));
    }
  }

  private void decideExactly(Target target, Validity exact) {
    decide(target, exact, exact.reason() + "; no noise reaches it");
  }

  private void decideWithoutRewrites(Target target) {
    Validity chosen = structure.structural(target);
    decide(target, chosen, chosen.candidate().biased() ? lastResort(chosen) : chosen.reason());
  }

  private void raceUnlessClear(Target target) {
    List<Validity> unbiased = structure.candidates(target).stream()
        .filter(validity -> validity.valid() && !validity.candidate().biased()).toList();
    if (unbiased.isEmpty()) {
      decideWithoutRewrites(target);
    } else if (unbiased.size() == 1 || !structure.hasTime()
        || unbiased.getFirst().grade().equals(Validity.INDEPENDENT)) {
      decide(target, unbiased.getFirst(), unbiased.getFirst().reason());
    } else {
      open.put(target, unbiased);
    }
  }

  private void decide(Target target, Validity chosen, String reason) {
    decide(target, chosen, reason, "");
  }

  private void decide(Target target, Validity chosen, String reason, String note) {
    decided.put(target, new Decision(chosen, reason, note, List.of()));
  }

  private static String lastResort(Validity chosen) {
    return "no unbiased estimator is valid, so a biased one is left: " + chosen.reason();
  }

  private Decision decide(Target target, List<Validity> contenders, Map<Estimation, PilotMeasurement> evidence) {
    boolean asked = settings.estimators().containsKey(target.measure());
    List<PilotMeasurement> all = contenders.stream().flatMap(validity -> evidence(evidence, validity).stream())
        .toList();
    double best = all.stream().filter(seen -> seen.isBorneOutBy(all)).mapToDouble(PilotMeasurement::figure).min()
        .orElse(Double.NaN);
    Optional<Validity> winner = contenders.stream().filter(validity -> evidence(evidence, validity)
        .filter(seen -> seen.isBorneOutBy(all) && seen.figure() <= SIMILAR * best).isPresent()).findFirst();
    if (winner.isPresent()) {
      return new Decision(winner.get(), asked
          ? ASKED
          : winner.get().reason() + "; least variance × cost of " + contenders.size() + " in a pilot", "", List.of());
    }
    Validity preferred = contenders.stream().sorted(Comparator.comparing(Chooser::isPlainMean))
        .filter(validity -> evidence(evidence, validity).filter(seen -> Double.isFinite(seen.mean())).isPresent())
        .findFirst().orElse(contenders.getFirst());
    return new Decision(preferred, asked
        ? ASKED
        : preferred.reason() + "; preferred by structure, as a pilot saw too little of what is rare", "", List.of());
  }

  /** The mean of the payoff itself sees least of what is rare. */
  private static boolean isPlainMean(Validity validity) {
    return validity.candidate().equals(Candidate.plain(Rule.MEAN));
  }

  private List<Decision.Row> table(Target target, Validity chosen, Map<Estimation, PilotMeasurement> evidence) {
    List<Validity> rows = new ArrayList<>(structure.candidates(target));
    open.getOrDefault(target, List.of()).stream().filter(contender -> !rows.contains(contender)).forEach(rows::add);
    if (rows.stream().noneMatch(row -> row.choice().equals(chosen.choice()))) {
      rows.addFirst(chosen);
    }
    return rows.stream().map(row -> new Decision.Row(row, evidence(evidence, row))).toList();
  }

  private static Optional<PilotMeasurement> evidence(Map<Estimation, PilotMeasurement> evidence, Validity validity) {
    return Optional.ofNullable(evidence.get(validity.choice()));
  }
}
