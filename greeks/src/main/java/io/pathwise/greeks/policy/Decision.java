package io.pathwise.greeks.policy;

import io.pathwise.greeks.estimator.Validity;
import java.util.List;
import java.util.Optional;

/**
 * The estimator chosen for a number, with the reason and the candidates.
 *
 * @param chosen
 *          the candidate that is used
 * @param reason
 *          why, for people
 * @param note
 *          what should stand beside the number; empty for nothing
 * @param table
 *          all candidates
 */
public record Decision(Validity chosen, String reason, String note, List<Row> table) {

  /**
   * A candidate.
   *
   * @param validity
   *          what the structure says of it
   * @param evidence
   *          what a pilot measured, if one was run for it
   */
  public record Row(Validity validity, Optional<PilotMeasurement> evidence) {}

  public Decision {
    table = List.copyOf(table);
  }
}
