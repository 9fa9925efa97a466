package io.pathwise.greeks.policy;

import java.util.List;

/**
 * The measurement of a candidate by a pilot.
 *
 * @param mean
 *          the number in the pilot
 * @param variance
 *          per path, after regression on controls; NaN when the pilot gave no finite number
 * @param cost
 *          operations per path of a simulation for this number alone
 * @param conclusive
 *          whether the variance says something: not where all paths happened to give the same
 * @param paths
 *          how many paths the variance rests on
 */
public record PilotMeasurement(double mean, double variance, double cost, boolean conclusive, long paths) {

  /** So many standard errors are no accident. */
  private static final double CONTRADICTION = 5;

  /**
   * Whether the variance can be believed beside what others estimate of the same number: it is conclusive, and none
   * that is finds more by many standard errors. An estimator that has not met what is rare finds too little, with an
   * error that is too small as well.
   */
  public boolean isBorneOutBy(List<PilotMeasurement> others) {
    return conclusive && (variance == 0 || others.stream().noneMatch(other -> other.conclusive
        && Math.abs(other.mean) > Math.abs(mean) && Math.pow(other.mean - mean, 2) > CONTRADICTION * CONTRADICTION
            * (squaredError() + other.squaredError())));
  }

  /** What is to be as small as possible: the cost of a number with a variance of 1. */
  public double figure() {
    return variance * cost;
  }

  /** The square of the pilot's standard error. */
  public double squaredError() {
    return variance / paths;
  }
}
