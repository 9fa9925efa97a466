package io.pathwise.engine.importance;

/**
 * The part of a number's mean that a simulation is not likely to have met, since few of its paths are expected to bring
 * it, as {@link WidePaths} find it.
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
   * In errors. The tail is known from few paths: with 1 a vanna of an everyday digital was doubted, with 3 deltas
   * passed that were off by seven.
   */
  private static final double SIGNIFICANT = 1.5;

  /** Whether it is beyond what the errors allow: this one, and the one that is stated. */
  public boolean exceeds(double standardError) {
    return Math.abs(mean) > SIGNIFICANT * Math.max(standardError, error);
  }
}
