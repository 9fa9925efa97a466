package io.pathwise.benchmarks.reference;

import io.pathwise.pricing.market.SmileSurface;

/**
 * The local variance of a surface of implied volatilities, ∂w/∂t over the density of log strikes (Gatheral 2006, "The
 * Volatility Surface", equation 1.10), in the middle of a step in which the surface moves linearly. Start at
 * {@link #of}.
 */
final class DupireVariance {

  private final SmileSurface.Slice middle;
  private final SmileSurface.Slice speed;

  private DupireVariance(SmileSurface.Slice middle, SmileSurface.Slice speed) {
    this.middle = middle;
    this.speed = speed;
  }

  /** Between two times with no pillar between them. */
  static DupireVariance of(SmileSurface surface, double from, double to) {
    double time = 0.5 * (from + to);
    SmileSurface.Slice end = surface.slice(to);
    SmileSurface.Slice middle = surface.slice(time);
    double years = 0.5 * (to - from);
    return new DupireVariance(middle, new SmileSurface.Slice((end.theta() - middle.theta()) / years,
        (end.psi() - middle.psi()) / years, (end.chi() - middle.chi()) / years));
  }

  /**
   * The variance per year.
   *
   * @param k
   *          the logarithm of the price over its forward price
   * @param atStrike
   *          where on the surface that is
   */
  double at(double k, double atStrike) {
    double theta = middle.theta();
    double psi = middle.psi();
    double chi = middle.chi();
    double root = Math.sqrt(psi * psi * atStrike * atStrike + 2 * chi * theta * atStrike + theta * theta);
    double slope = (psi * psi * atStrike + chi * theta) / root;
    double w = 0.5 * (theta + chi * atStrike + root);
    double first = 0.5 * (chi + slope);
    double second = 0.5 * (psi * psi - slope * slope) / root;
    double bend = 1 - 0.5 * k * first / w;
    double density = bend * bend - 0.25 * first * first * (1 / w + 0.25) + 0.5 * second;
    double inRoot = psi * speed.psi() * atStrike * atStrike
        + (chi * speed.theta() + speed.chi() * theta) * atStrike + theta * speed.theta();
    return 0.5 * (speed.theta() + speed.chi() * atStrike + inRoot / root) / density;
  }
}
