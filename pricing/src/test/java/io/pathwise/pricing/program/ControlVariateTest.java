package io.pathwise.pricing.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.pathwise.engine.lower.Binding;
import io.pathwise.engine.lower.LoweredProgram;
import io.pathwise.engine.lower.Lowering;
import io.pathwise.engine.run.BlockSource;
import io.pathwise.engine.run.NoiseKey;
import io.pathwise.engine.run.ReferenceBackend;
import io.pathwise.engine.run.Sampling;
import io.pathwise.engine.run.Simulation;
import io.pathwise.engine.statistics.BlockMoments;
import io.pathwise.engine.statistics.ControlRegression;
import io.pathwise.engine.statistics.MomentLayout;
import io.pathwise.pricing.analytic.AnalyticPrice;
import io.pathwise.pricing.market.Asset;
import io.pathwise.pricing.market.AssetModel;
import io.pathwise.pricing.market.Correlations;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.VolTermStructure;
import io.pathwise.pricing.market.ZeroCurve;
import io.pathwise.pricing.product.Asian;
import io.pathwise.pricing.product.Barrier;
import io.pathwise.pricing.product.Digital;
import io.pathwise.pricing.product.European;
import io.pathwise.pricing.product.OptionType;
import io.pathwise.pricing.product.Product;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Controls ride on the paths of their product, have the expectation of their closed form, and explain the product. */
class ControlVariateTest {

  private static final int BLOCKS = 40;
  private static final double LARGEST_Z = 4.5;
  private static final MarketData MARKET = MarketData.of(LocalDate.of(2026, 11, 20),
      List.of(ZeroCurve.of("USD", List.of(0.5, 2.0), List.of(0.02, 0.04))),
      List.of(Asset.of("A", "USD", 100, 0.01,
          AssetModel.BlackScholes.of(VolTermStructure.of(List.of(0.3, 1.0), List.of(0.2, 0.25))))),
      Correlations.NONE);

  static List<Product> controlled() {
    return List.of(Asian.of("A", OptionType.CALL, Asian.Average.ARITHMETIC, 101, 1, 12),
        new Asian("A", OptionType.PUT, Asian.Average.ARITHMETIC, 98, 1, List.of(0.0, 0.2, 0.7), 2),
        Digital.cash("A", OptionType.CALL, 105, 0.75, 10), Digital.assetOrNothing("A", OptionType.PUT, 100, 1.5),
        Barrier.of("A", OptionType.CALL, 100, 1, 130, Barrier.Kind.UP_AND_OUT, 4, 1),
        Barrier.of("A", OptionType.PUT, 100, 1, 90, Barrier.Kind.DOWN_AND_IN, List.of(0.3, 0.4), 0));
  }

  private static BlockMoments simulated(PricingProgram pricing) {
    LoweredProgram lowered = Lowering.lower(pricing.program());
    BlockSource source = BlockSource.of(new ReferenceBackend().compile(lowered, Sampling.INDEPENDENT),
        new Binding(lowered, pricing.inputs()), NoiseKey.results(3));
    int outputs = pricing.program().outputNames().size();
    MomentLayout layout = outputs == 1 ? MomentLayout.of(1) : MomentLayout.of(outputs).withControls(0, 1);
    try (Simulation simulation = new Simulation(1)) {
      return simulation.run(source, layout, 0, BLOCKS);
    }
  }

  @ParameterizedTest
  @MethodSource("controlled")
  void theControlHasItsClosedFormAndLeavesTheValueAsItIs(Product product) {
    PricingProgram pricing = PricingProgram.withControl(product, MARKET);
    assertThat(pricing.program().outputNames()).containsExactly(PricingProgram.VALUE, PricingProgram.CONTROL);
    BlockMoments moments = simulated(pricing);
    double expectation = pricing.control().map(AnalyticPrice::value).orElseThrow();
    assertThat(Math.abs(moments.estimate(1).mean() - expectation))
        .isLessThan(LARGEST_Z * moments.estimate(1).standardError());
    assertThat(moments.estimate(0)).isEqualTo(simulated(PricingProgram.of(product, MARKET)).estimate(0));
    assertThat(PricingProgram.of(product, MARKET).control()).isEmpty();
  }

  @Test
  void theGeometricAsianExplainsTheArithmeticOne() {
    BlockMoments moments = simulated(PricingProgram.withControl(controlled().getFirst(), MARKET));
    ControlRegression regression = ControlRegression.fit(moments, 0, 1);
    double ratio = regression.plain().standardError() / regression.adjusted().standardError();
    assertThat(ratio * ratio).as("variance ratio").isGreaterThan(100);
  }

  @Test
  void theExpectationMovesTheEstimate() {
    PricingProgram pricing = PricingProgram.withControl(controlled().get(5), MARKET);
    ControlRegression regression = ControlRegression.fit(simulated(pricing), 0, 1);
    double exact = AnalyticPrice.of(MARKET, controlled().get(5)).orElseThrow().value();
    double expectation = pricing.control().map(AnalyticPrice::value).orElseThrow();
    double error = regression.adjusted().standardError();
    assertThat(Math.abs(regression.adjustedTo(expectation).mean() - exact)).isLessThan(LARGEST_Z * error);
    assertThat(Math.abs(regression.adjustedTo(2 * expectation).mean() - exact)).as("with a wrong expectation")
        .isGreaterThan(LARGEST_Z * error);
    assertThat(regression.adjustedTo(0)).isEqualTo(regression.adjusted());
  }

  @Test
  void productsThatAreTheirOwnTwinHaveNone() {
    for (Product product : List.of(European.of("A", OptionType.CALL, 100, 1),
        Asian.of("A", OptionType.CALL, Asian.Average.GEOMETRIC, 100, 1, 4),
        Asian.of("A", OptionType.CALL, Asian.Average.ARITHMETIC, 100, 1, 1))) {
      PricingProgram pricing = PricingProgram.withControl(product, MARKET);
      assertThat(pricing.control()).isEmpty();
      assertThat(pricing.program().outputNames()).containsExactly(PricingProgram.VALUE);
    }
  }
}
