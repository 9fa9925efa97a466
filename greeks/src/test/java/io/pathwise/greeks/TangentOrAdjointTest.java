package io.pathwise.greeks;

import static org.assertj.core.api.Assertions.assertThat;

import io.pathwise.engine.cpu.CpuBackend;
import io.pathwise.greeks.measure.Greek;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.greeks.policy.Policy;
import io.pathwise.greeks.policy.Settings;
import io.pathwise.pricing.market.Asset;
import io.pathwise.pricing.market.AssetModel;
import io.pathwise.pricing.market.Correlations;
import io.pathwise.pricing.market.Jumps;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.VolTermStructure;
import io.pathwise.pricing.market.ZeroCurve;
import io.pathwise.pricing.product.Barrier;
import io.pathwise.pricing.product.Basket;
import io.pathwise.pricing.product.OptionType;
import io.pathwise.pricing.product.Product;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Many first-order derivatives come from one adjoint, unless a volatility is 0, where it need not be finite. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TangentOrAdjointTest {

  private static final Set<Measure> FIRST_ORDER = EnumSet.of(Measure.DELTA, Measure.VEGA, Measure.BUCKETED_VEGA,
      Measure.RHO, Measure.BUCKETED_RHO, Measure.DIVIDEND_RHO, Measure.THETA, Measure.CORRELATION,
      Measure.MODEL_PARAMETER);

  private final GreeksEngine engine = new GreeksEngine(new CpuBackend(), 1);

  @AfterAll
  void close() {
    engine.close();
  }

  static Stream<AssetModel> modelsWithZeroVol() {
    return Stream.of(AssetModel.BlackScholes.of(VolTermStructure.of(List.of(0.5, 1.0), List.of(0.0, 0.2))),
        new AssetModel.Merton(0, new Jumps(0.5, -0.1, 0.15)), new AssetModel.VarianceGamma(0, -0.1, 0.3));
  }

  private Set<String> estimators(Product product, MarketData market, Policy policy) {
    List<Greek> numbers = engine.evaluate(product, market, FIRST_ORDER, Settings.paths(1).withPolicy(policy)).numbers();
    return numbers.stream().map(Greek::estimator).filter(name -> !name.isEmpty()).collect(Collectors.toSet());
  }

  private static Basket basket(Set<String> assets) {
    return Basket.of(assets.stream().sorted().toList(), assets.stream().map(asset -> 1.0).toList(),
        Basket.Aggregate.WEIGHTED_SUM, OptionType.CALL, 170, 1);
  }

  @Test
  void manyDerivativesComeFromAnAdjoint() {
    assertThat(estimators(basket(Set.of("A", "B", "C")), Examples.THREE, Policy.STRUCTURAL))
        .containsExactly("pathwise-adjoint");
  }

  @ParameterizedTest
  @MethodSource("modelsWithZeroVol")
  void withoutVolTheyComeFromTangentsAndAreFinite(AssetModel model) {
    MarketData market = MarketData.of(Examples.TODAY, List.of(ZeroCurve.flat("EUR", 0.02)),
        List.of(Asset.of("A", "EUR", 100, 0.01, model), Asset.blackScholes("B", "EUR", 70, 0, 0.2)),
        Correlations.NONE);
    assertThat(estimators(basket(Set.of("A", "B")), market, Policy.STRUCTURAL)).containsExactly("pathwise-tangent");
    Barrier barrier = Barrier.of("A", OptionType.CALL, 95, 1, 80, Barrier.Kind.DOWN_AND_OUT, 2, 0);
    assertThat(engine.evaluate(barrier, market, FIRST_ORDER, Settings.paths(1).withPolicy(Policy.PREFERENCE))
        .numbers()).noneMatch(number -> number.status() == Greek.Status.FAILED);
  }
}
