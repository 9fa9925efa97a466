package io.pathwise.greeks.measure;

/**
 * The stopping rule of a simulation: a number of paths, or a target error. Numbers of paths are rounded up to whole
 * blocks of 256; of Sobol points to 2^k blocks of every randomisation, and a maximum is rounded down to that then.
 */
public sealed interface Accuracy {

  /**
   * A number of paths.
   *
   * @param paths
   *          at least 1
   */
  record Paths(long paths) implements Accuracy {
    /** Checks the number. */
    public Paths {
      if (paths < 1) {
        throw new IllegalArgumentException("the number of paths is " + paths + ", must be at least 1");
      }
    }
  }

  /**
   * Until the standard error of every number is at most max(absolute, relative · |number|), looked at after 64 · 2^k
   * blocks only (of Sobol points, at least 64). An error of 0 because all paths gave the same number so far is no
   * reason to stop.
   *
   * @param relative
   *          share of the number, not negative
   * @param absolute
   *          in the number's unit, not negative
   * @param maximumPaths
   *          where to stop in any case, at least 1
   */
  record TargetError(double relative, double absolute, long maximumPaths) implements Accuracy {
    /** Checks the numbers. */
    public TargetError {
      if (!(relative >= 0) || !(absolute >= 0) || relative + absolute == 0) {
        throw new IllegalArgumentException(
            "the target error needs a positive relative or absolute part, not " + relative
                + " and " + absolute);
      }
      if (maximumPaths < 1) {
        throw new IllegalArgumentException("the maximum number of paths is " + maximumPaths + ", must be at least 1");
      }
    }
  }

  /** How many paths may be simulated. */
  default long mostPaths() {
    return switch (this) {
      case Paths fixed -> fixed.paths();
      case TargetError target -> target.maximumPaths();
    };
  }

  /** A number of paths. */
  static Accuracy paths(long paths) {
    return new Paths(paths);
  }
}
