package io.pathwise.greeks;

import static org.assertj.core.api.Assertions.assertThat;

import io.pathwise.engine.cpu.CpuBackend;
import io.pathwise.greeks.estimator.EstimatorChoice;
import io.pathwise.greeks.execution.Outcome;
import io.pathwise.greeks.measure.Greek;
import io.pathwise.greeks.measure.MarketChange;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.greeks.policy.Policy;
import io.pathwise.greeks.policy.Settings;
import io.pathwise.pricing.market.Dividend;
import io.pathwise.pricing.market.Dividends;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.RiskFactor;
import io.pathwise.pricing.market.ZeroCurve;
import io.pathwise.pricing.product.OptionType;
import io.pathwise.pricing.product.Product;
import io.pathwise.pricing.product.Scripted;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Changes of values from a market to scenarios of it, against closed forms. */
class ValueChangeTest {

  private static final Set<Measure> MEASURES = EnumSet.of(Measure.VALUE, Measure.DELTA);
  private static final Settings SETTINGS = Settings.paths(50_000).withPolicy(Policy.STRUCTURAL);
  private static final MarketData BASE = Examples.flat(0.01, 0.02, 0.25);
  private static final GreeksEngine ENGINE = new GreeksEngine(new CpuBackend(), 2);

  @AfterAll
  static void closeTheEngine() {
    ENGINE.close();
  }

  private static Greek change(Product product, MarketData scenario) {
    return ENGINE.change(product, BASE, scenario, MEASURES, SETTINGS, 50_000);
  }

  private static double z(Product product, MarketData scenario) {
    Greek change = change(product, scenario);
    double exact = Examples.exact(scenario, product, List.of()) - Examples.exact(BASE, product, List.of());
    return Examples.z(change, exact);
  }

  @Test
  void changesAreThoseOfTheClosedForms() {
    List<MarketData> scenarios = List.of(BASE.shifted(Examples.SPOT, -20), BASE.shifted(Examples.VOL, 0.1),
        BASE.shifted(new RiskFactor.Zero("EUR"), 0.02).shifted(Examples.SPOT, 5));
    for (MarketData scenario : scenarios) {
      assertThat(z(Examples.european(OptionType.CALL), scenario)).isBetween(-4.5, 4.5);
      assertThat(z(Examples.digital(OptionType.PUT), scenario)).isBetween(-4.5, 4.5);
    }
  }

  @Test
  void noiseInCommonMakesSmallChangesExact() {
    Product call = Examples.european(OptionType.CALL);
    double value = ENGINE.evaluate(call, BASE, MEASURES, SETTINGS).get(Measure.VALUE).standardError();
    assertThat(change(call, BASE.shifted(Examples.SPOT, 0.1)).standardError()).isLessThan(value / 50);
    Greek nothing = change(call, BASE.shifted(new RiskFactor.Zero("EUR"), 0));
    assertThat(nothing.value()).isZero();
    assertThat(nothing.standardError()).isZero();
  }

  /**
   * So few paths of the payoff itself cross the strike, one or none, that nothing is learnt of the change from them; of
   * its integral each path tells.
   */
  @Test
  void smallChangesOfWhatJumpsAreSeen() {
    Product digital = Examples.digital(OptionType.CALL);
    MarketData scenario = BASE.shifted(Examples.SPOT, 0.002);
    double exact = Examples.exact(scenario, digital, List.of()) - Examples.exact(BASE, digital, List.of());
    for (int seed = 1; seed <= 6; seed++) {
      Settings settings = Settings.paths(4096).withSeed(seed);
      Greek change = ENGINE.change(digital, BASE, scenario, MEASURES, settings, 4096);
      assertThat(Examples.z(change, exact)).isBetween(-4.5, 4.5);
      assertThat(change.standardError()).isLessThan(0.1 * exact);
      Greek ofPayoff = ENGINE.change(digital, BASE, scenario, MEASURES,
          settings.withEstimator(Measure.VALUE, EstimatorChoice.IMPORTANCE_SAMPLING).withControlVariates(false), 4096);
      assertThat(Examples.z(ofPayoff, exact)).isBetween(-4.5, 4.5);
      assertThat(ofPayoff.standardError()).isGreaterThan(exact);
    }
  }

  /**
   * The payoff of a corridor jumps where nothing is integrated. Of so small a move a few paths tell, so that the
   * profits of some seeds differ by many of the errors that paths alone tell: what was not met is in the error.
   */
  @Test
  void errorsOfSmallChangesCoverJumpsThatWereNotMet() {
    Product corridor = Scripted.of("""
        state total = 0 state last = 100 at 12 times until 0.75 {
          set total = total + (if last > 100 and last < 115 then (FLAT / last - 1) ^ 2 else 0)
          set last = FLAT
        } at 0.75 { pay 1000 * total }""", List.of("FLAT"), Optional.empty());
    MarketData scenario = BASE.shifted(Examples.SPOT, 0.005);
    List<Greek> changes = new ArrayList<>();
    for (int seed = 1; seed <= 8; seed++) {
      changes.add(ENGINE.change(corridor, BASE, scenario, MEASURES, SETTINGS.withSeed(seed), 4096));
    }
    assertThat(changes).allSatisfy(change -> assertThat(change.message()).contains("that no path may have met"));
    double mean = changes.stream().mapToDouble(Greek::value).average().orElseThrow();
    assertThat(changes).allSatisfy(change -> assertThat(Examples.z(change, mean)).isBetween(-4.5, 4.5));
  }

  @Test
  void aRateThatChangesItsSignIsADifferenceOfTwoSimulations() {
    Product call = Examples.european(OptionType.CALL);
    MarketData scenario = BASE.shifted(new RiskFactor.Zero("EUR"), -0.02);
    Greek change = change(call, scenario);
    assertThat(change.message()).contains("difference of two simulations");
    double exact = Examples.exact(scenario, call, List.of()) - Examples.exact(BASE, call, List.of());
    assertThat(Examples.z(change, exact)).isBetween(-4.5, 4.5);
  }

  /** Also where one of them is a difference of two simulations. */
  @Test
  void changesOfAProductHaveTheBitsOfEachAlone() {
    Product call = Examples.european(OptionType.CALL);
    Product put = Examples.digital(OptionType.PUT);
    MarketData up = BASE.shifted(Examples.SPOT, 5);
    MarketData negative = BASE.shifted(new RiskFactor.Zero("EUR"), -0.02);
    MarketData still = BASE.shifted(Examples.VOL, -0.25);
    MarketData pillars = MarketData.of(Examples.TODAY,
        List.of(ZeroCurve.of("EUR", List.of(0.5, 2.0), List.of(0.02, 0.03))), List.copyOf(BASE.assets().values()),
        BASE.correlations());
    MarketData dividends = MarketData.of(Examples.TODAY, List.copyOf(BASE.curves().values()),
        List.of(BASE.asset("FLAT").withDividends(Dividends
            .of(List.of(new Dividend(0.4, Dividend.Kind.PROPORTIONAL, 0.02)), Dividends.CashModel.SPOT))),
        BASE.correlations());
    List<MarketChange> changes = List.of(new MarketChange(call, up, 20_000), new MarketChange(put, up, 20_000),
        new MarketChange(call, negative, 20_000), new MarketChange(call, up, 30_000),
        new MarketChange(call, still, 20_000), new MarketChange(call, BASE.shifted(Examples.SPOT, -5), 20_000),
        new MarketChange(call, pillars, 20_000), new MarketChange(call, dividends, 20_000),
        new MarketChange(call, BASE.shifted(Examples.VOL, 0.02), 20_000));
    Set<Integer> done = ConcurrentHashMap.newKeySet();
    List<Outcome<Greek>> together = ENGINE.changeAll(changes, BASE, MEASURES, SETTINGS, done::add);
    for (int i = 0; i < changes.size(); i++) {
      assertThat(together.get(i))
          .isEqualTo(new Outcome.Done<>(ENGINE.change(changes.get(i), BASE, MEASURES, SETTINGS)));
    }
    assertThat(done).hasSize(changes.size());
    assertThat(together.get(0)).isNotEqualTo(together.get(3));
  }
}
