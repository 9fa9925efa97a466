package io.pathwise.pricing.calibration;

import io.pathwise.pricing.Require;
import io.pathwise.pricing.market.AssetModel;
import java.util.List;

/**
 * A model as it was fitted, with what it makes of the quotes.
 *
 * @param model
 *          the model
 * @param fitted
 *          the quotes, with what the model implies for them
 * @param limits
 *          parameters that ended at a limit of the search, in words
 * @param iterations
 *          how many times the fit was linearised, over all searches
 * @param searches
 *          from how many points there was a search
 */
public record Fit(AssetModel model, FittedQuotes fitted, List<String> limits, int iterations, int searches) {

  public Fit {
    Require.given("model", model);
    Require.given("fitted", fitted);
    limits = Require.elements("limits", limits);
  }
}
