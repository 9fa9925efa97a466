package io.pathwise.greeks.estimator;

/**
 * A way to estimate a number: rewrite the program, then apply a rule to it.
 *
 * @param rewriting
 *          what is done to the program first
 * @param rule
 *          how the number is formed from the rewritten program
 * @param mode
 *          how pathwise derivatives of first order are computed
 */
public record Candidate(Rewriting rewriting, Rule rule, Mode mode) {

  /** How first-order derivatives are computed: the numbers are the same up to rounding, the costs differ. */
  public enum Mode {
    /** By whichever needs fewer operations for all the numbers of a job. */
    BY_COST,
    /** By tangents. */
    TANGENT,
    /** By adjoints. */
    ADJOINT
  }

  /** Computed by whichever mode is cheaper. */
  public Candidate(Rewriting rewriting, Rule rule) {
    this(rewriting, rule, Mode.BY_COST);
  }

  /** The program as it is. */
  public static Candidate plain(Rule rule) {
    return new Candidate(Rewriting.NONE, rule);
  }

  /** Whether the expectation is another than the number's. */
  public boolean biased() {
    return rule == Rule.BUMP || rewriting.biased();
  }

  /** Whether it divides by the standard deviations of draws, as scores do, and integrals, so that none may be 0. */
  public boolean needsVariance() {
    return !rewriting.equals(Rewriting.NONE) || rule.nodes().isPresent();
  }

  /** As in results and in the table of {@code explain}. */
  public String label() {
    if (rewriting.equals(Rewriting.NONE)) {
      return rule.label();
    }
    return switch (rule) {
      case MEAN, PATHWISE -> rewriting.label();
      case EXTRAPOLATED -> EstimatorChoice.SMOOTHED_RICHARDSON.label();
      case SCORE_FIRST, SCORE_LAST, SCORE_ALL, SCORE_FIRST_OF_PATHWISE, SCORE_ALL_OF_PATHWISE, BUMP ->
        rewriting.label() + " + " + rule.label();
    };
  }
}
