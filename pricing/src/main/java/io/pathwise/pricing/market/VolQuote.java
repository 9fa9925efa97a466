package io.pathwise.pricing.market;

import io.pathwise.pricing.Require;

/**
 * A quoted Black implied volatility of the vanilla options with one expiry and strike; calls and puts have the same.
 *
 * @param time
 *          years to the expiry, positive
 * @param strike
 *          the strike in currency, positive
 * @param vol
 *          the volatility per square root of a year, positive and at most {@link #MOST_VOL}
 * @param weight
 *          what its squared error counts, positive
 */
public record VolQuote(double time, double strike, double vol, double weight) {

  /** The largest volatility that is taken for one: 500 %, beyond which models have no parameters. */
  public static final double MOST_VOL = 5;

  public VolQuote {
    Require.positive("expiry", time);
    Require.positive("strike", strike);
    requireVol("vol", vol);
    Require.positive("weight", weight);
  }

  /** A volatility that models can be fitted to. */
  public static double requireVol(String what, double vol) {
    Require.that(vol > 0 && vol <= MOST_VOL, "%s is %s, must be a number > 0 and at most %s (0.2 is 20 %%)", what, vol,
        MOST_VOL);
    return vol;
  }

  /** The total variance vol² × time. */
  public double totalVariance() {
    return vol * vol * time;
  }
}
