package io.pathwise.pricing.calibration;

import io.pathwise.pricing.market.SmileSurface;

/**
 * The smiles that may follow another one in time without arbitrage, each as three numbers without limits. They stand
 * for θ, ψ − χ and ψ + χ of {@link SmileSurface.Slice}:
 *
 * <ul>
 * <li>All three grow from pillar to pillar. For the last two, the slopes of the wings, that is to say ψ₂ − ψ₁ ≥ |χ₂ −
 * χ₁|, without which total variances cross far from the money (Hendriks and Martini 2019).
 * <li>No density is negative where, with s the larger of ψ − χ and ψ + χ, s ≤ 4 and ψ s ≤ 4 θ (Gatheral and Jacquier
 * 2014, theorem 4.2). The smile before satisfies this with its smaller θ, so that there is always a smile that follows.
 * <li>Where phi = ψ/θ does not grow, total variances grow at every strike (Hendriks and Martini 2019), between the
 * pillars, too, since phi does not grow there either.
 * </ul>
 *
 * Start at {@link #slice}.
 *
 * @param before
 *          the smile before; all 0 where there is none
 * @param from
 *          the time in years of the smile before
 * @param time
 *          the time in years of this smile
 * @param mostPhi
 *          the largest phi that is allowed
 */
record SmileLimits(SmileSurface.Slice before, double from, double time, double mostPhi) {

  /** How many numbers are a smile. */
  static final int SIZE = 3;

  /** Of a year: by how much total variance grows at least, and the most that it can be. */
  private static final double LEAST_VARIANCE = 1e-6;
  private static final double MOST_VARIANCE = 25;
  /** The most of s, and of ψ s/θ. */
  private static final double MOST = 4;

  /** Those of the first smile. */
  static SmileLimits first(double time) {
    return new SmileLimits(new SmileSurface.Slice(0, 0, 0), 0, time, Double.POSITIVE_INFINITY);
  }

  /** Those of a smile behind another one, whose total variances may still cross near the money. */
  static SmileLimits after(SmileSurface.Slice before, double from, double time) {
    return new SmileLimits(before, from, time, Double.POSITIVE_INFINITY);
  }

  /** Of these, those whose phi is not above that of the smile before, so that total variances do not cross. */
  SmileLimits withoutGrowingPhi() {
    return new SmileLimits(before, from, time, before.psi() / before.theta());
  }

  /** The smile that stands at a place of a point. */
  SmileSurface.Slice slice(double[] point, int at) {
    double theta = before.theta() + growth().parameter(point[at]);
    double left = left(theta).parameter(point[at + 1]);
    double right = right(theta, left).parameter(point[at + 2]);
    return new SmileSurface.Slice(theta, 0.5 * (left + right), 0.5 * (right - left));
  }

  /** The numbers for a smile; of one that may not follow, those of one close to it. */
  double[] free(SmileSurface.Slice slice) {
    double growth = growth().free(Math.max(slice.theta() - before.theta(), growth().least()));
    double theta = before.theta() + growth().parameter(growth);
    double left = left(theta).free(slice.psi() - slice.chi());
    double right = right(theta, left(theta).parameter(left)).free(slice.psi() + slice.chi());
    return new double[]{growth, left, right};
  }

  /** Whether the variance at the money has ended where it is no larger than before. */
  boolean isThetaAtLeast(SmileSurface.Slice slice) {
    return growth().isAtLeast(slice.theta() - before.theta());
  }

  /** Whether a wing has ended where it is no steeper than before. */
  boolean isWingAtLeast(SmileSurface.Slice slice) {
    return left(slice.theta()).isAtLeast(slice.psi() - slice.chi())
        || right(slice.theta(), slice.psi() - slice.chi()).isAtLeast(slice.psi() + slice.chi());
  }

  /** Whether a wing has ended where it cannot be steeper. */
  boolean isWingAtMost(SmileSurface.Slice slice) {
    return left(slice.theta()).isAtMost(slice.psi() - slice.chi())
        || right(slice.theta(), slice.psi() - slice.chi()).isAtMost(slice.psi() + slice.chi());
  }

  /** That of θ beyond the one before. */
  private ParameterRange growth() {
    return ParameterRange.logarithmic(LEAST_VARIANCE * (time - from), MOST_VARIANCE * time);
  }

  /** That of ψ − χ. */
  private ParameterRange left(double theta) {
    return range(before.psi() - before.chi(), before.psi() + before.chi(), theta);
  }

  /** That of ψ + χ. */
  private ParameterRange right(double theta, double left) {
    return range(before.psi() + before.chi(), left, theta);
  }

  /** The range of one of ψ − χ and ψ + χ, given the other one, which has grown by no more than it may. */
  private ParameterRange range(double least, double other, double theta) {
    double ifLarger = 0.5 * (Math.sqrt(other * other + 8 * MOST * theta) - other);
    double withoutButterflies = ifLarger >= other ? ifLarger : 2 * MOST * theta / other - other;
    double withoutGrowingPhi = 2 * mostPhi * theta - other;
    double most = Math.min(MOST, Math.min(withoutButterflies, withoutGrowingPhi));
    return ParameterRange.linear(least, Math.max(least, most));
  }
}
