package io.pathwise.batch.lab;

import io.pathwise.engine.statistics.Estimate;
import java.util.Optional;

/**
 * The measurement of an estimator on a problem.
 *
 * @param problem
 *          which, {@code 16 steps} for example
 * @param quantity
 *          what is estimated, {@code delta} for example
 * @param estimator
 *          its name
 * @param biased
 *          whether its expectation is known to differ from the quantity
 * @param refusal
 *          why there is no number; empty when there is one
 * @param estimate
 *          mean and standard error; NaN when refused
 * @param operations
 *          what a path costs, in primitive operations without noise
 * @param nanoseconds
 *          measured per path and thread; depends on the machine and is never used for a statement
 * @param exact
 *          the truth, where it is known
 */
record Measurement(String problem, String quantity, String estimator, boolean biased, String refusal,
    Estimate estimate, double operations, double nanoseconds, Optional<Exact> exact) {

  private static final double ROUNDING = 1e-8;
  private static final double NORMAL_QUANTILE_95 = 1.959963984540054;

  /** Of an estimator that is not valid for the problem. */
  static Measurement refused(String problem, String quantity, String estimator, String reason,
      Optional<Exact> exact) {
    return new Measurement(problem, quantity, estimator, false, reason, new Estimate(Double.NaN, Double.NaN, 0, 1),
        Double.NaN, Double.NaN, exact);
  }

  /** Whether there is a number. */
  boolean hasNumber() {
    return refusal.isEmpty();
  }

  /** The same compared with another truth. */
  Measurement against(Exact truth) {
    return new Measurement(problem, quantity, estimator, biased, refusal, estimate, operations, nanoseconds,
        Optional.of(truth));
  }

  double value() {
    return estimate.mean();
  }

  double standardError() {
    return estimate.standardError();
  }

  /** The squared standard error times the number of paths. */
  double variance() {
    return standardError() * standardError() * estimate.paths();
  }

  /** Whether what varies is rounding only: a standard deviation per path below 1e-8 of the value. */
  boolean isExactUpToRounding() {
    return hasNumber() && Math.sqrt(variance()) < ROUNDING * Math.abs(value());
  }

  /** Lower end of an approximate 95 % confidence interval of the variance. */
  double varianceLow() {
    return variance() / spread();
  }

  /** Upper end of an approximate 95 % confidence interval of the variance. */
  double varianceHigh() {
    return variance() * spread();
  }

  /**
   * The logarithm of a sample variance of B block means, which are nearly normal, has standard deviation √(2/(B − 1)).
   */
  private double spread() {
    return Math.exp(NORMAL_QUANTILE_95 * logDeviation());
  }

  /** The standard deviation of the logarithm of {@link #variance} for nearly normal block means. */
  double logDeviation() {
    return Math.sqrt(2.0 / Math.max(1, estimate.blocks() - 1));
  }

  /** Half the width of the 95 % confidence interval of the value. */
  double halfWidth() {
    return NORMAL_QUANTILE_95 * standardError();
  }

  /** 1 / (variance per path · operations per path): how much is learnt per operation. */
  double efficiency() {
    return 1 / (variance() * operations);
  }

  /** The difference from the truth; NaN where that is not known. */
  double bias() {
    return exact.map(truth -> value() - truth.value()).orElse(Double.NaN);
  }

  /**
   * The difference from the truth in standard errors, the accuracy of the truth included; NaN where that is not known.
   */
  double z() {
    return exact.map(truth -> bias() == 0 ? 0.0 : bias() / Math.hypot(standardError(), truth.accuracy()))
        .orElse(Double.NaN);
  }
}
