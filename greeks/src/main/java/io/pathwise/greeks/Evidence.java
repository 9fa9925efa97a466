package io.pathwise.greeks;

/**
 * What a pilot measured of a candidate.
 *
 * @param mean
 *          the number in the pilot
 * @param variance
 *          per path, after regression on controls; NaN when the pilot gave no finite number
 * @param cost
 *          operations per path of a simulation for this number alone
 * @param conclusive
 *          whether the variance says something: not where all paths gave the same by chance
 * @param paths
 *          how many paths the variance rests on
 */
record Evidence(double mean, double variance, double cost, boolean conclusive, long paths) {

  /** What is to be as small as possible: the cost of a number with a variance of 1. */
  double figure() {
    return variance * cost;
  }

  /** The square of the pilot's standard error. */
  double squaredError() {
    return variance / paths;
  }
}
