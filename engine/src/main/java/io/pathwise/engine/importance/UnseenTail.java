package io.pathwise.engine.importance;

/**
 * What a simulation is not likely to have met: the part of a number's mean that few of its paths are expected to bring,
 * as {@link WidePaths} find it.
 *
 * @param mean
 *          what the tail adds to the mean
 * @param error
 *          the standard error of the mean of independent paths that have not met the tail; that of points that are
 *          spread evenly is smaller, without saying less
 */
public record UnseenTail(double mean, double error) {

  /** Nothing is known. */
  public static final UnseenTail UNKNOWN = new UnseenTail(0, 0);

  /**
   * Whether it is more than the errors allow, this one and the one that is stated: a part as large as that would shift
   * the number by a standard error, and shows in none.
   */
  public boolean exceeds(double standardError) {
    return Math.abs(mean) > Math.max(standardError, error);
  }
}
