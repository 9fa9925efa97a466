package io.pathwise.pricing.analytic;

import io.pathwise.pricing.market.AssetModel;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.product.Digital;
import io.pathwise.pricing.product.DomesticProduct;
import io.pathwise.pricing.product.European;
import io.pathwise.pricing.product.OptionType;
import java.util.Optional;

/**
 * European and digital options on an asset whose implied volatilities are a surface: Black's formula with the total
 * variance w(k) of the strike. With k = log K/F and d₂ as in {@link BlackFormula} the price ends above K with
 * probability Φ(d₂) − φ(d₂) w'(k)/(2 √w), the derivative of the call by its strike. Start at {@link #of}.
 */
final class SmileFormula {

  private static final double ROOT_OF_TWO_PI = Math.sqrt(2 * Math.PI);

  private SmileFormula() {}

  /** The formula for a product; empty where there is none. */
  static Optional<AnalyticPrice.Formula> of(MarketData market, DomesticProduct product) {
    return switch (product) {
      case European european when isOnSurface(market, european.asset()) && european.expiry() > 0 ->
        Optional.of(differentiated -> vanilla(differentiated, european));
      case Digital digital when isOnSurface(market, digital.asset()) && digital.expiry() > 0 ->
        Optional.of(differentiated -> digital(differentiated, digital));
      default -> Optional.empty();
    };
  }

  private static boolean isOnSurface(MarketData market, String asset) {
    return market.asset(asset).model() instanceof AssetModel.LocalVol;
  }

  private static HyperDual vanilla(DifferentiatedMarket market, European european) {
    HyperDual forward = market.forward(european.asset(), european.expiry());
    HyperDual strike = HyperDual.constant(european.strike());
    HyperDual undiscounted = european.strike() == 0
        ? BlackFormula.vanilla(european.option(), forward, strike, HyperDual.ZERO)
        : BlackFormula.vanilla(european.option(), forward, strike,
            market.smile(european.asset(), european.strike(), european.expiry()).variance());
    return undiscounted.times(market.discount(european.asset(), european.expiry()));
  }

  private static HyperDual digital(DifferentiatedMarket market, Digital digital) {
    HyperDual forward = market.forward(digital.asset(), digital.expiry());
    HyperDual strike = HyperDual.constant(digital.strike());
    HyperDual above = HyperDual.constant(1);
    HyperDual assetAbove = forward;
    if (digital.strike() > 0) {
      Smile smile = market.smile(digital.asset(), digital.strike(), digital.expiry());
      above = above(forward, strike, smile);
      assetAbove = BlackFormula.vanilla(OptionType.CALL, forward, strike, smile.variance()).plus(strike.times(above));
    }
    HyperDual ifAbove = switch (digital.payout()) {
      case CASH -> above;
      case ASSET -> assetAbove;
    };
    HyperDual always = switch (digital.payout()) {
      case CASH -> HyperDual.constant(1);
      case ASSET -> forward;
    };
    HyperDual undiscounted = switch (digital.option()) {
      case CALL -> ifAbove;
      case PUT -> always.minus(ifAbove);
    };
    return undiscounted.times(digital.amount()).times(market.discount(digital.asset(), digital.expiry()));
  }

  private static HyperDual above(HyperDual forward, HyperDual strike, Smile smile) {
    HyperDual deviation = smile.variance().sqrt();
    HyperDual lower = forward.dividedBy(strike).log().dividedBy(deviation).minus(deviation.times(0.5));
    HyperDual density = lower.squared().times(-0.5).exp().times(1 / ROOT_OF_TWO_PI);
    return BlackFormula.cash(OptionType.CALL, forward, strike, smile.variance())
        .minus(density.times(smile.slope()).dividedBy(deviation.times(2)));
  }

  /**
   * A smile at one strike.
   *
   * @param variance
   *          the total variance
   * @param slope
   *          its derivative by the logarithm of the strike
   */
  record Smile(HyperDual variance, HyperDual slope) {

    /** With three numbers that make it, see {@link io.pathwise.pricing.market.SmileSurface}. */
    static Smile of(HyperDual theta, HyperDual psi, HyperDual chi, HyperDual k) {
      HyperDual squared = psi.squared();
      HyperDual cross = chi.times(theta);
      HyperDual root = squared.times(k).plus(cross.times(2)).times(k).plus(theta.squared()).sqrt();
      HyperDual rootSlope = squared.times(k).plus(cross).dividedBy(root);
      return new Smile(theta.plus(chi.times(k)).plus(root).times(0.5), chi.plus(rootSlope).times(0.5));
    }
  }
}
