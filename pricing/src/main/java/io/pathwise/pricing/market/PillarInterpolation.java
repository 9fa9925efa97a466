package io.pathwise.pricing.market;

import io.pathwise.pricing.Require;
import java.util.List;

/**
 * Interpolation that is linear in <em>rate × time</em> between pillars, shared by zero curves and variance term
 * structures.
 *
 * <p>
 * With quotes q<sub>j</sub> at pillar times t<sub>j</sub>, the accumulated quantity Q(t) equals q<sub>j</sub>
 * t<sub>j</sub> at the pillars, is linear in t between them, and has the constant quote of the nearest pillar outside
 * them. It is therefore linear in the quotes, Q(t) = Σ<sub>j</sub> W<sub>j</sub>(t) q<sub>j</sub>, with weights that
 * depend on times only and satisfy Σ<sub>j</sub> W<sub>j</sub>(t) = t. Zero curves use it with q = the zero rate,
 * volatilities with q = the squared Black volatility. Start at {@link #weights}.
 *
 * @param times
 *          pillar times in years, positive and strictly increasing; at least one
 */
public record PillarInterpolation(List<Double> times) implements Interpolation {
  public PillarInterpolation {
    times = Require.elements("times", times);
    Require.that(!times.isEmpty(), "pillar times are empty, at least one is needed");
    double previous = 0;
    for (double time : times) {
      Require.positive("pillar time", time);
      Require.that(time > previous, "pillar times must increase strictly, but %s follows %s", time,
          previous);
      previous = time;
    }
  }

  @Override
  public int degree() {
    return 1;
  }

  /** {@inheritDoc} At most two of them differ from zero. */
  @Override
  public double[] weights(double time) {
    Require.nonNegative("time", time);
    double[] weights = new double[times.size()];
    int right = firstPillarNotBefore(time);
    if (right == 0) {
      weights[0] = time;
    } else if (right == times.size()) {
      weights[right - 1] = time;
    } else {
      double from = times.get(right - 1);
      double to = times.get(right);
      double share = (time - from) / (to - from);
      weights[right - 1] = (1 - share) * from;
      weights[right] = share * to;
    }
    return weights;
  }

  /**
   * The derivatives of the weights with respect to t from the left, dimensionless, one per pillar. They say how Q
   * changes when an event comes nearer while the quotes keep their tenors; at a pillar the left and the right slope
   * differ. At t = 0, which nothing can approach from the left, the slope of the first interval is returned.
   *
   * @param time
   *          years from the valuation date, not negative
   */
  public double[] leftSlopes(double time) {
    Require.nonNegative("time", time);
    double[] slopes = new double[times.size()];
    int right = firstPillarNotBefore(time);
    if (right == 0) {
      slopes[0] = 1;
    } else if (right == times.size()) {
      slopes[right - 1] = 1;
    } else {
      double from = times.get(right - 1);
      double to = times.get(right);
      slopes[right - 1] = -from / (to - from);
      slopes[right] = to / (to - from);
    }
    return slopes;
  }

  @Override
  public double[] leftDerivatives(int order, double time) {
    Require.that(order == 1, "order is %s, must be 1", order);
    return leftSlopes(time);
  }

  /** The place of the first pillar that is not before a time; the number of pillars if all are. */
  int firstPillarNotBefore(double time) {
    int pillar = 0;
    while (pillar < times.size() && times.get(pillar) < time) {
      pillar++;
    }
    return pillar;
  }
}
