package io.pathwise.pricing.market;

/**
 * How a quantity <em>rate × time</em> is interpolated between pillars. With quotes q<sub>j</sub> at pillar times
 * t<sub>j</sub> it is linear in the quotes, Q(t) = Σ<sub>j</sub> W<sub>j</sub>(t) q<sub>j</sub>, with weights that are
 * polynomials in time between neighbouring pillars, satisfy Σ<sub>j</sub> W<sub>j</sub>(t) = t, and give Q =
 * q<sub>j</sub> t<sub>j</sub> at the pillars. So derivatives by quotes are weights, and those by time are weights, too.
 * Start at {@link #weights}.
 */
public sealed interface Interpolation
    permits
    PillarInterpolation,
    LinearRateInterpolation,
    NaturalCubicInterpolation {

  /** The degree of the polynomials in time that the weights are between pillars. */
  int degree();

  /**
   * The weights W<sub>j</sub>(t), in years, one per pillar.
   *
   * @param time
   *          years from the valuation date, not negative
   */
  double[] weights(double time);

  /**
   * The derivatives of the weights with respect to t from the left, one per pillar. They say how Q changes when an
   * event comes nearer while the quotes keep their tenors. At t = 0, which nothing can approach from the left, those of
   * the first interval are returned.
   *
   * @param order
   *          of the derivative, from 1 to {@link #degree}
   * @param time
   *          years from the valuation date, not negative
   */
  double[] leftDerivatives(int order, double time);
}
