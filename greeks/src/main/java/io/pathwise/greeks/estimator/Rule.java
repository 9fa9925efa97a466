package io.pathwise.greeks.estimator;

import java.util.Optional;

/**
 * How a number is formed from a program: the program is differentiated, once by every factor of the number, and on the
 * way nodes may be scored. Start with {@link #nodes} and {@link #pathwiseFirst}.
 */
public enum Rule {
  /** The mean of the output itself. */
  MEAN("mean", 0),
  /** The derivative, of any order, with the noise held fixed. */
  PATHWISE("pathwise", 1),
  /** The derivative, of any order, with the first nodes scored. */
  SCORE_FIRST("score-first", 1),
  /** The derivative, of any order, with the last nodes scored. */
  SCORE_LAST("score-last", 1),
  /** The derivative, of any order, with all nodes scored. */
  SCORE_ALL("score-all", 1),
  /** The derivative, of any order from the second, with the first nodes scored once it has been differentiated. */
  SCORE_FIRST_OF_PATHWISE("score-first-of-pathwise", 2),
  /** The derivative, of any order from the second, with all nodes scored once it has been differentiated. */
  SCORE_ALL_OF_PATHWISE("score-all-of-pathwise", 2),
  /** The derivative, of any order, of a smoothed program, extrapolated to no smoothing: biased. */
  EXTRAPOLATED("extrapolated", 1),
  /** A difference quotient with common noise: biased. */
  BUMP("bump", 1);

  private final String label;
  private final int lowest;

  Rule(String label, int lowest) {
    this.label = label;
    this.lowest = lowest;
  }

  /** As in results. */
  String label() {
    return label;
  }

  /** Whether there is such an estimator for derivatives of the order. */
  boolean fits(int order) {
    return this == MEAN ? order == 0 : order >= lowest;
  }

  /** Whether the number's own expectation is estimated, whatever the program. */
  boolean isUnbiased() {
    return this != EXTRAPOLATED && this != BUMP;
  }

  /** Whether the pathwise derivative is what gets scored. */
  boolean isOfPathwise() {
    return this == SCORE_FIRST_OF_PATHWISE || this == SCORE_ALL_OF_PATHWISE;
  }

  /** How many differentiations come before the nodes are scored. */
  public int pathwiseFirst() {
    return isOfPathwise() ? 1 : 0;
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
