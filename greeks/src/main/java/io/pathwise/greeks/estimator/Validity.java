package io.pathwise.greeks.estimator;

/**
 * What the structure of a program says of a candidate for a number.
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
