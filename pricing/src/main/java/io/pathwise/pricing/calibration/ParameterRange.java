package io.pathwise.pricing.calibration;

/**
 * Between which limits a fit looks for a parameter, and how a number without limits becomes one between them: by the
 * logistic function, of the parameter itself or of its logarithm.
 *
 * @param least
 *          the lower limit
 * @param most
 *          the upper limit
 * @param scale
 *          what is spread evenly
 */
record ParameterRange(double least, double most, Scale scale) {

  /** A parameter this close to a limit, as a share of the range, has ended there. */
  private static final double AT_LIMIT = 1e-3;
  /** Beyond, the logistic function is flat. */
  private static final double INMOST = 1e-9;

  /** How values between the limits are spread. */
  enum Scale {
    /** Evenly: parameters that may change their sign. */
    LINEAR,
    /** By orders of magnitude: positive parameters. */
    LOGARITHMIC
  }

  static ParameterRange linear(double least, double most) {
    return new ParameterRange(least, most, Scale.LINEAR);
  }

  static ParameterRange logarithmic(double least, double most) {
    return new ParameterRange(least, most, Scale.LOGARITHMIC);
  }

  /** The parameter that stands for a number. */
  double parameter(double free) {
    return at(Math.clamp(1 / (1 + Math.exp(-free)), INMOST, 1 - INMOST));
  }

  /** The parameter at a share of the range, from 0 at the lower limit to 1 at the upper one. */
  double at(double share) {
    return switch (scale) {
      case LINEAR -> least + (most - least) * share;
      case LOGARITHMIC -> least * Math.exp(Math.log(most / least) * share);
    };
  }

  /** The number that stands for a parameter; of one beyond the limits, for the nearest within. */
  double free(double parameter) {
    double share = Math.clamp(share(parameter), AT_LIMIT, 1 - AT_LIMIT);
    return Math.log(share / (1 - share));
  }

  /** The share of the range at which a parameter is. */
  double share(double parameter) {
    if (most == least) {
      return 0.5;
    }
    return switch (scale) {
      case LINEAR -> (parameter - least) / (most - least);
      case LOGARITHMIC -> Math.log(parameter / least) / Math.log(most / least);
    };
  }

  /** Whether a search within the limits has left a parameter at one of them. */
  boolean isEndedAt(double parameter) {
    double share = share(parameter);
    return share >= 0 && share <= 1 && (isAtLeast(parameter) || isAtMost(parameter));
  }

  /** Whether a parameter has ended at the lower limit. */
  boolean isAtLeast(double parameter) {
    return share(parameter) < AT_LIMIT;
  }

  /** Whether a parameter has ended at the upper limit. */
  boolean isAtMost(double parameter) {
    return share(parameter) > 1 - AT_LIMIT;
  }
}
