package io.pathwise.benchmarks;

/**
 * One output of a contestant.
 *
 * @param value
 *          the mean
 * @param standardError
 *          the mean's standard error
 */
public record Estimate(double value, double standardError) {
  /** The difference of two independent estimates in units of its standard error. */
  public double standardErrorsFrom(Estimate other) {
    return (value - other.value) / Math.hypot(standardError, other.standardError);
  }
}
