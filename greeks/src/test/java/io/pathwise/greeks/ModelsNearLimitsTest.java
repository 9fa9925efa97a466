package io.pathwise.greeks;

import static org.assertj.core.api.Assertions.assertThat;

import io.pathwise.engine.cpu.CpuBackend;
import io.pathwise.greeks.measure.Greek;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.greeks.policy.Policy;
import io.pathwise.greeks.policy.Settings;
import io.pathwise.pricing.market.Asset;
import io.pathwise.pricing.market.AssetModel;
import io.pathwise.pricing.market.AssetModel.Merton;
import io.pathwise.pricing.market.AssetModel.VarianceGamma;
import io.pathwise.pricing.market.Correlations;
import io.pathwise.pricing.market.Jumps;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.StochasticVariance;
import io.pathwise.pricing.market.StochasticVariance.Scheme;
import io.pathwise.pricing.market.ZeroCurve;
import io.pathwise.pricing.product.European;
import io.pathwise.pricing.product.OptionType;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Models near their limits: the simulated forward price is the spot, and options have their Fourier prices, where there
 * are any.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("long")
class ModelsNearLimitsTest {

  private static final double LARGEST_Z = 4.5;

  private final GreeksEngine engine = new GreeksEngine(new CpuBackend(), 2);

  @AfterAll
  void close() {
    engine.close();
  }

  /**
   * A model and how it is looked at.
   *
   * @param model
   *          near a limit
   * @param time
   *          of expiry
   * @param paths
   *          so few that the bias which docs/models.md states is not seen
   * @param hasExactPrice
   *          whether its law is smooth enough for a Fourier price
   */
  record Case(AssetModel model, double time, int paths, boolean hasExactPrice) {}

  static Stream<Case> cases() {
    return Stream.of(heston(0.09, 1000, 0.04, 0.5, 0.1), heston(0.04, 2500, 0.09, 20, 0.05),
        heston(0.09, 1e-8, 0.04, 0.5, 1), heston(0.04, 1.5, 0.04, 10, 0.25), heston(0.04, 1.5, 0.04, 30, 0.1),
        heston(0.09, 1.5, 0.04, 1e-6, 1), heston(1e-300, 1.5, 0.04, 0.5, 1), heston(0.04, 1.5, 1e-8, 0.5, 1),
        heston(1, 1.5, 1, 0.5, 1), euler(100, 1, 0.25), euler(1.5, 2.5, 0.1), euler(1.5, 6, 0.05),
        new Case(new Merton(0.2, new Jumps(0.5, 1, 0.1)), 1, 100_000, true),
        new Case(new Merton(0.2, new Jumps(0.5, 2, 0.1)), 0.5, 400_000, true),
        new Case(new Merton(0.2, new Jumps(0.5, -50, 0.1)), 1, 50_000, true),
        new Case(new Merton(0.2, new Jumps(1000, -0.01, 0.01)), 1, 20_000, true),
        new Case(new VarianceGamma(0.2, -3, 0.3), 1, 50_000, true),
        new Case(new VarianceGamma(0.2, -0.1, 0.002), 1, 50_000, true),
        new Case(new VarianceGamma(0.2, -0.1, 1000), 1, 50_000, false));
  }

  private static Case heston(double v0, double kappa, double theta, double xi, double time) {
    return new Case(new AssetModel.Heston(StochasticVariance.of(v0, kappa, theta, xi, -0.7)), time, 10_000, true);
  }

  private static Case euler(double kappa, double xi, double time) {
    return new Case(new AssetModel.Heston(
        StochasticVariance.of(0.04, kappa, 0.04, xi, -0.7).simulatedBy(Scheme.FULL_TRUNCATION_EULER, 50)), time, 10_000,
        true);
  }

  private double z(Case model, double strike, double exact) {
    MarketData market = market(model);
    Greek value = engine.evaluate(call(model, strike), market, EnumSet.of(Measure.VALUE),
        Settings.paths(model.paths()).withPolicy(Policy.STRUCTURAL)).get(Measure.VALUE);
    assertThat(value.standardError()).as("%s", value).isPositive();
    return Examples.z(value, exact);
  }

  private static MarketData market(Case model) {
    return MarketData.of(Examples.TODAY, List.of(ZeroCurve.flat("EUR", 0)),
        List.of(Asset.of("A", "EUR", 100, 0, model.model())), Correlations.NONE);
  }

  private static European call(Case model, double strike) {
    return European.of("A", OptionType.CALL, strike, model.time());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theForwardPriceIsTheSpotAndOptionsAreRight(Case model) {
    assertThat(Math.abs(z(model, 0, 100))).as("forward").isLessThan(LARGEST_Z);
    if (model.hasExactPrice()) {
      double exact = Examples.exact(market(model), call(model, 100), List.of());
      assertThat(Math.abs(z(model, 100, exact))).as("at the money").isLessThan(LARGEST_Z);
    }
  }

  /** The Euler scheme's default steps are too long for a ξ of 1 already, and that is seen here. */
  @Test
  void theBiasOfLongStepsIsSeen() {
    Case biased = new Case(euler(1.5, 1, 1).model(), 1, 200_000, true);
    assertThat(z(biased, 100, Examples.exact(market(biased), call(biased, 100), List.of())))
        .isGreaterThan(LARGEST_Z);
  }
}
