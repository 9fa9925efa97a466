package io.pathwise.batch.input;

import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.RiskFactor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/**
 * A named change of the market.
 *
 * @param id
 *          its name
 * @param market
 *          the market after the change
 * @param shifts
 *          by how much each risk factor moves, in its own unit
 */
public record Scenario(String id, MarketData market, SequencedMap<RiskFactor, Double> shifts) {

  /** Copies the map. */
  public Scenario {
    shifts = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(shifts));
  }

  /**
   * The scenario in which a market's factors move by these amounts, one after the other.
   *
   * @throws IllegalArgumentException
   *           when there is no such market, naming the shift that leads nowhere
   */
  static Scenario of(String id, MarketData base, SequencedMap<RiskFactor, Double> shifts) {
    MarketData market = base;
    for (Map.Entry<RiskFactor, Double> shift : shifts.entrySet()) {
      try {
        market = market.shifted(shift.getKey(), shift.getValue());
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "scenario '" + id + "' moves " + shift.getKey() + " by " + shift.getValue() + ": " + e.getMessage(), e);
      }
    }
    return new Scenario(id, market, shifts);
  }
}
