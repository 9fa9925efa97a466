package io.pathwise.pricing.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.pathwise.engine.graph.Expr;
import io.pathwise.pricing.market.Asset;
import io.pathwise.pricing.market.AssetModel;
import io.pathwise.pricing.market.Correlations;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.RiskFactor;
import io.pathwise.pricing.market.VolTermStructure;
import io.pathwise.pricing.market.ZeroCurve;
import io.pathwise.pricing.product.Asian;
import io.pathwise.pricing.product.Barrier;
import io.pathwise.pricing.product.Basket;
import io.pathwise.pricing.product.Digital;
import io.pathwise.pricing.product.OptionType;
import io.pathwise.pricing.product.Product;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What it means to move a parameter of a program that is named like a risk factor. */
@Tag("long")
class RiskFactorParametersTest {

  private static final int BLOCKS = 4;
  /** Rounding of values around ten, with differences of weights in place of weights. */
  private static final double ROUNDING = 1e-11;
  private static final double SHIFT = 1e-3;

  static final MarketData MARKET = MarketData.of(LocalDate.of(2026, 11, 20),
      List.of(ZeroCurve.of("USD", List.of(0.4, 1.0, 3.0), List.of(-0.005, 0.02, 0.03))),
      List.of(asset("B", 50, List.of(0.5, 2.0), List.of(0.35, 0.25)),
          asset("A", 100, List.of(0.3, 0.8, 2.0), List.of(0.15, 0.2, 0.3))),
      Correlations.of("A", "B", 0.6));

  private static Asset asset(String id, double spot, List<Double> times, List<Double> vols) {
    return Asset.of(id, "USD", spot, 0.01, AssetModel.BlackScholes.of(VolTermStructure.of(times, vols)));
  }

  static List<Product> products() {
    return products(0);
  }

  /** The products of the tests with every event nearer by some time. */
  private static List<Product> products(double nearer) {
    List<Double> times = Stream.of(0.25, 0.6, 0.9).map(time -> time - nearer).toList();
    double expiry = 1.1 - nearer;
    return List.of(Digital.assetOrNothing("A", OptionType.CALL, 104, expiry),
        Asian.of("B", OptionType.PUT, Asian.Average.GEOMETRIC, 51, expiry, times),
        Barrier.of("A", OptionType.CALL, 95, expiry, 88, Barrier.Kind.DOWN_AND_OUT, times, 3),
        new Basket(List.of("A", "B"), List.of(1.0, 2.0), Basket.Aggregate.BEST_OF, OptionType.CALL, 105, expiry, times,
            1),
        Basket.of(List.of("A", "B"), List.of(1.0, -2.0), Basket.Aggregate.WEIGHTED_SUM, OptionType.CALL, 0, expiry));
  }

  @ParameterizedTest
  @MethodSource("products")
  void everyRiskFactorIsAParameter(Product product) {
    List<String> names = PricingProgram.of(product, MARKET).program().parameters().stream()
        .map(Expr.Parameter::name).toList();
    assertThat(names).containsAll(MARKET.factors(product.assets()).stream().map(PricingProgram::parameter).toList());
    assertThat(names).contains("strike").doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("products")
  void movingAParameterIsMovingTheMarket(Product product) {
    PricingProgram pricing = PricingProgram.of(product, MARKET);
    double base = Simulated.value(pricing.program(), pricing.inputs(), BLOCKS).mean();
    int changed = 0;
    for (RiskFactor factor : MARKET.factors(product.assets())) {
      if (factor instanceof RiskFactor.ValuationTime) {
        continue;
      }
      String name = PricingProgram.parameter(factor);
      double moved = Simulated.value(pricing.program(),
          pricing.inputs().withParameter(name, pricing.inputs().parameter(name) + SHIFT), BLOCKS).mean();
      PricingProgram rebuilt = PricingProgram.of(product, MARKET.shifted(factor, SHIFT));
      double expected = Simulated.value(rebuilt.program(), rebuilt.inputs(), BLOCKS).mean();
      assertThat(moved).as(name).isCloseTo(expected, within(ROUNDING));
      changed += moved != base ? 1 : 0;
    }
    assertThat(changed).as("factors that matter").isGreaterThan(3);
  }

  /** Events come nearer by the shift, pillars keep their tenors: the same as the product with nearer dates. */
  @Test
  void movingTheValuationTimeBringsEveryEventNearer() {
    double shift = 0.01;
    List<Product> nearer = products(shift);
    for (int i = 0; i < nearer.size(); i++) {
      Product product = products().get(i);
      PricingProgram pricing = PricingProgram.of(product, MARKET);
      PricingProgram rebuilt = PricingProgram.of(nearer.get(i), MARKET);
      double moved = Simulated.value(pricing.program(),
          pricing.inputs().withParameter(PricingProgram.parameter(new RiskFactor.ValuationTime()), shift), BLOCKS)
          .mean();
      double expected = Simulated.value(rebuilt.program(), rebuilt.inputs(), BLOCKS).mean();
      assertThat(moved).as(product.toString()).isCloseTo(expected, within(ROUNDING))
          .isNotCloseTo(Simulated.value(pricing.program(), pricing.inputs(), BLOCKS).mean(), within(ROUNDING));
    }
  }

  @Test
  void anUnknownAssetIsNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PricingProgram.of(Digital.cash("C", OptionType.CALL, 1, 1, 1), MARKET))
        .withMessageContaining("unknown asset C");
  }
}
