package io.pathwise.pricing.market;

import io.pathwise.pricing.Require;
import java.util.List;

/**
 * A curve of continuously compounded zero rates. Start at {@link #of} and {@link #discountFactor}.
 *
 * @param id
 *          the curve's name, {@code USD} for example
 * @param times
 *          pillar times in years from the valuation date, positive and strictly increasing
 * @param zeros
 *          continuously compounded zero rates per year, one per pillar; may be negative
 * @param interpolation
 *          what the curve does between the pillars and outside
 */
public record ZeroCurve(String id, List<Double> times, List<Double> zeros, CurveInterpolation interpolation) {
  /** The pillar time given to a flat curve; any other would give the same rates. */
  public static final double FLAT_PILLAR = 1;

  public ZeroCurve {
    Require.id("curve id", id);
    times = Require.elements("times", times);
    zeros = Require.elements("zeros", zeros);
    Require.given("interpolation", interpolation);
    try {
      new PillarInterpolation(times);
      Require.that(times.size() == zeros.size(), "%s times but %s zeros, one zero per time is needed", times.size(),
          zeros.size());
      for (double zero : zeros) {
        Require.finite("zero", zero);
      }
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("curve %s: %s".formatted(id, e.getMessage()), e);
    }
  }

  /** A curve through pillars, with forwards that are constant between them. */
  public static ZeroCurve of(String id, List<Double> times, List<Double> zeros) {
    return new ZeroCurve(id, times, zeros, CurveInterpolation.LINEAR_LOG_DISCOUNT);
  }

  /** A curve with one zero rate for all times: a single pillar at {@link #FLAT_PILLAR}. */
  public static ZeroCurve flat(String id, double zero) {
    return of(id, List.of(FLAT_PILLAR), List.of(zero));
  }

  /** The same curve under another name. */
  public ZeroCurve withId(String newId) {
    return new ZeroCurve(newId, times, zeros, interpolation);
  }

  /** The same curve with other zero rates at its pillars. */
  public ZeroCurve withZeros(List<Double> newZeros) {
    return new ZeroCurve(id, times, newZeros, interpolation);
  }

  /** The same quotes, interpolated in another way. */
  public ZeroCurve with(CurveInterpolation newInterpolation) {
    return new ZeroCurve(id, times, zeros, newInterpolation);
  }

  /** The weights B<sub>j</sub>(t) in rate × time = Σ<sub>j</sub> B<sub>j</sub>(t) zero<sub>j</sub>. */
  public Interpolation weights() {
    return interpolation.through(times);
  }

  /** Zero rate × time at a time in years, not negative. */
  public double rateTime(double time) {
    return Weighted.sum(weights().weights(time), zeros);
  }

  /** The instantaneous forward rate at a time: the derivative of rate × time from the left. */
  public double forwardRate(double time) {
    return Weighted.sum(weights().leftDerivatives(1, time), zeros);
  }

  /** The value today of one unit of currency paid at {@code time}. */
  public double discountFactor(double time) {
    return Math.exp(-rateTime(time));
  }
}
