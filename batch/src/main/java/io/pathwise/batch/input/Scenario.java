package io.pathwise.batch.input;

import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.RiskFactor;
import io.pathwise.pricing.market.TradeTime;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * A named change of the market.
 *
 * @param id
 *          its name
 * @param market
 *          the market after the change
 * @param shifts
 *          by how much each risk factor moves, in its own unit; the valuation time by the years that pass
 * @param days
 *          by how many days the valuation date moves on
 * @param weight
 *          how much it counts beside the others, above 0
 * @param location
 *          where it stands
 */
public record Scenario(String id, MarketData market, SequencedMap<RiskFactor, Double> shifts, int days, double weight,
    Location location) {
  private static final RiskFactor TIME = new RiskFactor.ValuationTime();

  /** Copies the map. */
  public Scenario {
    shifts = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(shifts));
  }

  /**
   * The scenario in which a market's factors move by these amounts and days pass.
   *
   * @throws IllegalArgumentException
   *           when there is no such market, naming the shift that leads nowhere
   */
  static Scenario of(String id, MarketData base, SequencedMap<RiskFactor, Double> shifts, int days, double weight,
      Location location) {
    try {
      MarketData moved = base.shifted(shifts);
      if (days == 0) {
        return new Scenario(id, moved, shifts, 0, weight, location);
      }
      MarketData market = moved.rolled(days);
      SequencedMap<RiskFactor, Double> all = new LinkedHashMap<>(shifts);
      all.put(TIME, TradeTime.years(base.valuationDate(), market.valuationDate()));
      return new Scenario(id, market, all, days, weight, location);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("scenario '" + id + "': " + e.getMessage(), e);
    }
  }
}
