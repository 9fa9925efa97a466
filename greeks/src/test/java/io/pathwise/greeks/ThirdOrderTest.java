package io.pathwise.greeks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pathwise.engine.cpu.CpuBackend;
import io.pathwise.engine.derive.Tangent;
import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.lower.Binding;
import io.pathwise.engine.lower.LoweredProgram;
import io.pathwise.engine.lower.Lowering;
import io.pathwise.engine.program.Program;
import io.pathwise.engine.run.BlockSource;
import io.pathwise.engine.run.NoiseKey;
import io.pathwise.engine.run.ReferenceBackend;
import io.pathwise.engine.run.Sampling;
import io.pathwise.engine.run.Simulation;
import io.pathwise.engine.statistics.Estimate;
import io.pathwise.engine.statistics.MomentLayout;
import io.pathwise.greeks.estimator.Estimator;
import io.pathwise.greeks.estimator.EstimatorChoice;
import io.pathwise.greeks.estimator.Orderings;
import io.pathwise.greeks.measure.Greek;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.greeks.policy.Policy;
import io.pathwise.greeks.policy.Settings;
import io.pathwise.pricing.analytic.AnalyticPrice;
import io.pathwise.pricing.market.AssetModel;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.RiskFactor;
import io.pathwise.pricing.product.Asian;
import io.pathwise.pricing.product.Barrier;
import io.pathwise.pricing.product.Basket;
import io.pathwise.pricing.product.Digital;
import io.pathwise.pricing.product.European;
import io.pathwise.pricing.product.OptionType;
import io.pathwise.pricing.product.Product;
import io.pathwise.pricing.program.PricingProgram;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Speed and color by every estimator that is valid, against closed forms; what is refused; and what has no noise. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("long")
class ThirdOrderTest {

  private static final int PATHS = 20_000;
  private static final double LARGEST_Z = 4.5;
  private static final double NOTHING = 1e-15;
  private static final Set<Measure> MEASURES = EnumSet.of(Measure.SPEED, Measure.COLOR);
  private static final Product CALL = Examples.european(OptionType.CALL);
  private static final Product DIGITAL = Examples.digital(OptionType.CALL);
  private static final Product BARRIER = Examples.barrier(OptionType.CALL, Barrier.Kind.DOWN_AND_OUT);
  private static final Product ASIAN = Asian.of("TERM", OptionType.CALL, Asian.Average.GEOMETRIC, 41, 1, 4);
  private static final Set<EstimatorChoice> BIASED = EnumSet.of(EstimatorChoice.BUMP,
      EstimatorChoice.SMOOTHED_LOGISTIC, EstimatorChoice.SMOOTHED_NORMAL_CDF, EstimatorChoice.SMOOTHED_CALL_SPREAD,
      EstimatorChoice.SMOOTHED_RICHARDSON, EstimatorChoice.INDICATOR_DENSITY, EstimatorChoice.SOFT_CLIP);
  private static final List<EstimatorChoice> UNBIASED = Arrays.stream(EstimatorChoice.values())
      .filter(choice -> !BIASED.contains(choice)).toList();

  private final GreeksEngine engine = new GreeksEngine(new CpuBackend(), 2);

  @AfterAll
  void close() {
    engine.close();
  }

  /** Product, market, and how many estimators there are at least for both measures together. */
  static Stream<Arguments> cases() {
    List<Arguments> cases = new ArrayList<>();
    List<Double> fixings = List.of(0.25, 0.5, 1.0);
    cases.add(Arguments.of(CALL, Examples.MARKET, 20));
    cases.add(Arguments.of(DIGITAL, Examples.MARKET, 16));
    cases.add(Arguments.of(BARRIER, Examples.MARKET, 5));
    cases.add(Arguments.of(Examples.barrier(OptionType.PUT, Barrier.Kind.UP_AND_IN), Examples.MARKET, 5));
    cases.add(Arguments.of(ASIAN, Examples.MARKET, 13));
    cases.add(Arguments.of(
        new Asian("FLAT", OptionType.PUT, Asian.Average.GEOMETRIC, 98, 1, fixings, List.of(104.0, 91.0, 88.0), 1),
        Examples.MARKET, 13));
    cases.add(Arguments.of(Examples.basket(Basket.Aggregate.BEST_OF, OptionType.CALL), Examples.MARKET, 20));
    cases.add(Arguments.of(Examples.autocallable("TERM"), Examples.MARKET, 5));
    for (String model : List.of("merton", "heston")) {
      MarketData market = Examples.marketOf(Objects.requireNonNull(Examples.everyModel().get(model)));
      cases.add(Arguments.of(European.of("FLAT", OptionType.CALL, 102, 0.25), market, 10));
      cases.add(Arguments.of(Digital.cash("FLAT", OptionType.PUT, 98, 0.25, 10), market, 10));
    }
    return cases.stream();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void everyValidEstimatorAgreesWithTheClosedForm(Product product, MarketData market, int least) {
    int numbers = 0;
    for (EstimatorChoice choice : UNBIASED) {
      for (Greek greek : forced(product, market, choice)) {
        if (greek.status() == Greek.Status.FAILED) {
          assertThat(greek.message()).contains("refused");
        } else {
          numbers++;
          assertThat(greek.status()).as(greek.toString()).isIn(Greek.Status.OK, Greek.Status.FEW_HITS);
          assertThat(greek.message()).doesNotContain("biased");
          double exact = Examples.exact(market, product, greek.factors());
          assertThat(Math.abs(Examples.z(greek, exact))).as("%s by %s: %s, exact %s", greek.measure(), choice, greek,
              exact).isLessThan(LARGEST_Z);
        }
      }
    }
    assertThat(numbers).isGreaterThanOrEqualTo(least);
  }

  private List<Greek> forced(Product product, MarketData market, EstimatorChoice choice) {
    Settings settings = Settings.paths(PATHS).withPolicy(Policy.STRUCTURAL).withSeed(3);
    for (Measure measure : MEASURES) {
      settings = settings.withEstimator(measure, Estimator.of(choice));
    }
    return engine.evaluate(product, market, MEASURES, settings).numbers();
  }

  static List<Sampling> samplings() {
    return List.of(Sampling.sobol(32, Orderings.BRIDGE), Sampling.sobol(32, Orderings.BRIDGE).mirrored(),
        Sampling.stratified(Orderings.BRIDGE), Sampling.INDEPENDENT.mirrored());
  }

  @ParameterizedTest
  @MethodSource("samplings")
  void everyWayOfSamplingGivesTheSameNumbers(Sampling sampling) {
    for (Product product : List.of(CALL, DIGITAL, BARRIER, ASIAN)) {
      for (Policy policy : List.of(Policy.STRUCTURAL, Policy.PREFERENCE)) {
        for (Greek greek : engine.evaluate(product, Examples.MARKET, MEASURES,
            Settings.paths(1 << 15).withPolicy(policy).withSampling(sampling)).numbers()) {
          assertThat(greek.status()).as(greek.toString()).isIn(Greek.Status.OK, Greek.Status.FEW_HITS);
          assertThat(Math.abs(Examples.z(greek, Examples.exact(Examples.MARKET, product, greek.factors()))))
              .as("%s of %s: %s", greek.measure(), product, greek).isLessThan(LARGEST_Z);
        }
      }
    }
  }

  /** Where integration leaves no noise, the number is the closed form up to rounding. */
  @Test
  void preferenceFindsWhatIsExact() {
    for (Product product : List.of(CALL, DIGITAL)) {
      for (Greek greek : engine.evaluate(product, Examples.MARKET, MEASURES,
          Settings.paths(2560).withPolicy(Policy.PREFERENCE)).numbers()) {
        double exact = Examples.exact(Examples.MARKET, product, greek.factors());
        assertThat(greek.reason()).contains("no noise reaches it");
        assertThat(greek.value()).isCloseTo(exact, within(1e-12 * Math.abs(exact)));
        assertThat(greek.standardError()).isLessThan(1e-11 * Math.abs(exact));
      }
    }
  }

  @Test
  void pathwiseThriceIsRefused() {
    for (Greek greek : forced(CALL, Examples.MARKET, EstimatorChoice.PATHWISE_TANGENT)) {
      assertThat(greek.status()).isEqualTo(Greek.Status.FAILED);
      assertThat(greek.message()).contains("the first derivative jumps");
    }
    for (Greek greek : forced(CALL, Examples.MARKET, EstimatorChoice.INDICATOR_DENSITY)) {
      assertThat(greek.status()).isEqualTo(Greek.Status.FAILED);
      assertThat(greek.message()).contains("up to the order 2");
    }
    for (Greek greek : forced(CALL, Examples.MARKET, EstimatorChoice.PATHWISE_ADJOINT)) {
      assertThat(greek.message()).contains("estimator of first order");
    }
  }

  /** What the refusal protects from: nothing is left but rounding. */
  @Test
  void naivePathwiseSpeedFailsTheCheck() {
    Estimate call = naiveSpeed(CALL);
    assertThat(call.mean()).isCloseTo(0, within(NOTHING));
    assertThat(call.standardError()).isLessThan(NOTHING);
    assertThat(Math.abs(Examples.exact(Examples.MARKET, CALL, SPEED))).isGreaterThan(1e-5);
    Estimate barrier = naiveSpeed(BARRIER);
    assertThat(Math.abs(barrier.mean() - Examples.exact(Examples.MARKET, BARRIER, SPEED)))
        .isGreaterThan(LARGEST_Z * barrier.standardError());
  }

  private static final List<RiskFactor> SPEED = List.of(Examples.SPOT, Examples.SPOT, Examples.SPOT);

  /** The pathwise derivative without asking whether it is valid. */
  private static Estimate naiveSpeed(Product product) {
    PricingProgram pricing = PricingProgram.of(product, Examples.MARKET);
    Expr.Parameter spot = pricing.program().parameters().stream()
        .filter(parameter -> parameter.name().equals(PricingProgram.parameter(Examples.SPOT))).findFirst()
        .orElseThrow();
    Program program = pricing.program();
    String output = PricingProgram.VALUE;
    for (int i = 0; i < 3; i++) {
      program = Tangent.differentiate(program, Map.of(output, List.of(spot)));
      output = Tangent.name(output, spot);
    }
    LoweredProgram lowered = Lowering.lower(program);
    BlockSource source = BlockSource.of(new ReferenceBackend().compile(lowered, Sampling.INDEPENDENT),
        new Binding(lowered, pricing.inputs()), NoiseKey.results(3));
    try (Simulation simulation = new Simulation(1)) {
      return simulation.run(source, MomentLayout.of(program.outputs().size()), 0, 40)
          .estimate(program.outputIndex(output));
    }
  }

  /** A difference estimates what the same difference of closed forms is. */
  @ParameterizedTest
  @MethodSource("bumped")
  void bumpsEstimateDifferences(Product product, double largestBias) {
    for (Greek greek : forced(product, Examples.MARKET, EstimatorChoice.BUMP)) {
      double difference = greek.measure() == Measure.SPEED
          ? (gamma(product, 2, 2) - gamma(product, -2, 2)) / 4
          : (gammaLater(product, DAY) - gammaLater(product, -DAY)) / (2 * DAY);
      double exact = Examples.exact(Examples.MARKET, product, greek.factors());
      assertThat(greek.message()).contains("biased: central difference with step 2.0");
      assertThat(Math.abs(Examples.z(greek, difference))).as("%s, expected %s", greek, difference)
          .isLessThan(LARGEST_Z);
      assertThat(Math.abs(difference - exact)).isLessThan(largestBias * Math.abs(exact));
    }
  }

  private static final double DAY = 1.0 / 365;

  static Stream<Arguments> bumped() {
    return Stream.of(Arguments.of(CALL, 0.05), Arguments.of(DIGITAL, 0.1));
  }

  /** The central difference of second order around a moved spot. */
  private static double gamma(Product product, double moved, double step) {
    return (value(product, moved + step) - 2 * value(product, moved) + value(product, moved - step)) / (step * step);
  }

  private static double value(Product product, double moved) {
    return AnalyticPrice.of(Examples.MARKET.shifted(Examples.SPOT, moved), product).orElseThrow().value();
  }

  /** The same at a later time: the value there differs from that of today by an integral of theta, taken to h³. */
  private static double gammaLater(Product product, double time) {
    RiskFactor valuation = new RiskFactor.ValuationTime();
    double step = 2;
    double change = 0;
    for (int i = -1; i <= 1; i++) {
      AnalyticPrice price = AnalyticPrice.of(Examples.MARKET.shifted(Examples.SPOT, i * step), product).orElseThrow();
      double value = price.value() + time * price.derivative(valuation)
          + time * time / 2 * price.derivative(valuation, valuation)
          + time * time * time / 6 * price.derivative(List.of(valuation, valuation, valuation));
      change += (i == 0 ? -2 : 1) * value;
    }
    return change / (step * step);
  }

  @ParameterizedTest
  @EnumSource(Policy.class)
  void certainPricesHaveNoSpeed(Policy policy) {
    MarketData still = Examples.flat(0.05, 0.02, 0);
    MarketData moving = Examples.flat(0.05, 0.02, 0.3);
    Settings settings = Settings.paths(2560).withPolicy(policy);
    for (Product product : List.of(European.of("FLAT", OptionType.CALL, 90, 2),
        European.of("FLAT", OptionType.PUT, 90, 2), Digital.cash("FLAT", OptionType.CALL, 106.1, 2, 3),
        Barrier.of("FLAT", OptionType.CALL, 90, 1, 80, Barrier.Kind.DOWN_AND_OUT, 3, 1))) {
      assertZeroOrFailed(engine.evaluate(product, still, MEASURES, settings).numbers(), policy);
    }
    for (Product product : List.of(European.of("FLAT", OptionType.CALL, 90, 0),
        Digital.cash("FLAT", OptionType.CALL, 90, 0, 7),
        Asian.of("FLAT", OptionType.CALL, Asian.Average.ARITHMETIC, 90, 1, List.of(0.0)))) {
      assertZeroOrFailed(engine.evaluate(product, moving, MEASURES, settings).numbers(), policy);
    }
  }

  /** The structural policy knows no rewrites, so it has scores only, and those divide by deviations of 0. */
  private static void assertZeroOrFailed(List<Greek> numbers, Policy policy) {
    assertThat(numbers).hasSize(MEASURES.size()).allSatisfy(greek -> {
      if (policy == Policy.STRUCTURAL && greek.status() == Greek.Status.FAILED) {
        assertThat(greek.message()).isNotEmpty();
      } else {
        assertThat(greek.status()).as(greek.toString()).isEqualTo(Greek.Status.OK);
        assertThat(greek.value()).as(greek.toString()).isCloseTo(0, within(1e-12));
        assertThat(greek.standardError()).as(greek.toString()).isLessThan(1e-9);
      }
    });
  }

  @Test
  void onAKinkThereIsNone() {
    MarketData still = Examples.flat(0, 0, 0);
    for (Product product : List.of(European.of("FLAT", OptionType.CALL, 100, 1),
        Digital.cash("FLAT", OptionType.CALL, 100, 1, 3))) {
      for (Greek greek : engine.evaluate(product, still, EnumSet.of(Measure.SPEED), Settings.paths(2560)).numbers()) {
        assertThat(greek.status()).isEqualTo(Greek.Status.FAILED);
        assertThat(greek.message()).contains("exactly 100").contains("no derivative by FLAT.spot");
      }
    }
  }

  /** Without a model of its own a measure of third order is absent nowhere: every asset has a spot. */
  @Test
  void everyModelHasBoth() {
    for (AssetModel model : Examples.everyModel().values()) {
      assertThat(engine.evaluate(CALL, Examples.marketOf(model), MEASURES, Settings.paths(2560)).numbers())
          .extracting(Greek::measure).containsExactly(Measure.SPEED, Measure.COLOR);
    }
  }
}
