package io.pathwise.pricing.market;

import io.pathwise.pricing.Require;
import java.util.List;

/**
 * Interpolation that is linear in the rate: between pillars Q(t)/t is on the straight line through the quotes, outside
 * it is the constant quote of the nearest pillar. Forwards Q′ jump at the pillars and are linear in time between them.
 * Start at {@link #weights}.
 *
 * @param pillars
 *          where the quotes stand
 */
public record LinearRateInterpolation(PillarInterpolation pillars) implements Interpolation {
  public LinearRateInterpolation {
    Require.given("pillars", pillars);
  }

  /** Through pillars at times in years, positive and strictly increasing. */
  public static LinearRateInterpolation of(List<Double> times) {
    return new LinearRateInterpolation(new PillarInterpolation(times));
  }

  @Override
  public int degree() {
    return 2;
  }

  @Override
  public double[] weights(double time) {
    double[] weights = shares(time);
    for (int j = 0; j < weights.length; j++) {
      weights[j] *= time;
    }
    return weights;
  }

  @Override
  public double[] leftDerivatives(int order, double time) {
    Require.that(order == 1 || order == 2, "order is %s, must be 1 or 2", order);
    double[] derivatives = order == 1 ? shares(time) : new double[pillars.times().size()];
    int right = pillars.firstPillarNotBefore(time);
    if (right > 0 && right < derivatives.length) {
      double length = pillars.times().get(right) - pillars.times().get(right - 1);
      double change = order == 1 ? time / length : 2 / length;
      derivatives[right - 1] -= change;
      derivatives[right] += change;
    }
    return derivatives;
  }

  /** What each quote counts in the rate. */
  private double[] shares(double time) {
    Require.nonNegative("time", time);
    double[] shares = new double[pillars.times().size()];
    int right = pillars.firstPillarNotBefore(time);
    if (right == 0) {
      shares[0] = 1;
    } else if (right == shares.length) {
      shares[right - 1] = 1;
    } else {
      double from = pillars.times().get(right - 1);
      double share = (time - from) / (pillars.times().get(right) - from);
      shares[right - 1] = 1 - share;
      shares[right] = share;
    }
    return shares;
  }
}
