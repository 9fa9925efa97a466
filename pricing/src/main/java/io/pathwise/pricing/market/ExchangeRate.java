package io.pathwise.pricing.market;

import io.pathwise.pricing.Require;
import java.util.Optional;

/**
 * How amounts in one currency become amounts in another: by the price of an asset that is a unit of the one, quoted in
 * the other. {@link MarketData#exchangeRate} finds it.
 *
 * @param asset
 *          id of that asset
 * @param inverse
 *          whether amounts are divided by the asset's price, as it is a unit of the other currency; multiplied if not
 */
public record ExchangeRate(String asset, boolean inverse) {
  public ExchangeRate {
    Require.given("asset", asset);
  }

  /** The conversion that an asset allows between two currencies, named by their curves. */
  static Optional<ExchangeRate> of(Asset asset, String from, String to) {
    return asset.foreignCurve().flatMap(foreign -> {
      if (foreign.equals(from) && asset.curve().equals(to)) {
        return Optional.of(new ExchangeRate(asset.id(), false));
      }
      return foreign.equals(to) && asset.curve().equals(from)
          ? Optional.of(new ExchangeRate(asset.id(), true))
          : Optional.empty();
    });
  }

  /** The curve of the currency that amounts are converted to. */
  public ZeroCurve target(MarketData market) {
    Asset rate = Require.given("market", market).asset(asset);
    return market.curve(inverse ? rate.foreignCurve().orElseThrow() : rate.curve());
  }

  /** What one unit of the currency that is converted is worth today. */
  public double today(MarketData market) {
    double spot = Require.given("market", market).asset(asset).spot();
    return inverse ? 1 / spot : spot;
  }
}
