package io.pathwise.greeks.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pathwise.greeks.Examples;
import io.pathwise.greeks.measure.Greek;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.pricing.market.Asset;
import io.pathwise.pricing.market.AssetModel;
import io.pathwise.pricing.market.Correlations;
import io.pathwise.pricing.market.Jumps;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.ZeroCurve;
import io.pathwise.pricing.product.European;
import io.pathwise.pricing.product.OptionType;
import io.pathwise.pricing.product.Product;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Forwards that models must not miss. */
class MartingaleCheckTest {

  private static final Product CALL = European.of("FLAT", OptionType.CALL, 105, 0.75);
  private static final double FORWARD = 100 * Math.exp(-0.01 * 0.75);

  private static MarketData merton(double spot) {
    return MarketData.of(Examples.TODAY, List.of(ZeroCurve.flat("EUR", 0.02)),
        List.of(Asset.of("FLAT", "EUR", spot, 0.01, new AssetModel.Merton(0.2, new Jumps(0.5, -0.1, 0.15)))),
        Correlations.NONE);
  }

  private static Greek simulated(double value, double error, Greek.Status status) {
    return new Greek(Measure.VALUE, List.of(), value, error, "mean", "", 1000, status, "");
  }

  @Test
  void aForwardThatIsMissedFailsTheTrade() {
    assertThatThrownBy(
        () -> new MartingaleCheck((product, market, accuracy) -> simulated(FORWARD + 0.51, 0.1, Greek.Status.OK))
            .require(CALL, merton(100)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("FLAT misses its own forward: discounted it is 99.2528, but 99.7628 ± 0.1");
    for (Greek fine : List.of(simulated(FORWARD + 0.49, 0.1, Greek.Status.OK),
        simulated(FORWARD + 5, 0.1, Greek.Status.FEW_HITS))) {
      assertThatCode(() -> new MartingaleCheck((product, market, accuracy) -> fine).require(CALL, merton(100)))
          .doesNotThrowAnyException();
    }
  }

  @Test
  void onceForEveryForwardAndNotForBlackScholes() {
    AtomicInteger simulations = new AtomicInteger();
    MartingaleCheck check = new MartingaleCheck((product, market, accuracy) -> {
      simulations.incrementAndGet();
      return simulated(FORWARD, 0.1, Greek.Status.OK);
    });
    check.require(CALL, Examples.flat(0.02, 0.01, 0.2));
    assertThat(simulations).hasValue(0);
    check.require(CALL, merton(100));
    check.require(European.of("FLAT", OptionType.PUT, 90, 0.75), merton(100));
    assertThat(simulations).hasValue(1);
    assertThatThrownBy(() -> check.require(CALL, merton(101))).hasMessageContaining("forward");
    check.require(new European("FLAT", OptionType.PUT, 90, 0.75, 4), merton(100));
    assertThat(simulations).hasValue(3);
  }
}
