package io.pathwise.greeks;

import io.pathwise.pricing.market.Asset;
import io.pathwise.pricing.market.AssetModel;
import io.pathwise.pricing.market.ElasticVol;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.RiskFactor;
import org.apache.commons.math3.special.Gamma;

/**
 * Prices under constant elasticity of variance by the noncentral chi-square distribution (Schroder 1989), beta below 1,
 * absorbed at 0.
 */
final class CevFormula {

  private static final double NEGLIGIBLE = 1e-19;

  private CevFormula() {}

  /** The discounted price of a call. */
  static double call(MarketData market, String id, double strike, double time) {
    Law law = new Law(market, id, strike, time);
    return law.discount * law.growth
        * (law.spot * (1 - chiSquare(law.x, law.degrees + 2, law.y))
            - law.strike * chiSquare(law.y, law.degrees, law.x));
  }

  /** The discounted price of 1 paid if the price is above the strike. */
  static double digital(MarketData market, String id, double strike, double time) {
    Law law = new Law(market, id, strike, time);
    return law.discount * chiSquare(law.y, law.degrees, law.x);
  }

  /** The price without the growth of its forward, whose volatility is that of the quotes. */
  private static final class Law {
    private final double spot;
    private final double strike;
    private final double growth;
    private final double discount;
    private final double x;
    private final double y;
    private final double degrees;

    Law(MarketData market, String id, double strike, double time) {
      Asset asset = market.asset(id);
      ElasticVol local = ((AssetModel.Cev) asset.model()).local();
      double rateTime = market.curve(asset.curve()).rateTime(time);
      this.discount = Math.exp(-rateTime);
      this.growth = Math.exp(rateTime - asset.dividendYield() * time);
      this.spot = asset.spot();
      this.strike = strike / growth;
      double power = 1 - local.beta();
      double variance = Math.pow(power * local.vol() * Math.pow(local.reference(), power), 2) * time;
      this.x = Math.pow(this.strike, 2 * power) / variance;
      this.y = Math.pow(spot, 2 * power) / variance;
      this.degrees = 1 / power;
    }
  }

  /** The distribution function of the noncentral chi-square law, a Poisson mixture of central ones. */
  static double chiSquare(double z, double degrees, double noncentrality) {
    double half = 0.5 * noncentrality;
    int middle = (int) half;
    double sum = 0;
    for (int step : new int[]{1, -1}) {
      for (int j = step > 0 ? middle : middle - 1; j >= 0; j += step) {
        double weight = Math.exp(-half + j * Math.log(half) - Gamma.logGamma(j + 1.0));
        if (weight < NEGLIGIBLE) {
          break;
        }
        sum += weight * Gamma.regularizedGammaP(0.5 * degrees + j, 0.5 * z, 1e-16, 100_000);
      }
    }
    return sum;
  }

  /** A price of a market. */
  interface Price {
    double of(MarketData market);
  }

  /** The derivative of a price, by differences of fourth order. */
  static double derivative(Price price, MarketData market, RiskFactor factor, double step) {
    return (8 * (moved(price, market, factor, step) - moved(price, market, factor, -step))
        - (moved(price, market, factor, 2 * step) - moved(price, market, factor, -2 * step))) / (12 * step);
  }

  /** The second derivative, likewise. */
  static double second(Price price, MarketData market, RiskFactor factor, double step) {
    return (16 * (moved(price, market, factor, step) + moved(price, market, factor, -step))
        - (moved(price, market, factor, 2 * step) + moved(price, market, factor, -2 * step))
        - 30 * price.of(market)) / (12 * step * step);
  }

  private static double moved(Price price, MarketData market, RiskFactor factor, double amount) {
    return price.of(market.shifted(factor, amount));
  }
}
