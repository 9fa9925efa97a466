package io.pathwise.batch.input;

import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.RiskFactor;
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
 *          by how much each risk factor moves, in its own unit
 */
public record Scenario(String id, MarketData market, SequencedMap<RiskFactor, Double> shifts) {

  /** Copies the map. */
  public Scenario {
    shifts = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(shifts));
  }

  /**
   * The scenario in which a market's factors move by these amounts.
   *
   * @throws IllegalArgumentException
   *           when there is no such market, naming the shift that leads nowhere
   */
  static Scenario of(String id, MarketData base, SequencedMap<RiskFactor, Double> shifts) {
    try {
      return new Scenario(id, base.shifted(shifts), shifts);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("scenario '" + id + "': " + e.getMessage(), e);
    }
  }
}
