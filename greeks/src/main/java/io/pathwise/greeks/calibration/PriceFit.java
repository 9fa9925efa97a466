package io.pathwise.greeks.calibration;

import io.pathwise.engine.optimise.Minimum;
import io.pathwise.engine.statistics.Estimate;
import io.pathwise.pricing.Require;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.RiskFactor;
import java.util.List;

/**
 * A market as it was calibrated to prices.
 *
 * @param market
 *          with the numbers that were found
 * @param factors
 *          what was sought, in the order of the minimum's parameters
 * @param minimum
 *          the numbers, their intervals, and why the search ended
 * @param prices
 *          what the market makes of each quote, of one unit, on paths that the search has not seen
 * @param estimators
 *          by what the gradient of each price was estimated
 */
public record PriceFit(MarketData market, List<RiskFactor> factors, Minimum minimum, List<Estimate> prices,
    List<String> estimators) {

  /** Copies the lists. */
  public PriceFit {
    Require.given("market", market);
    Require.given("minimum", minimum);
    factors = Require.elements("factors", factors);
    prices = Require.elements("prices", prices);
    estimators = Require.elements("estimators", estimators);
  }
}
