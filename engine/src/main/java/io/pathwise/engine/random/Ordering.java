package io.pathwise.engine.random;

/**
 * The assignment of random numbers to the normal noises of a path. Every ordering is an orthogonal transform of
 * independent standard normals, so it changes no law; it decides how much of the path's shape depends on the first
 * coordinates, where low-discrepancy points and strata are at their best. Uniform noises are never reordered.
 */
public sealed interface Ordering {

  /** Every noise is its own coordinate, in the order of the steps. */
  Ordering STEPS = new Steps();

  /** Every noise is its own coordinate, in the order of the steps. */
  record Steps() implements Ordering {}

  /**
   * A Brownian bridge: the first coordinate is the sum of a Brownian motion's increments over all steps, every further
   * one splits the stretch whose middle is least known so far.
   *
   * @param stepLength
   *          the per-step value that holds the lengths of the steps; where inputs have none of that name, steps are
   *          equally long
   */
  record Bridge(String stepLength) implements Ordering {}

  /**
   * The principal components of a Brownian motion at the ends of the steps, in order of decreasing variance. The
   * optimal linear order for such a path, at a cost that grows with the square of the number of steps.
   *
   * @param stepLength
   *          as for {@link Bridge}
   */
  record PrincipalComponents(String stepLength) implements Ordering {}
}
