package io.pathwise.greeks;

import static org.assertj.core.api.Assertions.assertThat;

import io.pathwise.engine.cpu.CpuBackend;
import io.pathwise.greeks.estimator.EstimatorChoice;
import io.pathwise.greeks.measure.Greek;
import io.pathwise.greeks.measure.Greeks;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.greeks.policy.Policy;
import io.pathwise.greeks.policy.Settings;
import io.pathwise.greeks.simulation.Bump;
import io.pathwise.pricing.analytic.AnalyticPrice;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.RiskFactor;
import io.pathwise.pricing.product.Asian;
import io.pathwise.pricing.product.Barrier;
import io.pathwise.pricing.product.Basket;
import io.pathwise.pricing.product.Digital;
import io.pathwise.pricing.product.OptionType;
import io.pathwise.pricing.product.Product;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Estimators against central differences with noise of their own. For thresholds the bias of a difference is known: it
 * is the difference of closed forms less the derivative. For products without closed forms it is bounded.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("long")
class BumpAgreementTest {

  private static final long PATHS = 50_000;
  private static final double LARGEST_Z = 4.5;
  /** For payoffs with kinks, whose differences are biased by h²/6 times the third derivative. */
  private static final double LARGEST_BIAS = 0.02;
  private static final double ROUNDING = 1e-9;
  /** One per cent of the spot, and half a vol point: what {@link Bump} takes for thresholds. */
  private static final double SPOT_STEP = 1.0;
  private static final double VOL_STEP = 0.005;
  private static final Set<Measure> MEASURES = EnumSet.of(Measure.DELTA, Measure.GAMMA, Measure.VEGA);

  private final GreeksEngine engine = new GreeksEngine(new CpuBackend(), 2);

  @AfterAll
  void close() {
    engine.close();
  }

  static List<Product> thresholds() {
    List<Product> products = new ArrayList<>();
    for (OptionType option : OptionType.values()) {
      products.add(Examples.digital(option));
      products.add(Digital.assetOrNothing("FLAT", option, 98, 0.5));
      for (Barrier.Kind kind : Barrier.Kind.values()) {
        products.add(Examples.barrier(option, kind));
      }
    }
    return products;
  }

  @ParameterizedTest
  @MethodSource("thresholds")
  void scoresAgreeWithBumps(Product product) {
    Settings settings = Settings.paths(PATHS).withPolicy(Policy.STRUCTURAL).withSeed(7);
    Settings bumps = Settings.paths(PATHS).withPolicy(Policy.STRUCTURAL).withSeed(8);
    for (Measure measure : MEASURES) {
      bumps = bumps.withEstimator(measure, EstimatorChoice.BUMP);
    }
    Greeks chosen = engine.evaluate(product, Examples.MARKET, MEASURES, settings);
    Greeks bumped = engine.evaluate(product, Examples.MARKET, MEASURES, bumps);
    for (Measure measure : MEASURES) {
      Greek score = chosen.all(measure).getFirst();
      Greek bump = bumped.all(measure).getFirst();
      assertThat(score.estimator()).isNotEqualTo("bump");
      assertThat(bump.estimator()).isEqualTo("bump");
      assertThat(bump.message()).contains("biased").contains(measure == Measure.VEGA ? "0.005" : "1.0");
      double difference = difference(product, measure);
      double bias = difference - Examples.exact(Examples.MARKET, product, score.factors());
      double error = Math.hypot(score.standardError(), bump.standardError());
      assertThat(Math.abs(bump.value() - score.value())).as(measure.label())
          .isLessThan(LARGEST_Z * error + Math.abs(bias));
      assertThat(Math.abs(Examples.z(bump, difference))).as("the bump's %s against differences of closed forms",
          measure).isLessThan(LARGEST_Z);
    }
  }

  static List<Product> withoutClosedForms() {
    List<String> assets = List.of("C", "A", "B");
    List<Double> weights = List.of(4.0, 1.0, 2.0);
    return List.of(
        new Asian("B", OptionType.PUT, Asian.Average.ARITHMETIC, 52, 1, List.of(0.0, 0.25, 0.5, 1.0), 1),
        Basket.of(assets, weights, Basket.Aggregate.WEIGHTED_SUM, OptionType.CALL, 275, 1, 3),
        new Basket(assets, weights, Basket.Aggregate.BEST_OF, OptionType.PUT, 112, 1, List.of(0.5, 0.8), 1),
        Basket.of(assets, weights, Basket.Aggregate.WORST_OF, OptionType.CALL, 70, 0.75));
  }

  @ParameterizedTest
  @MethodSource("withoutClosedForms")
  void chosenEstimatorsAgreeWithBumps(Product product) {
    Set<Measure> measures = EnumSet.complementOf(EnumSet.of(Measure.VALUE));
    Settings settings = Settings.paths(PATHS).withPolicy(Policy.STRUCTURAL).withSeed(9);
    Settings bumps = Settings.paths(PATHS).withPolicy(Policy.STRUCTURAL).withSeed(10);
    for (Measure measure : measures) {
      bumps = bumps.withEstimator(measure, EstimatorChoice.BUMP);
    }
    List<Greek> chosen = engine.evaluate(product, Examples.THREE, measures, settings).numbers();
    List<Greek> bumped = engine.evaluate(product, Examples.THREE, measures, bumps).numbers();
    assertThat(chosen).hasSameSizeAs(bumped).hasSizeGreaterThan(10);
    int compared = 0;
    for (int i = 0; i < chosen.size(); i++) {
      Greek greek = chosen.get(i);
      if (greek.status() == Greek.Status.OK) {
        compared++;
        double error = Math.hypot(greek.standardError(), bumped.get(i).standardError());
        assertThat(Math.abs(greek.value() - bumped.get(i).value())).as("%s %s", greek.measure(), greek.factorText())
            .isLessThanOrEqualTo(LARGEST_Z * error + LARGEST_BIAS * Math.abs(greek.value()) + ROUNDING);
      }
    }
    assertThat(compared).isGreaterThan(10);
  }

  /** What is known today cannot be scored: the kink moves with the spot directly. */
  @Test
  void aFixingOfTodayLeavesGammaToABump() {
    Product product = new Asian("FLAT", OptionType.CALL, Asian.Average.GEOMETRIC, 101, 1, List.of(0.0, 0.5, 1.0), 1);
    Greek gamma = engine
        .evaluate(product, Examples.MARKET, EnumSet.of(Measure.GAMMA),
            Settings.paths(PATHS).withPolicy(Policy.STRUCTURAL))
        .get(Measure.GAMMA, Examples.SPOT, Examples.SPOT);
    assertThat(gamma.estimator()).isEqualTo("bump");
    assertThat(gamma.message()).contains("biased");
    double exact = Examples.exact(Examples.MARKET, product, gamma.factors());
    assertThat(Math.abs(gamma.value() - exact))
        .isLessThan(LARGEST_Z * gamma.standardError() + LARGEST_BIAS * exact);
  }

  /** The number that a bump estimates without bias. */
  private static double difference(Product product, Measure measure) {
    RiskFactor factor = measure == Measure.VEGA ? Examples.VOL : Examples.SPOT;
    double step = measure == Measure.VEGA ? VOL_STEP : SPOT_STEP;
    double up = value(Examples.MARKET.shifted(factor, step), product);
    double down = value(Examples.MARKET.shifted(factor, -step), product);
    return measure == Measure.GAMMA
        ? (up - 2 * value(Examples.MARKET, product) + down) / (step * step)
        : (up - down) / (2 * step);
  }

  private static double value(MarketData market, Product product) {
    return AnalyticPrice.of(market, product).orElseThrow().value();
  }
}
