package io.pathwise.pricing.market;

import io.pathwise.pricing.Require;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.analysis.interpolation.SplineInterpolator;
import org.apache.commons.math3.analysis.polynomials.PolynomialFunction;

/**
 * Interpolation by the natural cubic spline through Q(0) = 0 and Q = quote × time at the pillars: Q, the forwards Q′
 * and their slopes Q″ are continuous; Q″ is 0 at both ends, and beyond the last pillar forwards stay what they are
 * there. A spline is linear in what it goes through, so the weight of a pillar is the spline through its time there and
 * 0 elsewhere. It is not zero beyond the neighbouring pillars, but falls to less than a third from pillar to pillar
 * where they are equally spaced. Start at {@link #weights}.
 */
public final class NaturalCubicInterpolation implements Interpolation {
  private static final int DEGREE = 3;

  private final PillarInterpolation pillars;
  private final double[][][] coefficients;

  /** Through pillars at times in years, positive and strictly increasing; through one pillar it is a straight line. */
  public NaturalCubicInterpolation(List<Double> times) {
    pillars = new PillarInterpolation(times);
    coefficients = new double[times.size()][][];
    double[] knots = new double[times.size() + 1];
    for (int j = 0; j < times.size(); j++) {
      knots[j + 1] = times.get(j);
    }
    for (int j = 0; j < times.size(); j++) {
      coefficients[j] = times.size() == 1 ? new double[][]{{0, 1, 0, 0}} : spline(knots, j + 1);
    }
  }

  /** By interval the coefficients of powers of the time since its start. */
  private static double[][] spline(double[] knots, int pillar) {
    double[] values = new double[knots.length];
    values[pillar] = knots[pillar];
    return Arrays.stream(new SplineInterpolator().interpolate(knots, values).getPolynomials())
        .map(PolynomialFunction::getCoefficients).map(known -> Arrays.copyOf(known, DEGREE + 1))
        .toArray(double[][]::new);
  }

  @Override
  public int degree() {
    return DEGREE;
  }

  @Override
  public double[] weights(double time) {
    Require.nonNegative("time", time);
    double last = pillars.times().getLast();
    if (time < last) {
      int interval = pillars.firstPillarNotBefore(Math.nextUp(time));
      return evaluated(0, interval, time - start(interval));
    }
    double[] weights = new double[coefficients.length];
    weights[weights.length - 1] = last;
    double[] slopes = leftDerivatives(1, last);
    for (int j = 0; j < weights.length; j++) {
      weights[j] += slopes[j] * (time - last);
    }
    return weights;
  }

  @Override
  public double[] leftDerivatives(int order, double time) {
    Require.that(order >= 1 && order <= DEGREE, "order is %s, must be from 1 to %s", order, DEGREE);
    double last = pillars.times().getLast();
    if (Require.nonNegative("time", time) > last) {
      return order == 1 ? leftDerivatives(1, last) : new double[coefficients.length];
    }
    int interval = pillars.firstPillarNotBefore(time);
    return evaluated(order, interval, time - start(interval));
  }

  private double start(int interval) {
    return interval == 0 ? 0 : pillars.times().get(interval - 1);
  }

  /** The polynomials of an interval, or their derivatives, some time after its start. */
  private double[] evaluated(int order, int interval, double time) {
    double[] values = new double[coefficients.length];
    for (int j = 0; j < values.length; j++) {
      for (int power = DEGREE; power >= order; power--) {
        double factor = 1;
        for (int k = 0; k < order; k++) {
          factor *= power - k;
        }
        values[j] = values[j] * time + factor * coefficients[j][interval][power];
      }
    }
    return values;
  }
}
