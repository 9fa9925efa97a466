package io.pathwise.pricing.market;

import io.pathwise.pricing.Require;

/**
 * One asset: its price today, what it pays, and how it moves. Start at {@link #of}.
 *
 * @param id
 *          the asset's name, {@code AAPL} for example
 * @param curve
 *          id of the zero curve in whose currency the asset is quoted
 * @param spot
 *          price today in currency, positive
 * @param dividendYield
 *          continuously paid yield per year; may be negative
 * @param model
 *          how the price moves
 */
public record Asset(String id, String curve, double spot, double dividendYield, AssetModel model) {
  public Asset {
    Require.id("asset id", id);
    Require.id("curve of asset " + id, curve);
    Require.positive("spot of asset " + id, spot);
    Require.finite("dividendYield of asset " + id, dividendYield);
    Require.given("model of asset " + id, model);
  }

  /** An asset under any model. */
  public static Asset of(String id, String curve, double spot, double dividendYield, AssetModel model) {
    return new Asset(id, curve, spot, dividendYield, model);
  }

  /** A Black–Scholes asset with one volatility. */
  public static Asset blackScholes(String id, String curve, double spot, double dividendYield, double vol) {
    return new Asset(id, curve, spot, dividendYield, AssetModel.BlackScholes.of(vol));
  }

  /** The same asset at another price. */
  public Asset withSpot(double newSpot) {
    return new Asset(id, curve, newSpot, dividendYield, model);
  }

  /** The same asset with another dividend yield. */
  public Asset withDividendYield(double newYield) {
    return new Asset(id, curve, spot, newYield, model);
  }

  /** The same asset under another model. */
  public Asset withModel(AssetModel newModel) {
    return new Asset(id, curve, spot, dividendYield, newModel);
  }
}
