package io.pathwise.greeks;

/**
 * The estimator of one number.
 *
 * @param target
 *          the number
 * @param estimator
 *          how it is estimated
 * @param swapped
 *          for second-order numbers: whether the inner (pathwise) derivative is the one by the second factor
 * @param grade
 *          how the payoff depends on the factor, for people: C1, Lipschitz, discontinuous
 * @param reason
 *          why this estimator
 */
record Choice(Target target, EstimatorChoice estimator, boolean swapped, String grade, String reason) {}
