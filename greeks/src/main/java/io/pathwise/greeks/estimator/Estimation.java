package io.pathwise.greeks.estimator;

import io.pathwise.greeks.measure.Target;
import io.pathwise.pricing.market.RiskFactor;
import java.util.List;

/**
 * An estimator applied to one number.
 *
 * @param target
 *          the number
 * @param candidate
 *          how it is estimated
 * @param sequence
 *          the factors of the number in the order in which the value is differentiated by them
 */
public record Estimation(Target target, Candidate candidate, List<RiskFactor> sequence) {

  public Estimation {
    sequence = List.copyOf(sequence);
  }

  /** Differentiates in the order in which the number lists its factors. */
  public static Estimation of(Target target, Candidate candidate) {
    return new Estimation(target, candidate, target.factors());
  }
}
