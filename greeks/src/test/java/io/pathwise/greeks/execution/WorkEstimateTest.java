package io.pathwise.greeks.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pathwise.engine.random.Ordering;
import io.pathwise.engine.run.Sampling;
import io.pathwise.greeks.Examples;
import io.pathwise.greeks.measure.Accuracy;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.greeks.policy.Settings;
import io.pathwise.pricing.market.Asset;
import io.pathwise.pricing.market.AssetModel;
import io.pathwise.pricing.market.AssetModel.Merton;
import io.pathwise.pricing.market.Correlations;
import io.pathwise.pricing.market.Jumps;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.StochasticVariance;
import io.pathwise.pricing.market.ZeroCurve;
import io.pathwise.pricing.product.Asian;
import io.pathwise.pricing.product.European;
import io.pathwise.pricing.product.OptionType;
import io.pathwise.pricing.product.Product;
import io.pathwise.pricing.program.PricingProgram;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is told of a product's work before it is planned. */
class WorkEstimateTest {
  private static final MarketData MARKET = MarketData.of(Examples.TODAY, List.of(ZeroCurve.flat("EUR", 0.02)),
      List.of(Asset.blackScholes("FLAT", "EUR", 100, 0, 0.2), asset("JUMPS", new Merton(0.2, new Jumps(400, 0, 0.01))),
          asset("SMILE", new AssetModel.Heston(StochasticVariance.of(0.04, 1.5, 0.04, 0.5, -0.7)))),
      Correlations.NONE);
  private static final Sampling SOBOL = Sampling.sobol(32, new Ordering.Steps());

  private static Asset asset(String id, AssetModel model) {
    return Asset.of(id, "EUR", 100, 0, model);
  }

  private static Product european(String asset, double expiry) {
    return European.of(asset, OptionType.CALL, 100, expiry);
  }

  static Stream<Product> products() {
    return Stream.of(european("FLAT", 1), european("JUMPS", 3), european("SMILE", 0.3), european("SMILE", 7),
        asian("FLAT", 12), asian("JUMPS", 5), asian("SMILE", 252));
  }

  private static Product asian(String asset, int fixings) {
    return Asian.of(asset, OptionType.CALL, Asian.Average.ARITHMETIC, 100, 1.3, fixings);
  }

  @ParameterizedTest
  @MethodSource("products")
  void stepsAreThoseOfTheGrid(Product product) {
    int steps = PricingProgram.of(product, MARKET).inputs().steps();
    assertThat(estimate(product, Settings.paths(512)).steps()).isCloseTo(steps, within(2.0));
  }

  private static WorkEstimate estimate(Product product, Settings settings) {
    return WorkEstimate.of(product, MARKET, EnumSet.allOf(Measure.class), settings, 4);
  }

  @Test
  void whatCannotBePlannedIsEstimatedInNoTime() {
    WorkEstimate jumps = estimate(european("JUMPS", 5e5), Settings.paths(100_000));
    assertThat(jumps.steps()).isGreaterThan(1e7);
    assertThat(jumps.seconds()).isGreaterThan(1e6);
    assertThat(jumps.bytes()).isGreaterThan(1e10);
  }

  /** As many as a run begins with. */
  @Test
  void pathsAreThoseThatAreSimulatedForSure() {
    assertThat(WorkEstimate.results(Settings.paths(1))).isEqualTo(32 * 256);
    assertThat(WorkEstimate.results(Settings.paths(100_000))).isEqualTo(391 * 256);
    assertThat(WorkEstimate.results(Settings.paths(100_000).withSampling(SOBOL))).isEqualTo(512 * 256);
    Settings target = Settings.paths(1).withAccuracy(new Accuracy.TargetError(0.01, 0, 1_000_000));
    assertThat(WorkEstimate.results(target)).isEqualTo(64 * 256);
    assertThat(WorkEstimate.results(target.withAccuracy(new Accuracy.TargetError(0.01, 0, 100)))).isEqualTo(32 * 256);
    assertThat(WorkEstimate.results(target.withSampling(SOBOL))).isEqualTo(64 * 256);
  }

  @Test
  void workGrowsWithPathsMeasuresAndSteps() {
    Product product = asian("FLAT", 100);
    double all = estimate(product, Settings.paths(1_000_000)).simulationSeconds();
    assertThat(estimate(product, Settings.paths(10_000)).simulationSeconds()).isLessThan(all / 4);
    assertThat(WorkEstimate.of(product, MARKET, Set.of(Measure.VALUE), Settings.paths(1_000_000), 4)
        .simulationSeconds()).isLessThan(all / 4);
    assertThat(estimate(asian("FLAT", 1000), Settings.paths(1_000_000)).simulationSeconds())
        .isCloseTo(10 * all, within(1e-9 * all));
  }
}
