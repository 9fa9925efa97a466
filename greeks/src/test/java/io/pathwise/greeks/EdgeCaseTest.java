package io.pathwise.greeks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.pathwise.engine.cpu.CpuBackend;
import io.pathwise.greeks.measure.Greek;
import io.pathwise.greeks.measure.Greeks;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.greeks.policy.Policy;
import io.pathwise.greeks.policy.Settings;
import io.pathwise.pricing.market.Asset;
import io.pathwise.pricing.market.Correlations;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.RiskFactor;
import io.pathwise.pricing.market.ZeroCurve;
import io.pathwise.pricing.product.Asian;
import io.pathwise.pricing.product.Barrier;
import io.pathwise.pricing.product.Basket;
import io.pathwise.pricing.product.Digital;
import io.pathwise.pricing.product.European;
import io.pathwise.pricing.product.OptionType;
import io.pathwise.pricing.product.Product;
import io.pathwise.pricing.product.Scripted;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Markets and products at the ends of their ranges: a right number, or a failure that names the reason. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EdgeCaseTest {

  private static final double ROUNDING = 1e-11;
  private static final double LARGEST_Z = 4.5;

  private final GreeksEngine engine = new GreeksEngine(new CpuBackend(), 2);

  @AfterAll
  void close() {
    engine.close();
  }

  private Greeks all(Product product, MarketData market) {
    Greeks greeks = engine.evaluate(product, market, EnumSet.allOf(Measure.class),
        Settings.paths(2560));
    assertThat(greeks.numbers()).allSatisfy(greek -> {
      if (greek.status() == Greek.Status.OK) {
        assertThat(greek.value()).isFinite();
        assertThat(greek.standardError()).isFinite().isNotNegative();
      } else {
        assertThat(greek.message()).isNotEmpty();
      }
    });
    return greeks;
  }

  /** Values as means over the same paths, so that equal payoffs give equal numbers. */
  private Greeks structural(Product product, MarketData market) {
    return engine.evaluate(product, market, EnumSet.allOf(Measure.class),
        Settings.paths(2560).withPolicy(Policy.STRUCTURAL));
  }

  private static void assertWithoutError(Greek greek, double exact) {
    assertThat(greek.message()).as(greek.toString()).isEmpty();
    assertThat(greek.value()).as(greek.measure().label()).isCloseTo(exact, within(ROUNDING * (1 + Math.abs(exact))));
    assertThat(greek.standardError()).as(greek.measure().label()).isLessThan(ROUNDING * (1 + Math.abs(exact)));
  }

  @Test
  void withoutVolThePayoffOfTheForwardIsPaid() {
    MarketData market = Examples.flat(0.05, 0.02, 0);
    Greeks call = all(European.of("FLAT", OptionType.CALL, 90, 2), market);
    assertWithoutError(call.get(Measure.VALUE), 100 * Math.exp(-0.04) - 90 * Math.exp(-0.1));
    assertWithoutError(call.get(Measure.DELTA, Examples.SPOT), Math.exp(-0.04));
    assertWithoutError(call.get(Measure.RHO, new RiskFactor.Zero("EUR")), 2 * 90 * Math.exp(-0.1));
    assertWithoutError(call.get(Measure.DIVIDEND_RHO, new RiskFactor.Dividend("FLAT")), -2 * 100 * Math.exp(-0.04));
    assertWithoutError(call.get(Measure.GAMMA, Examples.SPOT, Examples.SPOT), 0);
  }

  @Test
  void withoutVolADigitalPaysOrNot() {
    MarketData market = Examples.flat(0.05, 0.02, 0);
    assertWithoutError(all(Digital.cash("FLAT", OptionType.CALL, 106.1, 2, 3), market).get(Measure.VALUE),
        3 * Math.exp(-0.1));
    Greeks unpaid = all(Digital.cash("FLAT", OptionType.CALL, 106.3, 2, 3), market);
    assertWithoutError(unpaid.get(Measure.VALUE), 0);
    assertWithoutError(unpaid.get(Measure.DELTA), 0);
    assertWithoutError(unpaid.get(Measure.VEGA), 0);
    Greeks paid = all(Digital.cash("FLAT", OptionType.CALL, 106.1, 2, 3), market);
    assertWithoutError(paid.get(Measure.RHO), -6 * Math.exp(-0.1));
  }

  @Test
  void withoutTimeThePayoffOfTodayIsPaid() {
    MarketData market = Examples.flat(0.05, 0.02, 0.3);
    Greeks call = all(European.of("FLAT", OptionType.CALL, 90, 0), market);
    assertWithoutError(call.get(Measure.VALUE), 10);
    assertWithoutError(call.get(Measure.DELTA, Examples.SPOT), 1);
    assertWithoutError(call.get(Measure.VEGA, Examples.VOL), 0);
    assertWithoutError(call.get(Measure.RHO, new RiskFactor.Zero("EUR")), 0);
    assertWithoutError(call.get(Measure.THETA, new RiskFactor.ValuationTime()), 0);
    assertWithoutError(all(European.of("FLAT", OptionType.PUT, 90, 0), market).get(Measure.VALUE), 0);
    assertWithoutError(all(Digital.cash("FLAT", OptionType.CALL, 90, 0, 7), market).get(Measure.VALUE), 7);
    assertWithoutError(all(Digital.cash("FLAT", OptionType.CALL, 100, 0, 7), market).get(Measure.VALUE), 0);
    assertWithoutError(all(Digital.cash("FLAT", OptionType.PUT, 100, 0, 7), market).get(Measure.VALUE), 7);
    assertWithoutError(all(Asian.of("FLAT", OptionType.CALL, Asian.Average.ARITHMETIC, 90, 0, List.of(0.0)), market)
        .get(Measure.VALUE), 10);
    Product basket = Basket.of(List.of("FLAT"), List.of(1.0), Basket.Aggregate.BEST_OF, OptionType.CALL, 90, 0);
    assertWithoutError(all(basket, market).get(Measure.VALUE), 10);
  }

  @Test
  void aFixingOfTodayIsKnown() {
    MarketData market = Examples.flat(0.05, 0.02, 0.3);
    Product single = Asian.of("FLAT", OptionType.CALL, Asian.Average.ARITHMETIC, 90, 1, List.of(0.0));
    Greeks greeks = all(single, market);
    assertWithoutError(greeks.get(Measure.VALUE), 10 * Math.exp(-0.05));
    assertWithoutError(greeks.get(Measure.DELTA, Examples.SPOT), Math.exp(-0.05));
    assertWithoutError(greeks.get(Measure.VEGA, Examples.VOL), 0);
  }

  @Test
  void withoutStrikeACallIsTheAsset() {
    Greeks call = all(European.of("FLAT", OptionType.CALL, 0, 2), Examples.flat(0.05, 0.02, 0.3));
    Greek delta = call.get(Measure.DELTA, Examples.SPOT);
    assertThat(Math.abs(Examples.z(delta, Math.exp(-0.04)))).isLessThan(LARGEST_Z);
    Greeks put = all(European.of("FLAT", OptionType.PUT, 0, 2), Examples.flat(0.05, 0.02, 0.3));
    assertThat(put.numbers()).filteredOn(greek -> greek.status() == Greek.Status.OK)
        .allSatisfy(greek -> assertWithoutError(greek, 0));
  }

  @Test
  void deepInAndOutOfTheMoney() {
    MarketData market = Examples.flat(0.05, 0.02, 0.2);
    Greeks in = all(European.of("FLAT", OptionType.CALL, 1e-3, 1), market);
    assertThat(Math.abs(Examples.z(in.get(Measure.VALUE), 100 * Math.exp(-0.02) - 1e-3 * Math.exp(-0.05))))
        .isLessThan(LARGEST_Z);
    assertThat(all(European.of("FLAT", OptionType.CALL, 1e6, 1), market).numbers())
        .filteredOn(greek -> greek.status() == Greek.Status.OK).hasSizeGreaterThan(8)
        .allSatisfy(greek -> assertWithoutError(greek, 0));
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.03, 0.0, 0.15})
  void ratesOfAnySign(double rate) {
    MarketData market = Examples.flat(rate, 0.0, 0.2);
    Product put = European.of("FLAT", OptionType.PUT, 100, 1);
    Greeks greeks = all(put, market);
    for (Greek greek : greeks.numbers()) {
      if (greek.status() == Greek.Status.OK) {
        assertThat(Math.abs(Examples.z(greek, Examples.exact(market, put, greek.factors()))))
            .as(greek.measure().label()).isLessThan(LARGEST_Z);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {-1.0, 1.0})
  void singularCorrelationsHaveAllButTheirOwnDerivative(double correlation) {
    MarketData market = Examples.correlated(correlation);
    Product exchange = Basket.of(List.of("FLAT", "TERM"), List.of(1.0, -1.0), Basket.Aggregate.WEIGHTED_SUM,
        OptionType.CALL, 0, 1);
    Greeks greeks = all(exchange, market);
    for (Measure measure : EnumSet.of(Measure.VALUE, Measure.DELTA, Measure.VEGA, Measure.DIVIDEND_RHO,
        Measure.THETA, Measure.GAMMA)) {
      assertThat(greeks.all(measure)).isNotEmpty().allSatisfy(greek -> {
        assertThat(greek.status()).isEqualTo(Greek.Status.OK);
        assertThat(Math.abs(Examples.z(greek, Examples.exact(market, exchange, greek.factors()))))
            .as(greek.measure().label()).isLessThan(LARGEST_Z);
      });
    }
    Greek sensitivity = greeks.all(Measure.CORRELATION).getFirst();
    assertThat(sensitivity.status()).isEqualTo(Greek.Status.FAILED);
    assertThat(sensitivity.message()).contains("singular").contains("derivative");
  }

  /**
   * With a correlation of −1 one of the two ends below where both begin; an integral took that for sure to be above.
   */
  @ParameterizedTest
  @ValueSource(doubles = {-1.0, 1.0})
  void whatJumpsUnderSingularCorrelations(double correlation) {
    double rate = 0.03;
    List<Double> vols = List.of(0.2, 0.3);
    MarketData market = MarketData.of(Examples.TODAY, List.of(ZeroCurve.flat("USD", rate)),
        List.of(Asset.blackScholes("A", "USD", 100, 0, vols.get(0)), Asset.blackScholes("B", "USD", 100, 0,
            vols.get(1))),
        Correlations.of("A", "B", correlation));
    Scripted digital = Scripted.of("at 1 { pay if worst(A, B) > 100 then 10 else 0 }", List.of("A", "B"),
        Optional.empty());
    Greeks greeks = engine.evaluate(digital, market, EnumSet.of(Measure.VALUE, Measure.DELTA),
        Settings.paths(50_000));
    NormalDistribution normal = new NormalDistribution(null, 0, 1);
    double highest = vols.stream().mapToDouble(vol -> vol / 2 - rate / vol).max().orElseThrow();
    double value = correlation < 0 ? 0 : 10 * Math.exp(-rate) * normal.cumulativeProbability(-highest);
    double delta = correlation < 0 ? 0 : 10 * Math.exp(-rate) * normal.density(highest) / (100 * vols.get(1));
    Greek number = greeks.get(Measure.VALUE);
    assertThat(number.value()).isCloseTo(value, within(LARGEST_Z * number.standardError()));
    assertThat(greeks.all(Measure.DELTA).get(0).value()).isCloseTo(0, within(1e-9));
    assertThat(greeks.all(Measure.DELTA).get(1).value()).isCloseTo(delta, within(1e-9));
  }

  @ParameterizedTest
  @EnumSource
  void barriersThatAreAlwaysOrNeverHit(Barrier.Kind kind) {
    MarketData market = Examples.flat(0.05, 0.02, 0.2);
    double vanilla = structural(European.of("FLAT", OptionType.CALL, 100, 1), market).get(Measure.VALUE).value();
    double always = kind.isUp() ? 1e-6 : 1e9;
    double never = kind.isUp() ? 1e9 : 1e-6;
    Greek hit = structural(Barrier.of("FLAT", OptionType.CALL, 100, 1, always, kind, 1, 4), market).get(Measure.VALUE);
    Greek unhit = structural(Barrier.of("FLAT", OptionType.CALL, 100, 1, never, kind, 1, 4), market).get(Measure.VALUE);
    double rebate = 4 * Math.exp(-0.05);
    assertThat(hit.value()).isCloseTo(kind.isOut() ? rebate : vanilla, within(ROUNDING));
    assertThat(unhit.value()).isCloseTo(kind.isOut() ? vanilla : rebate, within(ROUNDING));
  }

  @Test
  void impossibleInputIsRejected() {
    assertThatIllegalArgumentException().isThrownBy(() -> European.of("FLAT", OptionType.CALL, 100, -0.1))
        .withMessageContaining("expiry");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> all(European.of("NONE", OptionType.CALL, 100, 1), Examples.MARKET))
        .withMessageContaining("unknown asset NONE");
    assertThatIllegalArgumentException().isThrownBy(() -> Settings.paths(0)).withMessageContaining("at least 1");
  }
}
