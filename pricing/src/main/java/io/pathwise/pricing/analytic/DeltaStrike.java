package io.pathwise.pricing.analytic;

import io.pathwise.pricing.Require;

/**
 * Strikes that are quoted by a delta: the forward delta, premium not included, which is the derivative of Black's price
 * without discounting by the forward price, with the volatility of the strike itself. With d₁ = (log(F/K) + ½σ²T)/(σ√T)
 * it is Φ(d₁) of a call and −Φ(−d₁) of a put, so that
 *
 * <pre>
 * K = F exp(½σ²T − φ σ√T Φ⁻¹(φΔ)),   φ = 1 of a call and −1 of a put
 * </pre>
 *
 * (D. Reiswich, U. Wystup, "FX volatility smile construction", Wilmott 2012). Start at {@link #of}.
 */
public final class DeltaStrike {

  private DeltaStrike() {}

  /** A delta that an option has: of calls between 0 and 1, of puts between -1 and 0. */
  public static double requireDelta(String what, double delta) {
    Require.that(delta != 0 && Math.abs(delta) < 1,
        "%s is %s, must be between 0 and 1 of a call or between -1 and 0 of a put, the ends excluded (0.25 is 25 "
            + "per cent)",
        Require.given("what", what), delta);
    return delta;
  }

  /**
   * The strike of the option that has a delta.
   *
   * @param forward
   *          the forward price for the expiry, positive
   * @param time
   *          years to the expiry, positive
   * @param vol
   *          the volatility of that strike, positive
   * @param delta
   *          that of a call where it is positive, of a put where it is negative
   */
  public static double of(double forward, double time, double vol, double delta) {
    double deviation = Require.positive("vol", vol) * Math.sqrt(Require.positive("time", time));
    double sign = Math.signum(requireDelta("delta", delta));
    return Require.positive("forward", forward)
        * Math.exp(deviation * (0.5 * deviation - sign * NormalProbability.inverse(Math.abs(delta))));
  }
}
