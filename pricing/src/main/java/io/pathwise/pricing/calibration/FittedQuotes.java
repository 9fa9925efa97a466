package io.pathwise.pricing.calibration;

import io.pathwise.pricing.Require;
import io.pathwise.pricing.market.Asset;
import io.pathwise.pricing.market.CalibratedQuotes;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.VolQuote;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Quotes with what a model that was fitted to them makes of each. Start at {@link #of}, which compares an asset of a
 * market with its quotes.
 *
 * @param quotes
 *          the quotes
 * @param modelVols
 *          what the model implies for each of them
 */
public record FittedQuotes(List<VolQuote> quotes, List<Double> modelVols) {

  public FittedQuotes {
    quotes = Require.elements("quotes", quotes);
    modelVols = Require.elements("modelVols", modelVols);
    Require.that(quotes.size() == modelVols.size(), "%s volatilities of the model for %s quotes", modelVols.size(),
        quotes.size());
  }

  /**
   * The quotes that an asset's model was fitted to, at the spot for which they were made.
   *
   * @throws IllegalArgumentException
   *           when it has none
   */
  public static FittedQuotes of(MarketData market, String assetId) {
    Asset asset = Require.given("market", market).asset(assetId);
    List<VolQuote> quotes = asset.calibration().map(CalibratedQuotes::quotes).orElseThrow(
        () -> new IllegalArgumentException("asset %s has no quotes that its model was fitted to".formatted(assetId)));
    MarketData quoted = QuoteSlopes.asQuoted(market, assetId);
    VolSurface surface = VolSurface.fineEnough(VolSurface.expiries(quotes, time -> quoted.forward(asset.id(), time)),
        quotes.size(), asset.model());
    return new FittedQuotes(quotes, Arrays.stream(surface.refined().vols(asset.model())).boxed().toList());
  }

  /** What the model's volatility at a quote exceeds the quoted one by. */
  public double error(int quote) {
    return modelVols.get(quote) - quotes.get(quote).vol();
  }

  /** The root of the weighted mean of squared errors. */
  public double rootMeanSquare() {
    double sum = 0;
    double weights = 0;
    for (int i = 0; i < quotes.size(); i++) {
      sum += quotes.get(i).weight() * error(i) * error(i);
      weights += quotes.get(i).weight();
    }
    return Math.sqrt(sum / weights);
  }

  /** The quote with the largest error. */
  public int worst() {
    int worst = 0;
    for (int i = 1; i < quotes.size(); i++) {
      worst = Math.abs(error(i)) > Math.abs(error(worst)) ? i : worst;
    }
    return worst;
  }

  /** Those of each expiry in years, by strike. */
  public SortedMap<Double, FittedQuotes> byExpiry() {
    SortedMap<Double, FittedQuotes> smiles = new TreeMap<>();
    for (VolSurface.Expiry expiry : VolSurface.expiries(quotes, time -> 1)) {
      smiles.put(expiry.time(),
          new FittedQuotes(expiry.quotes(), expiry.places().stream().map(modelVols::get).toList()));
    }
    return smiles;
  }
}
