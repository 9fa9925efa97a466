package io.pathwise.pricing.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.pathwise.engine.statistics.Estimate;
import io.pathwise.pricing.market.Asset;
import io.pathwise.pricing.market.AssetModel;
import io.pathwise.pricing.market.Correlations;
import io.pathwise.pricing.market.ElasticVol;
import io.pathwise.pricing.market.Jumps;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.RiskFactor;
import io.pathwise.pricing.market.StochasticVariance;
import io.pathwise.pricing.market.ZeroCurve;
import io.pathwise.pricing.product.Asian;
import io.pathwise.pricing.product.Basket;
import io.pathwise.pricing.product.European;
import io.pathwise.pricing.product.OptionType;
import io.pathwise.pricing.product.Product;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The programs of models other than Black–Scholes, alone and mixed in a basket. */
@Tag("long")
class OtherModelsTest {

  private static final int BLOCKS = 1;
  private static final double ROUNDING = 1e-9;
  private static final double SHIFT = 1e-3;
  private static final double LARGEST_Z = 4.5;

  private static final Jumps JUMPS = new Jumps(0.8, -0.1, 0.15);
  private static final StochasticVariance VARIANCE = StochasticVariance.of(0.04, 1.5, 0.05, 0.8, -0.7)
      .simulatedBy(StochasticVariance.Scheme.QUADRATIC_EXPONENTIAL, 4);
  private static final StochasticVariance EULER = VARIANCE
      .simulatedBy(StochasticVariance.Scheme.FULL_TRUNCATION_EULER, 4);

  private static final ElasticVol ELASTIC = ElasticVol.of(0.2, 0.4, 90).simulatedBy(4);

  private static final MarketData MARKET = MarketData.of(LocalDate.of(2026, 11, 20),
      List.of(ZeroCurve.of("USD", List.of(0.4, 1.0, 3.0), List.of(-0.005, 0.02, 0.03))),
      List.of(asset("B", AssetModel.BlackScholes.of(0.2)), asset("M", new AssetModel.Merton(0.2, JUMPS)),
          asset("H", new AssetModel.Heston(VARIANCE)), asset("E", new AssetModel.Heston(EULER)),
          asset("J", new AssetModel.Bates(VARIANCE, JUMPS)),
          asset("G", new AssetModel.VarianceGamma(0.2, -0.15, 0.3)), asset("C", new AssetModel.Cev(ELASTIC)),
          asset("S", new AssetModel.Sabr(ELASTIC, 0.6, -0.4))),
      Correlations.uniform(List.of("B", "M", "H", "E", "J", "C", "S"), 0.5));

  private static Asset asset(String id, AssetModel model) {
    return Asset.of(id, "USD", 100, 0.01, model);
  }

  static List<Product> products() {
    return products(0);
  }

  /** With every event nearer by some time. */
  private static List<Product> products(double nearer) {
    List<Double> times = Stream.of(0.27, 0.6, 0.9).map(time -> time - nearer).toList();
    double expiry = 1.1 - nearer;
    List<String> all = List.copyOf(MARKET.assets().sequencedKeySet());
    return List.of(European.of("M", OptionType.CALL, 104, expiry),
        Asian.of("H", OptionType.PUT, Asian.Average.ARITHMETIC, 101, expiry, times),
        European.of("E", OptionType.CALL, 104, expiry), European.of("G", OptionType.PUT, 104, expiry),
        European.of("C", OptionType.CALL, 104, expiry),
        Asian.of("S", OptionType.PUT, Asian.Average.ARITHMETIC, 101, expiry, times),
        Asian.of("J", OptionType.CALL, Asian.Average.GEOMETRIC, 99, expiry, times),
        new Basket(all, List.of(1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0), Basket.Aggregate.BEST_OF, OptionType.CALL, 105,
            expiry,
            times,
            1));
  }

  private static double value(PricingProgram pricing) {
    return Simulated.value(pricing.program(), pricing.inputs(), BLOCKS).mean();
  }

  @ParameterizedTest
  @MethodSource("products")
  void movingAParameterIsMovingTheMarket(Product product) {
    PricingProgram pricing = PricingProgram.of(product, MARKET);
    double base = value(pricing);
    for (RiskFactor factor : MARKET.factors(product.assets())) {
      if (factor instanceof RiskFactor.ValuationTime) {
        continue;
      }
      String name = PricingProgram.parameter(factor);
      double moved = Simulated.value(pricing.program(),
          pricing.inputs().withParameter(name, pricing.inputs().parameter(name) + SHIFT), BLOCKS).mean();
      assertThat(moved).as(name).isCloseTo(value(PricingProgram.of(product, MARKET.shifted(factor, SHIFT))),
          within(ROUNDING));
      if (factor instanceof RiskFactor.ModelParameter) {
        assertThat(moved).as(name).isNotEqualTo(base);
      }
    }
  }

  /** The steps that a model adds divide what is left of an interval. */
  @Test
  void movingTheValuationTimeBringsEveryEventNearer() {
    double shift = 0.01;
    for (int i = 0; i < products().size(); i++) {
      PricingProgram pricing = PricingProgram.of(products().get(i), MARKET);
      PricingProgram nearer = PricingProgram.of(products(shift).get(i), MARKET);
      assertThat(nearer.inputs().steps()).isEqualTo(pricing.inputs().steps());
      double moved = Simulated.value(pricing.program(),
          pricing.inputs().withParameter(PricingProgram.parameter(new RiskFactor.ValuationTime()), shift), BLOCKS)
          .mean();
      assertThat(moved).as("%s", products().get(i)).isCloseTo(value(nearer), within(ROUNDING))
          .isNotCloseTo(value(pricing), within(ROUNDING));
    }
  }

  @Test
  void discountedPricesAreMartingales() {
    for (String id : MARKET.assets().sequencedKeySet()) {
      PricingProgram pricing = PricingProgram.of(European.of(id, OptionType.CALL, 0, 1), MARKET);
      Estimate estimate = Simulated.value(pricing.program(), pricing.inputs(), 40);
      double exact = 100 * Math.exp(-0.01);
      assertThat(Math.abs(estimate.mean() - exact)).as(id).isLessThan(LARGEST_Z * estimate.standardError());
    }
  }

  static List<Arguments> modelsWithJumps() {
    return List.of(Arguments.of(new AssetModel.Merton(0.15, new Jumps(1.5, -0.1, 0.3)), 0.13),
        Arguments.of(new AssetModel.VarianceGamma(0.25, -0.2, 0.3), 0.7));
  }

  /** Whether in one step or in several. */
  @ParameterizedTest
  @MethodSource("modelsWithJumps")
  void correlatedReturnsWithJumpsHaveOneLawWhateverTheSteps(AssetModel model, double correlation) {
    MarketData market = MarketData.of(LocalDate.of(2026, 11, 20), List.of(ZeroCurve.flat("USD", 0)),
        List.of(asset("A", model).withDividendYield(0), asset("C", model).withDividendYield(0)),
        Correlations.of("A", "C", correlation));
    Basket exchange = Basket.of(List.of("A", "C"), List.of(1.0, -1.0), Basket.Aggregate.WEIGHTED_SUM, OptionType.CALL,
        0, 1);
    Basket inSteps = new Basket(exchange.assets(), exchange.weights(), exchange.aggregate(), exchange.option(), 0, 1,
        List.of(), 6);
    PricingProgram one = PricingProgram.of(exchange, market);
    PricingProgram six = PricingProgram.of(inSteps, market);
    assertThat(six.inputs().steps()).isEqualTo(6);
    Estimate first = Simulated.value(one.program(), one.inputs(), 60);
    Estimate second = Simulated.value(six.program(), six.inputs(), 60);
    double error = Math.hypot(first.standardError(), second.standardError());
    assertThat(Math.abs(first.mean() - second.mean())).isLessThan(LARGEST_Z * error);
    assertThat(error).isLessThan(0.03 * first.mean());
  }

  @Test
  void todaysPriceMayBeObserved() {
    for (String id : List.of("M", "H", "E", "J", "G", "C", "S")) {
      Product today = Asian.of(id, OptionType.CALL, Asian.Average.ARITHMETIC, 90, 0.5, List.of(0.0));
      assertThat(value(PricingProgram.of(today, MARKET))).as(id)
          .isCloseTo(10 * MARKET.curve("USD").discountFactor(0.5), within(1e-10));
      Product expired = European.of(id, OptionType.CALL, 90, 0);
      assertThat(value(PricingProgram.of(expired, MARKET))).as(id).isCloseTo(10, within(1e-12));
    }
  }

  @Test
  void stepsAreNoLongerThanTheModelAsksForAndEqualBetweenEvents() {
    double[] lengths = PricingProgram.of(Asian.of("H", OptionType.CALL, Asian.Average.ARITHMETIC, 100, 1,
        List.of(0.1, 1.0)), MARKET).inputs().stepValue(PricingProgram.STEP_LENGTH);
    assertThat(lengths).hasSize(5);
    assertThat(lengths[0]).isEqualTo(0.1);
    assertThat(lengths).endsWith(new double[]{0.225, 0.225}, within(1e-15));
  }

  @Test
  void absurdlyManyStepsAreRefused() {
    AssetModel restless = new AssetModel.VarianceGamma(0.2, 0, 1e-9);
    MarketData market = MARKET.with(Correlations.NONE).with(asset("M", restless));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PricingProgram.of(European.of("M", OptionType.CALL, 100, 1), market))
        .withMessageContaining("at most 1000000");
  }
}
