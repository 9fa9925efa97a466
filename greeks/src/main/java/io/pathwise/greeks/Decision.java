package io.pathwise.greeks;

import java.util.List;
import java.util.Optional;

/**
 * The estimator of a number and what led to it.
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
record Decision(Appraisal chosen, String reason, String note, List<Row> table) {

  /**
   * A candidate.
   *
   * @param appraisal
   *          what the structure says of it
   * @param evidence
   *          what a pilot measured, if one was run for it
   */
  record Row(Appraisal appraisal, Optional<Evidence> evidence) {}

  Decision {
    table = List.copyOf(table);
  }
}
