package io.pathwise.greeks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pathwise.engine.cpu.CpuBackend;
import io.pathwise.greeks.measure.Greek;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.greeks.policy.Policy;
import io.pathwise.greeks.policy.Settings;
import io.pathwise.pricing.market.Asset;
import io.pathwise.pricing.market.Correlations;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.ZeroCurve;
import io.pathwise.pricing.product.Scripted;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Options on a sum of which a part is known: with one price left they are options on that price. Would find an
 * estimator that searches the threshold of the sum without what it began with. Seeds are fixed, the bound is 4.5
 * standard errors.
 */
@TestInstance(Lifecycle.PER_CLASS)
class LivingSumsTest {

  private static final double LARGEST_Z = 4.5;
  private static final double RATE = 0.05;
  private static final double VOL = 0.2;
  private static final double TIME = 0.25;

  private final GreeksEngine engine = new GreeksEngine(new CpuBackend(), 2);
  private final MarketData market = MarketData.of(Examples.TODAY, List.of(ZeroCurve.flat("USD", RATE)),
      List.of(Asset.blackScholes("A", "USD", 100, 0, VOL)), Correlations.NONE);

  @AfterAll
  void close() {
    engine.close();
  }

  private static double call(double strike) {
    NormalDistribution normal = new NormalDistribution(null, 0, 1);
    double deviation = VOL * Math.sqrt(TIME);
    double d = (StrictMath.log(100 / strike) + RATE * TIME) / deviation + deviation / 2;
    return 100 * normal.cumulativeProbability(d)
        - strike * StrictMath.exp(-RATE * TIME) * normal.cumulativeProbability(d - deviation);
  }

  @ParameterizedTest
  @CsvSource({"0, 100", "65, 165", "-65, 35", "65, 190"})
  void withOnePriceLeftASumIsThatPrice(double known, double strike) {
    for (String payoff : List.of("max(x - %s, 0)", "max(%s - x, 0)")) {
      Scripted product = Scripted.of("state x = %s at 0.25 { set x = x + A } at 0.25 { pay %s }".formatted(known,
          payoff.formatted(strike)), List.of("A"), Optional.empty());
      double exact = call(strike - known) - (payoff.startsWith("max(x")
          ? 0
          : 100 - (strike - known) * StrictMath.exp(-RATE * TIME));
      for (Policy policy : List.of(Policy.PREFERENCE, Policy.PILOT, Policy.STRUCTURAL)) {
        Greek value = engine.evaluate(product, market, EnumSet.of(Measure.VALUE),
            Settings.paths(16_384).withPolicy(policy)).all(Measure.VALUE).getFirst();
        assertThat(value.value()).as("%s by %s", payoff, value.estimator())
            .isCloseTo(exact, within(LARGEST_Z * value.standardError() + 1e-9));
      }
    }
  }
}
