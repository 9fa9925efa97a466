package io.pathwise.greeks.plan;

import io.pathwise.engine.bytes.RecordCodec;
import io.pathwise.greeks.estimator.Estimator;
import io.pathwise.greeks.estimator.RefusedException;
import io.pathwise.greeks.estimator.Validity;
import io.pathwise.greeks.measure.Target;
import io.pathwise.greeks.policy.Decision;
import io.pathwise.greeks.policy.Settings;
import io.pathwise.greeks.simulation.ProgramTemplate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The estimators chosen for a trade as bytes, so that a later run needs no pilots. A candidate is written as its place
 * among those of its number, with its label to be sure. Start with {@link #toBytes}.
 */
final class KeptChoices {
  private static final RecordCodec<Content> CODEC = RecordCodec.of(Content.class);

  /** One for each target. */
  private record Content(List<Choice> choices) {}

  private sealed interface Choice {
  }

  private record Decided(int place, String label, String reason, String note) implements Choice {}

  private record Refused(String why) implements Choice {}

  private final ProgramTemplate structure;
  private final Settings settings;
  private final List<Target> targets;

  KeptChoices(ProgramTemplate structure, Settings settings, List<Target> targets) {
    this.structure = structure;
    this.settings = settings;
    this.targets = targets;
  }

  /** The bytes; empty if a pilot made a candidate that is on no list, with a width of smoothing of its own. */
  Optional<byte[]> toBytes(PlanCache.Chosen chosen) {
    List<Choice> choices = new ArrayList<>();
    for (Target target : targets) {
      Decision decision = chosen.decisions().get(target);
      if (decision == null) {
        choices.add(new Refused(chosen.refusals().getOrDefault(target, "")));
        continue;
      }
      int place = candidates(target).indexOf(decision.chosen());
      if (place < 0) {
        return Optional.empty();
      }
      choices.add(new Decided(place, decision.chosen().candidate().label(), decision.reason(), decision.note()));
    }
    return Optional.of(CODEC.toBytes(new Content(choices)));
  }

  /** What {@link #toBytes} wrote; empty for anything else. */
  Optional<PlanCache.Chosen> fromBytes(byte[] bytes) {
    Map<Target, Decision> decisions = new LinkedHashMap<>();
    Map<Target, String> refusals = new LinkedHashMap<>();
    try {
      List<Choice> choices = CODEC.fromBytes(bytes).choices();
      for (int i = 0; i < targets.size(); i++) {
        Target target = targets.get(i);
        switch (choices.get(i)) {
          case Refused(String why) -> refusals.put(target, why);
          case Decided(int place, String label, String reason, String note) -> {
            Validity candidate = candidates(target).get(place);
            if (!candidate.candidate().label().equals(label)) {
              return Optional.empty();
            }
            decisions.put(target, new Decision(candidate, reason, note, List.of()));
          }
        }
      }
    } catch (IllegalArgumentException | IndexOutOfBoundsException damaged) {
      return Optional.empty();
    }
    return Optional.of(new PlanCache.Chosen(decisions, refusals));
  }

  private List<Validity> candidates(Target target) {
    List<Validity> all = new ArrayList<>();
    Estimator asked = settings.estimators().get(target.measure());
    if (asked != null) {
      try {
        all.addAll(structure.asked(target, asked));
      } catch (RefusedException refused) {
        return List.of();
      }
    }
    all.addAll(structure.candidates(target));
    all.addAll(structure.candidatesOfRareEvents(target));
    return all;
  }
}
