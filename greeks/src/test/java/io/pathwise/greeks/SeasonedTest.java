package io.pathwise.greeks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pathwise.engine.cpu.CpuBackend;
import io.pathwise.greeks.estimator.EstimatorChoice;
import io.pathwise.greeks.measure.Greek;
import io.pathwise.greeks.measure.Greeks;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.greeks.policy.Policy;
import io.pathwise.greeks.policy.Settings;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.RiskFactor;
import io.pathwise.pricing.product.Asian;
import io.pathwise.pricing.product.Autocallable;
import io.pathwise.pricing.product.Basket;
import io.pathwise.pricing.product.European;
import io.pathwise.pricing.product.OptionType;
import io.pathwise.pricing.product.Payments;
import io.pathwise.pricing.product.Product;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Products part of whose payoff is known already, against closed forms, in every measure. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SeasonedTest {
  private static final double LARGEST_Z = 4.5;
  private static final double ROUNDING = 1e-12;
  private static final int PATHS = 10_000;

  private final GreeksEngine engine = new GreeksEngine(new CpuBackend(), 2);

  @AfterAll
  void close() {
    engine.close();
  }

  private Greeks all(Product product, MarketData market, Settings settings) {
    return engine.evaluate(product, market, EnumSet.allOf(Measure.class), settings.withPolicy(Policy.STRUCTURAL));
  }

  private Greeks some(Product product, Set<Measure> measures, int paths) {
    return engine.evaluate(product, Examples.MARKET, measures, Settings.paths(paths).withPolicy(Policy.STRUCTURAL));
  }

  private void assertAgrees(Product product, MarketData market, Product known, double scale) {
    Greeks greeks = all(product, market, Settings.paths(PATHS));
    List<Greek> numbers = greeks.numbers().stream().filter(greek -> greek.status() != Greek.Status.NOT_APPLICABLE)
        .toList();
    assertThat(numbers).hasSizeGreaterThan(10);
    for (Greek greek : numbers) {
      double exact = Examples.exact(market, known, greek.factors()) * scale;
      assertThat(Math.abs(greek.value() - exact)).as("%s %s by %s", greek.measure(), greek.factorText(),
          greek.estimator()).isLessThan(LARGEST_Z * greek.standardError() + 1e-9 * (1 + Math.abs(exact)));
    }
  }

  static List<Product> withClosedForms() {
    List<Double> fixings = List.of(0.25, 0.5, 0.9);
    return List.of(
        new Asian("FLAT", OptionType.CALL, Asian.Average.GEOMETRIC, 98, 1, fixings, List.of(104.0, 91.0, 88.0), 1),
        new Asian("TERM", OptionType.PUT, Asian.Average.GEOMETRIC, 41, 1, fixings, List.of(44.0), 1),
        new Asian("FLAT", OptionType.CALL, Asian.Average.ARITHMETIC, 98, 1, List.of(0.75), List.of(104.0, 91.0), 1),
        new Asian("TERM", OptionType.PUT, Asian.Average.ARITHMETIC, 41, 1, List.of(0.75), List.of(44.0), 1),
        new Asian("FLAT", OptionType.CALL, Asian.Average.ARITHMETIC, 40, 1, List.of(0.75), List.of(104.0, 91.0), 1),
        new Autocallable(List.of("FLAT"), List.of(95.0), 100, 3, 0.8, 1.1, 1, 0.7, 1.2, List.of(0.4, 1.2), true, 3, 1));
  }

  @ParameterizedTest
  @MethodSource("withClosedForms")
  void agreesWithItsClosedForm(Product product) {
    assertAgrees(product, Examples.MARKET, product, 1);
  }

  @Test
  void anAverageWithOneFixingLeftIsAnOptionWithAnotherStrike() {
    Asian asian = new Asian("FLAT", OptionType.CALL, Asian.Average.ARITHMETIC, 98, 1, List.of(1.0),
        List.of(104.0, 91.0, 97.0), 1);
    assertAgrees(asian, Examples.MARKET, European.of("FLAT", OptionType.CALL, 4 * 98 - 104 - 91 - 97, 1), 0.25);
  }

  @ParameterizedTest
  @EnumSource(Basket.Aggregate.class)
  void aBasketOfOneAssetIsItsAverage(Basket.Aggregate aggregate) {
    Basket basket = new Basket(List.of("FLAT"), List.of(1.0), aggregate, OptionType.PUT, 98, 1, List.of(0.75),
        List.of(List.of(104.0, 91.0)), 1);
    assertAgrees(basket, Examples.MARKET,
        new Asian("FLAT", OptionType.PUT, Asian.Average.ARITHMETIC, 98, 1, List.of(0.75), List.of(104.0, 91.0), 1), 1);
  }

  /** The fixings of today, at the spot, counted as known or simulated. */
  @ParameterizedTest
  @EnumSource(Basket.Aggregate.class)
  void aKnownFixingAtTheSpotIsOneThatIsSimulatedToday(Basket.Aggregate aggregate) {
    List<String> assets = List.of("FLAT", "TERM");
    List<Double> weights = List.of(1.0, 2.5);
    Basket simulated = new Basket(assets, weights, aggregate, OptionType.CALL, 100, 1, List.of(0.0, 0.5), 1);
    Basket known = new Basket(assets, weights, aggregate, OptionType.CALL, 100, 1, List.of(0.5),
        List.of(List.of(100.0), List.of(40.0)), 1);
    assertSameValue(simulated, known);
    Asian asian = new Asian("FLAT", OptionType.CALL, Asian.Average.ARITHMETIC, 100, 1, List.of(0.0, 0.5), 1);
    assertSameValue(asian, new Asian("FLAT", OptionType.CALL, Asian.Average.ARITHMETIC, 100, 1, List.of(0.5),
        List.of(100.0), 1));
  }

  /** Not to the last bit: a fixing of today takes a step of its own, so that the noise is another. */
  private void assertSameValue(Product simulated, Product known) {
    Greek a = some(simulated, EnumSet.of(Measure.VALUE), PATHS).get(Measure.VALUE);
    Greek b = some(known, EnumSet.of(Measure.VALUE), PATHS).get(Measure.VALUE);
    assertThat(Math.abs(a.value() - b.value()))
        .isLessThan(LARGEST_Z * Math.hypot(a.standardError(), b.standardError()));
    assertThat(b.value()).isGreaterThan(10 * b.standardError());
  }

  @Test
  void whatIsDueTodayIsAddedAndChangesNothingElse() {
    Autocallable note = Autocallable.of(List.of("FLAT", "TERM"), List.of(95.0, 42.0), 100, 3, 0.8, 1.1, 1, 0.7, 1.2, 3);
    Autocallable due = new Autocallable(note.assets(), note.initialFixings(), note.nominal(), note.coupon(),
        note.couponBarrier(), note.autocallBarrier(), note.firstAutocall(), note.protectionBarrier(), note.expiry(),
        note.observations(), true, 3, 1);
    Set<Measure> measures = EnumSet.of(Measure.VALUE, Measure.DELTA);
    Greeks without = some(note, measures, 2560);
    Greeks with = some(due, measures, 2560);
    assertThat(with.get(Measure.VALUE).value() - without.get(Measure.VALUE).value()).isCloseTo(3, within(1e-11));
    assertThat(with.get(Measure.DELTA, Examples.SPOT).value())
        .isCloseTo(without.get(Measure.DELTA, Examples.SPOT).value(), within(1e-2));
  }

  @Test
  void knownPaymentsAreExactUnderAllSettings() {
    Payments payments = new Payments(List.of("TERM", "FLAT"), List.of(0.0, 0.5, 2.0), List.of(1.5, 10.0, -4.0));
    Settings forced = Settings.paths(1).withEstimator(Measure.DELTA, EstimatorChoice.SCORE_ALL);
    Greeks greeks = all(payments, Examples.MARKET, forced);
    assertThat(Arrays.stream(Measure.values()).filter(measure -> greeks.all(measure).isEmpty())).isEmpty();
    assertThat(greeks.numbers()).filteredOn(greek -> greek.status() == Greek.Status.OK).hasSizeGreaterThan(15)
        .allSatisfy(greek -> {
          assertThat(greek.standardError()).isZero();
          assertThat(greek.estimator()).isEqualTo("exact");
          assertThat(greek.value()).isCloseTo(Examples.exact(Examples.MARKET, payments, greek.factors()),
              within(ROUNDING));
        });
    RiskFactor curve = new RiskFactor.Zero("EUR");
    assertThat(greeks.get(Measure.DELTA, Examples.SPOT).value()).isZero();
    assertThat(greeks.get(Measure.RHO, curve).value()).isNotZero();
    MarketData moved = Examples.MARKET.shifted(curve, 0.01);
    double before = engine.change(payments, Examples.MARKET, Examples.MARKET, EnumSet.of(Measure.VALUE), forced, 0)
        .value();
    assertThat(before).isZero();
    assertThat(engine.change(payments, Examples.MARKET, moved, EnumSet.of(Measure.VALUE), forced, 0).value())
        .isCloseTo(all(payments, moved, forced).get(Measure.VALUE).value() - greeks.get(Measure.VALUE).value(),
            within(ROUNDING));
  }

  /** The program of known payments, which a run that can be extended simulates. */
  @Test
  void knownPaymentsCanBeSimulatedToo() {
    Payments payments = new Payments(List.of("TERM"), List.of(0.0, 0.5, 2.0), List.of(1.5, 10.0, -4.0));
    GreeksRun run = engine.start(payments, Examples.MARKET, EnumSet.allOf(Measure.class), Settings.paths(512));
    run.extendTo(512);
    for (Greek greek : run.greeks().numbers()) {
      if (greek.status() == Greek.Status.OK) {
        assertThat(greek.value()).isCloseTo(Examples.exact(Examples.MARKET, payments, greek.factors()), within(1e-9));
        assertThat(greek.standardError()).isLessThan(1e-12);
      }
    }
  }
}
