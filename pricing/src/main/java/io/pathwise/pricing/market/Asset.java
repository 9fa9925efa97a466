package io.pathwise.pricing.market;

import io.pathwise.pricing.Require;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One asset: its price today, what holding it pays, and how it moves. Start at {@link #of}, and at
 * {@link #exchangeRate} for a currency, which is an asset like others.
 *
 * @param id
 *          the asset's name, {@code AAPL} for example
 * @param curve
 *          id of the zero curve in whose currency the asset is quoted
 * @param spot
 *          price today in currency, positive
 * @param dividendYield
 *          continuously paid yield per year; may be negative
 * @param dividends
 *          paid at known times
 * @param yieldCurves
 *          ids of zero curves whose rates holding the asset pays, such as a term structure of dividends or of what it
 *          earns to lend it
 * @param foreignCurve
 *          id of the zero curve of the currency that the asset is one unit of; empty if it is no exchange rate
 * @param model
 *          how the price moves
 * @param calibration
 *          the quotes that the model was fitted to, if they are risk factors
 */
public record Asset(String id, String curve, double spot, double dividendYield, Dividends dividends,
    List<String> yieldCurves, Optional<String> foreignCurve, AssetModel model,
    Optional<CalibratedQuotes> calibration) {
  public Asset {
    Require.id("asset id", id);
    Require.id("curve of asset " + id, curve);
    Require.positive("spot of asset " + id, spot);
    Require.finite("dividendYield of asset " + id, dividendYield);
    Require.given("dividends of asset " + id, dividends);
    yieldCurves = Require.elements("yieldCurves of asset " + id, yieldCurves);
    Require.given("foreignCurve of asset " + id, foreignCurve);
    Require.given("model of asset " + id, model);
    Require.given("calibration of asset " + id, calibration);
    if (calibration.isPresent()) {
      Require.that(calibration.get().slopes().keySet().equals(model.parameters().keySet()),
          "the parameters of asset %s are %s, but quotes move %s", id, model.parameters().keySet(),
          calibration.get().slopes().keySet());
    }
    Require.that(!foreignCurve.equals(Optional.of(curve)), "asset %s is an exchange rate of %s into itself", id, curve);
  }

  /** An asset under any model. */
  public static Asset of(String id, String curve, double spot, double dividendYield, AssetModel model) {
    return new Asset(id, curve, spot, dividendYield, Dividends.NONE, List.of(), Optional.empty(), model,
        Optional.empty());
  }

  /** A Black–Scholes asset with one volatility. */
  public static Asset blackScholes(String id, String curve, double spot, double dividendYield, double vol) {
    return of(id, curve, spot, dividendYield, AssetModel.BlackScholes.of(vol));
  }

  /**
   * An exchange rate: the price, in the currency of one curve, of a unit of the currency of another (Garman and
   * Kohlhagen 1983 under Black–Scholes).
   */
  public static Asset exchangeRate(String id, String curve, String foreignCurve, double spot, AssetModel model) {
    return new Asset(id, curve, spot, 0, Dividends.NONE, List.of(),
        Optional.of(Require.given("foreignCurve", foreignCurve)), model, Optional.empty());
  }

  /** Ids of all curves whose rates holding the asset pays. */
  public List<String> heldCurves() {
    return Stream.concat(yieldCurves.stream(), foreignCurve.stream()).toList();
  }

  /** Ids of all curves that its forward prices depend on, its currency's first. */
  public List<String> curves() {
    return Stream.concat(Stream.of(curve), heldCurves().stream()).toList();
  }

  /** The same asset at another price. */
  public Asset withSpot(double newSpot) {
    return new Asset(id, curve, newSpot, dividendYield, dividends, yieldCurves, foreignCurve, model, calibration);
  }

  /** The same asset with another dividend yield. */
  public Asset withDividendYield(double newYield) {
    return new Asset(id, curve, spot, newYield, dividends, yieldCurves, foreignCurve, model, calibration);
  }

  /** The same asset with other dividends at known times. */
  public Asset withDividends(Dividends newDividends) {
    return new Asset(id, curve, spot, dividendYield, newDividends, yieldCurves, foreignCurve, model, calibration);
  }

  /** The same asset, holding which also pays the rates of some curves. */
  public Asset withYieldCurves(List<String> newCurves) {
    return new Asset(id, curve, spot, dividendYield, dividends, newCurves, foreignCurve, model, calibration);
  }

  /** The same asset under another model, which belongs to no quotes until {@link #withCalibration} gives it some. */
  public Asset withModel(AssetModel newModel) {
    return new Asset(id, curve, spot, dividendYield, dividends, yieldCurves, foreignCurve, newModel, Optional.empty());
  }

  /** The same asset, whose model was fitted to quotes. */
  public Asset withCalibration(CalibratedQuotes quotes) {
    return new Asset(id, curve, spot, dividendYield, dividends, yieldCurves, foreignCurve, model,
        Optional.of(Require.given("quotes", quotes)));
  }

  /**
   * The risk factors that are parameters of its model; none under Black–Scholes, whose quotes are pillars. Where the
   * model was fitted to quotes, the volatility of the asset is that of the quotes, and the model's own is none.
   */
  public List<RiskFactor> modelParameters() {
    return model.parameters().sequencedKeySet().stream().filter(this::isFactor)
        .map(name -> RiskFactor.modelParameter(id, name)).toList();
  }

  /** Whether a parameter of its model is a risk factor. */
  public boolean isFactor(String parameter) {
    return !Require.given("parameter", parameter).equals(AssetModel.VOL) || calibration.isEmpty();
  }
}
