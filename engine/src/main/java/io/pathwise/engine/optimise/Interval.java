package io.pathwise.engine.optimise;

/**
 * Between which limits a parameter is sought, and how it is spread there. A search moves shares of the interval, from 0
 * at the lower limit to 1 at the upper one, so that all parameters have one size.
 *
 * @param least
 *          the lower limit
 * @param most
 *          the upper limit, above the lower one
 * @param scale
 *          what is spread evenly
 */
public record Interval(double least, double most, Scale scale) {

  /** How values between the limits are spread. */
  public enum Scale {
    /** Evenly: parameters that may change their sign. */
    LINEAR,
    /** By orders of magnitude: positive parameters. */
    LOGARITHMIC
  }

  /**
   * Checks the limits.
   *
   * @throws IllegalArgumentException
   *           when they are not finite, not in order, or not positive on a logarithmic scale
   */
  public Interval {
    if (!(least < most) || !Double.isFinite(least) || !Double.isFinite(most)) {
      throw new IllegalArgumentException("limits are " + least + " and " + most + ", must be finite and rise");
    }
    if (scale == Scale.LOGARITHMIC && !(least > 0)) {
      throw new IllegalArgumentException("the lower limit of a logarithmic scale is " + least + ", must be positive");
    }
  }

  /** Spread evenly. */
  public static Interval linear(double least, double most) {
    return new Interval(least, most, Scale.LINEAR);
  }

  /** Spread by orders of magnitude. */
  public static Interval logarithmic(double least, double most) {
    return new Interval(least, most, Scale.LOGARITHMIC);
  }

  /** The parameter at a share of the interval. */
  public double at(double share) {
    if (share == 1) {
      return most;
    }
    return switch (scale) {
      case LINEAR -> least + (most - least) * share;
      case LOGARITHMIC -> least * StrictMath.exp(StrictMath.log(most / least) * share);
    };
  }

  /** How fast the parameter moves with the share. */
  public double slope(double share) {
    return switch (scale) {
      case LINEAR -> most - least;
      case LOGARITHMIC -> at(share) * StrictMath.log(most / least);
    };
  }

  /**
   * The share at which a parameter is.
   *
   * @throws IllegalArgumentException
   *           when it is not within the limits
   */
  public double share(double parameter) {
    if (!(parameter >= least && parameter <= most)) {
      throw new IllegalArgumentException(parameter + " is not between the limits " + least + " and " + most);
    }
    return switch (scale) {
      case LINEAR -> (parameter - least) / (most - least);
      case LOGARITHMIC -> StrictMath.log(parameter / least) / StrictMath.log(most / least);
    };
  }
}
