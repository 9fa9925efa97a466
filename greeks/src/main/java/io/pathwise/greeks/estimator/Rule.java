package io.pathwise.greeks.estimator;

import java.util.Optional;

/** How a number is formed from a program: which derivative, and with which nodes scored. Start with {@link #fits}. */
public enum Rule {
  /** The mean of the output itself. */
  MEAN("mean", 0, 0),
  /** The derivative, of any order, with the noise held fixed. */
  PATHWISE("pathwise", 1, 2),
  /** The derivative, of any order, with the first nodes scored. */
  SCORE_FIRST("score-first", 1, 2),
  /** The derivative, of any order, with the last nodes scored. */
  SCORE_LAST("score-last", 1, 2),
  /** The derivative, of any order, with all nodes scored. */
  SCORE_ALL("score-all", 1, 2),
  /** The derivative of the pathwise derivative, with the first nodes scored. */
  SCORE_FIRST_OF_PATHWISE("score-first-of-pathwise", 2, 2),
  /** The derivative of the pathwise derivative, with all nodes scored. */
  SCORE_ALL_OF_PATHWISE("score-all-of-pathwise", 2, 2),
  /** The derivative, of any order, of a smoothed program, extrapolated to no smoothing: biased. */
  EXTRAPOLATED("extrapolated", 1, 2),
  /** A difference quotient with common noise: biased. */
  BUMP("bump", 1, 2);

  private final String label;
  private final int lowest;
  private final int highest;

  Rule(String label, int lowest, int highest) {
    this.label = label;
    this.lowest = lowest;
    this.highest = highest;
  }

  /** As in results. */
  String label() {
    return label;
  }

  /** Whether there is such an estimator for derivatives of the order. */
  boolean fits(int order) {
    return lowest <= order && order <= highest;
  }

  /** Whether the number's own expectation is estimated, whatever the program. */
  boolean isUnbiased() {
    return this != EXTRAPOLATED && this != BUMP;
  }

  /** Whether the pathwise derivative is what gets scored. */
  boolean isOfPathwise() {
    return this == SCORE_FIRST_OF_PATHWISE || this == SCORE_ALL_OF_PATHWISE;
  }

  /** The nodes that are scored, if any. */
  public Optional<ScoredNodes> nodes() {
    return switch (this) {
      case MEAN, PATHWISE, EXTRAPOLATED, BUMP -> Optional.empty();
      case SCORE_FIRST, SCORE_FIRST_OF_PATHWISE -> Optional.of(ScoredNodes.FIRST);
      case SCORE_LAST -> Optional.of(ScoredNodes.LAST);
      case SCORE_ALL, SCORE_ALL_OF_PATHWISE -> Optional.of(ScoredNodes.ALL);
    };
  }
}
