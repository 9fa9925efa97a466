package io.pathwise.pricing.calibration;

import io.pathwise.pricing.Require;
import io.pathwise.pricing.market.AssetModel;
import io.pathwise.pricing.market.VolQuote;
import java.util.List;

/**
 * A model as it was fitted, with what it makes of the quotes.
 *
 * @param model
 *          the model
 * @param quotes
 *          the quotes
 * @param modelVols
 *          what the model implies for each of them
 * @param limits
 *          parameters that ended at a limit of the search, in words
 * @param iterations
 *          how many times the fit was linearised, over all searches
 * @param searches
 *          from how many points there was a search
 */
public record Fit(AssetModel model, List<VolQuote> quotes, List<Double> modelVols, List<String> limits, int iterations,
    int searches) {

  public Fit {
    Require.given("model", model);
    quotes = Require.elements("quotes", quotes);
    modelVols = Require.elements("modelVols", modelVols);
    limits = Require.elements("limits", limits);
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
}
