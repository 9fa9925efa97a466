package io.pathwise.greeks.plan;

import io.pathwise.greeks.estimator.Estimator;
import io.pathwise.greeks.estimator.RefusedException;
import io.pathwise.greeks.estimator.Validity;
import io.pathwise.greeks.measure.Target;
import io.pathwise.greeks.policy.Decision;
import io.pathwise.greeks.policy.Settings;
import io.pathwise.greeks.simulation.ProgramTemplate;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
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
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      for (Target target : targets) {
        Decision decision = chosen.decisions().get(target);
        String refusal = chosen.refusals().get(target);
        out.writeBoolean(decision != null);
        if (decision != null) {
          int place = candidates(target).indexOf(decision.chosen());
          if (place < 0) {
            return Optional.empty();
          }
          out.writeInt(place);
          out.writeUTF(decision.chosen().candidate().label());
          out.writeUTF(decision.reason());
          out.writeUTF(decision.note());
        } else {
          out.writeUTF(refusal == null ? "" : refusal);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return Optional.of(bytes.toByteArray());
  }

  /** What {@link #toBytes} wrote; empty for anything else. */
  Optional<PlanCache.Chosen> fromBytes(byte[] bytes) {
    Map<Target, Decision> decisions = new LinkedHashMap<>();
    Map<Target, String> refusals = new LinkedHashMap<>();
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      for (Target target : targets) {
        if (in.readBoolean()) {
          List<Validity> candidates = candidates(target);
          int place = in.readInt();
          String label = in.readUTF();
          if (place < 0 || place >= candidates.size() || !candidates.get(place).candidate().label().equals(label)) {
            return Optional.empty();
          }
          decisions.put(target, new Decision(candidates.get(place), in.readUTF(), in.readUTF(), List.of()));
        } else {
          refusals.put(target, in.readUTF());
        }
      }
    } catch (IOException damaged) {
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
