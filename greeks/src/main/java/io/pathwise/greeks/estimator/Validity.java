package io.pathwise.greeks.estimator;

/**
 * Whether a candidate estimator is valid for a number, with the reason, as the structure of the program tells.
 *
 * @param choice
 *          the number and the candidate
 * @param valid
 *          whether it may be used
 * @param reason
 *          why it may be used, or why not, for people
 * @param grade
 *          how the payoff depends on the factors: C1, Lipschitz, discontinuous, independent
 */
public record Validity(Estimation choice, boolean valid, String reason, String grade) {

  /** The grade of a payoff that does not depend on a factor. */
  public static final String INDEPENDENT = "independent";

  public Candidate candidate() {
    return choice.candidate();
  }
}
