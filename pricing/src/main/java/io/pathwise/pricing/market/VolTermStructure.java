package io.pathwise.pricing.market;

import io.pathwise.pricing.Require;
import java.util.List;

/**
 * A term structure of Black implied volatilities, the same for all strikes: linear in total variance vol² × time
 * between pillars, flat volatility outside. Start at {@link #of} and {@link #totalVariance}.
 *
 * @param times
 *          pillar times in years from the valuation date, positive and strictly increasing
 * @param vols
 *          Black implied volatilities per square root of a year, from 0 to a million, one per pillar; total variance
 *          must not decrease from pillar to pillar
 */
public record VolTermStructure(List<Double> times, List<Double> vols) {
  /** The pillar time given to a flat volatility; any other would give the same variances. */
  public static final double FLAT_PILLAR = 1;

  private static final double MOST_VOL = 1e6;

  /** Total variance may fall by this share of itself from pillar to pillar, which rounding alone can cause. */
  private static final double ROUNDING = 1e-14;

  public VolTermStructure {
    times = Require.elements("times", times);
    vols = Require.elements("vols", vols);
    new PillarInterpolation(times);
    Require.that(times.size() == vols.size(), "%s times but %s vols, one vol per time is needed", times.size(),
        vols.size());
    for (int j = 0; j < times.size(); j++) {
      requireVol("vol at " + Require.plain(times.get(j)) + "y", vols.get(j));
    }
    for (int j = 1; j < times.size(); j++) {
      double before = vols.get(j - 1) * vols.get(j - 1) * times.get(j - 1);
      double after = vols.get(j) * vols.get(j) * times.get(j);
      Require.that(after >= before * (1 - ROUNDING),
          "total variance vol² × time falls from %s at pillar %sy (vol %s) to %s at pillar %sy (vol %s); it must not "
              + "decrease, so the vol at %sy must be at least %s",
          before, times.get(j - 1), vols.get(j - 1), after, times.get(j), vols.get(j),
          times.get(j), Math.sqrt(before / times.get(j)));
    }
  }

  /** A volatility that is neither negative nor so large that its square could overflow. */
  public static double requireVol(String what, double vol) {
    Require.nonNegative(Require.given("what", what), vol);
    Require.that(vol <= MOST_VOL, "%s is %s, must be at most %s", what, Double.toString(vol), MOST_VOL);
    return vol;
  }

  /** A term structure through pillars. */
  public static VolTermStructure of(List<Double> times, List<Double> vols) {
    return new VolTermStructure(times, vols);
  }

  /** One volatility for all times: a single pillar at {@link #FLAT_PILLAR}. */
  public static VolTermStructure flat(double vol) {
    return new VolTermStructure(List.of(FLAT_PILLAR), List.of(vol));
  }

  /**
   * The interpolation; its weights are A<sub>j</sub>(t) in total variance = Σ<sub>j</sub> A<sub>j</sub>(t)
   * vol<sub>j</sub>².
   */
  public PillarInterpolation interpolation() {
    return new PillarInterpolation(times);
  }

  /** Total variance vol² × time at a time in years, not negative. */
  public double totalVariance(double time) {
    return Weighted.sum(interpolation().weights(time), squares());
  }

  /** The instantaneous variance per year on the interval that ends at {@code time}: total variance's left slope. */
  public double forwardVariance(double time) {
    return Weighted.sum(interpolation().leftSlopes(time), squares());
  }

  /** The Black implied volatility for an expiry; the first pillar's at time 0. */
  public double vol(double time) {
    return time == 0 ? vols.getFirst() : Math.sqrt(totalVariance(time) / time);
  }

  private List<Double> squares() {
    return vols.stream().map(vol -> vol * vol).toList();
  }
}
