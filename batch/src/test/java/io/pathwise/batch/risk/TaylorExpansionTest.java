package io.pathwise.batch.risk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pathwise.greeks.measure.Greek;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.pricing.market.RiskFactor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TaylorExpansionTest {

  private static final RiskFactor SPOT = new RiskFactor.Spot("A");
  private static final RiskFactor TIME = new RiskFactor.ValuationTime();

  private static Greek number(Measure measure, double value, RiskFactor... factors) {
    return new Greek(measure, List.of(factors), value, 0, "exact", "", 0, Greek.Status.OK, "");
  }

  /** With a speed it would be the expansion of third order in one direction and of second in the others. */
  @Test
  void endsAtTheSecondOrder() {
    List<Greek> numbers = List.of(number(Measure.VALUE, 7), number(Measure.DELTA, 0.5, SPOT),
        number(Measure.GAMMA, 0.02, SPOT, SPOT), number(Measure.CHARM, 9, SPOT, TIME),
        number(Measure.SPEED, -3, SPOT, SPOT, SPOT), number(Measure.COLOR, 5, SPOT, SPOT, TIME));
    TaylorExpansion expansion = TaylorExpansion.of(numbers, Map.of(SPOT, 10.0));
    assertThat(expansion.profit()).isCloseTo(0.5 * 10 + 0.5 * 0.02 * 100, within(1e-12));
    assertThat(expansion.hasSecondOrder()).isTrue();
  }

  /** One volatility of a smile or a pillar has no volga. */
  @Test
  void oneVolatilityIsOfFirstOrder() {
    for (RiskFactor vol : List.of(new RiskFactor.VolPillar("A", 1), new RiskFactor.QuotedVol("A", 1, 100))) {
      TaylorExpansion expansion = TaylorExpansion.of(List.of(number(Measure.BUCKETED_VEGA, 30, vol)),
          Map.of(vol, 0.01));
      assertThat(expansion.profit()).isCloseTo(0.3, within(1e-12));
      assertThat(expansion.hasSecondOrder()).isFalse();
    }
  }
}
