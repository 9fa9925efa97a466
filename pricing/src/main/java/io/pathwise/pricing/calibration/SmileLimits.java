package io.pathwise.pricing.calibration;

import io.pathwise.pricing.market.SmileSurface;

/**
 * The smiles that may follow another one in time without arbitrage, each as three numbers without limits. They stand
 * for θ, ψ − χ and ψ + χ of {@link SmileSurface.Slice}, each of which grows from pillar to pillar: that of the last two
 * is ψ₂ − ψ₁ ≥ |χ₂ − χ₁|, without which total variances cross in a wing (Hendriks and Martini 2019, proposition 3.1).
 * With left = ψ − χ and right = ψ + χ, no density is negative where max(left, right) ≤ 4 and (left + right) max(left,
 * right) ≤ 8 θ (Gatheral and Jacquier 2014, theorem 4.2), which the smile before satisfies with its smaller θ: there is
 * a smile for all three numbers. Where phi = ψ/θ does not grow either, total variances grow at every strike (Hendriks
 * and Martini 2019, proposition 3.5), and between the pillars, where phi falls along with them. Start at {@link #slice}.
 *
 * @param before
 *          the smile before; of the first one all 0
 * @param span
 *          years from the smile before to this one
 * @param mostPhi
 *          the largest phi that is allowed
 */
record SmileLimits(SmileSurface.Slice before, double span, double mostPhi) {

  /** How many numbers are a smile. */
  static final int SIZE = 3;

  /** The least and the most variance of a year. */
  private static final double LEAST_VARIANCE = 1e-6;
  private static final double MOST_VARIANCE = 25;
  /** What left and right may be at most, and half of what their product with their sum may be over θ. */
  private static final double MOST = 4;

  /** What may follow a smile as long as it has no arbitrage between strikes, nor the wings any between expiries. */
  static SmileLimits after(SmileSurface.Slice before, double span) {
    return new SmileLimits(before, span, Double.POSITIVE_INFINITY);
  }

  /** Of these, those whose phi is not above that of the smile before. */
  SmileLimits withoutGrowingPhi() {
    return new SmileLimits(before, span, before.psi() / before.theta());
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
    return new double[]{growth, left,
        right(theta, left(theta).parameter(left)).free(slice.psi() + slice.chi())};
  }

  /** Whether the variance at the money, for which 0 is the limit, has ended at one. */
  boolean isThetaAtLimit(SmileSurface.Slice slice) {
    return growth().isAtLeast(slice.theta() - before.theta()) || growth().isAtMost(slice.theta() - before.theta());
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

  private ParameterRange growth() {
    return ParameterRange.logarithmic(LEAST_VARIANCE * span, MOST_VARIANCE * span);
  }

  private ParameterRange left(double theta) {
    return range(before.psi() - before.chi(), before.psi() + before.chi(), theta);
  }

  private ParameterRange right(double theta, double left) {
    return range(before.psi() + before.chi(), left, theta);
  }

  /** Of one of left and right, given the other. */
  private ParameterRange range(double least, double other, double theta) {
    double ifLarger = 0.5 * (Math.sqrt(other * other + 8 * MOST * theta) - other);
    double withoutButterflies = ifLarger >= other ? ifLarger : 2 * MOST * theta / other - other;
    double most = Math.min(Math.min(MOST, withoutButterflies), 2 * mostPhi * theta - other);
    return ParameterRange.linear(least, Math.max(least, most));
  }
}
