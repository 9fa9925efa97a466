package io.pathwise.greeks.estimator;

import io.pathwise.greeks.measure.Target;

/**
 * An estimator applied to one number.
 *
 * @param target
 *          the number
 * @param candidate
 *          how it is estimated
 * @param swapped
 *          for second-order numbers: whether the inner (pathwise) derivative is the one by the second factor
 */
public record Estimation(Target target, Candidate candidate, boolean swapped) {}
