package io.pathwise.greeks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.pathwise.engine.cpu.CpuBackend;
import io.pathwise.engine.derive.Tangent;
import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.graph.Operation;
import io.pathwise.engine.integrate.Sided;
import io.pathwise.engine.lower.Binding;
import io.pathwise.engine.lower.LoweredProgram;
import io.pathwise.engine.lower.Lowering;
import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.program.Program;
import io.pathwise.engine.program.Rewriter;
import io.pathwise.engine.rewrite.NotApplicableException;
import io.pathwise.engine.run.BlockSource;
import io.pathwise.engine.run.Kernel;
import io.pathwise.engine.run.NoiseKey;
import io.pathwise.engine.run.Sampling;
import io.pathwise.engine.run.Simulation;
import io.pathwise.engine.statistics.Estimate;
import io.pathwise.engine.statistics.MomentLayout;
import io.pathwise.greeks.estimator.EstimatorChoice;
import io.pathwise.greeks.measure.Explanation;
import io.pathwise.greeks.measure.Greek;
import io.pathwise.greeks.measure.Greeks;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.greeks.policy.Policy;
import io.pathwise.greeks.policy.Settings;
import io.pathwise.pricing.analytic.AnalyticPrice;
import io.pathwise.pricing.market.Asset;
import io.pathwise.pricing.market.AssetModel;
import io.pathwise.pricing.market.Correlations;
import io.pathwise.pricing.market.ElasticVol;
import io.pathwise.pricing.market.Jumps;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.RiskFactor;
import io.pathwise.pricing.market.StochasticVariance;
import io.pathwise.pricing.market.ZeroCurve;
import io.pathwise.pricing.product.Barrier;
import io.pathwise.pricing.product.OptionType;
import io.pathwise.pricing.product.Product;
import io.pathwise.pricing.product.Scripted;
import io.pathwise.pricing.program.PricingProgram;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Cells between thresholds: notes whose events live on, against differences and scores, and what is refused. */
@TestInstance(Lifecycle.PER_CLASS)
class SidedTest {

  private static final Sided SIDED = new Sided(PricingProgram.STEP_LENGTH);
  private static final CpuBackend BACKEND = new CpuBackend();
  private static final long PATHS = 128 * 256;
  private static final int BLOCKS = 128;
  private static final double LARGEST_Z = 4.5;
  /** Of a difference quotient, as a share of the number. */
  private static final double QUOTIENT_BIAS = 2e-3;

  private static final MarketData ONE = Examples.flat(0.03, 0.01, 0.25);
  private static final MarketData TWO = Examples.correlated(0.5);
  private static final MarketData HESTON = market(new AssetModel.Heston(
      new StochasticVariance(0.06, 1.5, 0.05, 0.5, -0.6, StochasticVariance.Scheme.QUADRATIC_EXPONENTIAL, 4)));
  private static final MarketData MERTON = market(new AssetModel.Merton(0.2, new Jumps(0.5, -0.1, 0.15)));

  private static final String MEMORY = """
      state missed = 0
      at [0.5, 1, 1.5] {
        let level = %1$s
        when level >= 70%% { pay 3.5 * (1 + missed) set missed = 0 } otherwise { set missed = missed + 1 }
        when level >= values(1, 0.95, 0.95) { pay 100 end }
      }
      at 2 {
        let level = %1$s
        when level >= 70%% { pay 3.5 * (1 + missed) }
        pay if level >= 60%% then 100 else 100 * level
      }
      """;
  private static final String KNOCK_IN = """
      state knocked = 0
      at 6 times until 1 { when FLAT <= 80 { set knocked = 1 } }
      at 1 { pay if knocked > 0 and FLAT < 100 then FLAT else 104 }
      """;
  private static final String TARGET = """
      state accrued = 0
      at 6 times until 1.5 {
        when FLAT > 98 { pay 4 set accrued = accrued + 4 }
        when accrued >= 9 { pay 100 end }
      }
      at 1.5 { pay min(FLAT, 100) }
      """;
  /** Coupon and redemption have one barrier, and so have two events of the last date. */
  private static final String TIES = """
      state missed = 0
      at 3 times until 1.5 {
        when FLAT >= 100 { pay 5 * (1 + missed) set missed = 0 } otherwise { set missed = missed + 1 }
        when not FLAT < 100 { pay 100 end }
      }
      at 1.5 { when missed > 2 and FLAT < 100 { pay FLAT } otherwise { pay 100 } }
      """;

  private final GreeksEngine engine = new GreeksEngine(BACKEND, 2);

  @AfterAll
  void close() {
    engine.close();
  }

  private static MarketData market(AssetModel model) {
    return MarketData.of(Examples.TODAY, List.of(ZeroCurve.flat("EUR", 0.03)),
        List.of(Asset.of("FLAT", "EUR", 100, 0.01, model)), Correlations.NONE);
  }

  private static Product script(String text, String... assets) {
    return Scripted.of(text, List.of(assets), Optional.empty());
  }

  private static Product memory() {
    return script(MEMORY.formatted("FLAT / 100"), "FLAT");
  }

  static Stream<Arguments> notes() {
    Product worst = script(MEMORY.formatted("worst(FLAT / 100, TERM / 100)"), "FLAT", "TERM");
    return Stream.of(Arguments.of("memory", memory(), ONE), Arguments.of("worst", worst, TWO),
        Arguments.of("knock-in", script(KNOCK_IN, "FLAT"), ONE), Arguments.of("target", script(TARGET, "FLAT"), ONE),
        Arguments.of("ties", script(TIES, "FLAT"), ONE), Arguments.of("heston", memory(), HESTON),
        Arguments.of("merton", memory(), MERTON));
  }

  /** Against score-all where that is valid, and against bumps with common noise. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("notes")
  void firstDerivativesAreUnbiased(String name, Product note, MarketData market) {
    Set<Measure> measures = EnumSet.of(Measure.VALUE, Measure.DELTA, Measure.VEGA, Measure.RHO, Measure.THETA,
        Measure.CORRELATION, Measure.MODEL_PARAMETER);
    Greeks sided = evaluate(note, market, measures, EstimatorChoice.SIDED, PATHS);
    Greeks scored = evaluate(note, market, measures, EstimatorChoice.SCORE_ALL, 4 * PATHS);
    Greeks bumped = evaluate(note, market, measures, EstimatorChoice.BUMP, 8 * PATHS);
    int compared = 0;
    for (Greek greek : sided.numbers()) {
      if (greek.status() == Greek.Status.NOT_APPLICABLE) {
        continue;
      }
      assertThat(greek.status()).as("%s", greek).isEqualTo(Greek.Status.OK);
      for (Greeks others : List.of(scored, bumped)) {
        Greek other = others.get(greek.measure(), greek.factors().toArray(RiskFactor[]::new));
        if (other.status() == Greek.Status.OK) {
          double error = Math.hypot(greek.standardError(), other.standardError());
          double bias = greek.factors().isEmpty() ? 0 : QUOTIENT_BIAS * Math.abs(greek.value());
          assertThat(Math.abs(greek.value() - other.value())).as("%s, %s", greek, other)
              .isLessThan(LARGEST_Z * error + bias);
          compared++;
        }
      }
    }
    assertThat(compared).isGreaterThanOrEqualTo(8);
  }

  private Greeks evaluate(Product note, MarketData market, Set<Measure> measures, EstimatorChoice choice, long paths) {
    Settings settings = Settings.paths(paths).withPolicy(Policy.STRUCTURAL).withSeed(7).withControlVariates(false);
    for (Measure measure : measures) {
      boolean isMean = measure == Measure.VALUE && choice != EstimatorChoice.SIDED;
      settings = isMean ? settings : settings.withEstimator(measure, choice);
    }
    return engine.evaluate(note, market, measures, settings);
  }

  /** A knock-in written as a script, against the closed form of the product that pays the same. */
  @Test
  void aKnockInHasTheDerivativesOfItsClosedForm() {
    Product script = script("""
        state knocked = 0
        at 4 times until 1 { when FLAT <= 90 { set knocked = 1 } }
        at 1 { when knocked > 0 { pay max(105 - FLAT, 0) } }
        """, "FLAT");
    AnalyticPrice exact = AnalyticPrice
        .of(ONE, Barrier.of("FLAT", OptionType.PUT, 105, 1, 90, Barrier.Kind.DOWN_AND_IN, 4, 0)).orElseThrow();
    Greeks greeks = evaluate(script, ONE, EnumSet.of(Measure.VALUE, Measure.DELTA, Measure.VEGA, Measure.RHO),
        EstimatorChoice.SIDED, PATHS);
    for (Greek greek : greeks.numbers()) {
      double expected = greek.factors().isEmpty() ? exact.value() : exact.derivative(greek.factors().getFirst());
      assertThat((greek.value() - expected) / greek.standardError()).as("%s, exactly %s", greek, expected)
          .isBetween(-LARGEST_Z, LARGEST_Z);
    }
  }

  /** Where probabilities of cells are held fixed, what is left is the pathwise derivative inside cells, and wrong. */
  @Test
  void withoutTheProbabilitiesOfSidesTheSameCheckFails() {
    PricingProgram pricing = PricingProgram.of(memory(), ONE);
    Program right = SIDED.program(pricing.program(), pricing.inputs());
    Graph graph = right.graph();
    Program wrong = Rewriter.rewrite(right, (node, operands) -> node instanceof Expr.Apply apply
        && apply.operation() == Operation.NORMAL_CDF ? graph.normalCdf(graph.frozen(operands.getFirst())) : null);
    Inputs inputs = SIDED.inputs(pricing.program(), pricing.inputs());
    Greeks scored = evaluate(memory(), ONE, EnumSet.of(Measure.DELTA, Measure.VEGA), EstimatorChoice.SCORE_ALL,
        4 * PATHS);
    for (Greek greek : scored.numbers()) {
      assertThat(z(right, inputs, greek)).as("%s", greek).isBetween(-LARGEST_Z, LARGEST_Z);
      assertThat(Math.abs(z(wrong, inputs, greek))).as("%s", greek).isGreaterThan(5 * LARGEST_Z);
    }
  }

  private static double z(Program program, Inputs inputs, Greek other) {
    Expr.Parameter parameter = program.graph().parameter(PricingProgram.parameter(other.factors().getFirst()));
    Program tangent = Tangent.differentiate(program, Map.of(PricingProgram.VALUE, List.of(parameter)));
    Estimate estimate = estimate(tangent.withOutputs(List.of(tangent.output(
        Tangent.name(PricingProgram.VALUE, parameter)))), inputs, 2);
    return (estimate.mean() - other.value()) / Math.hypot(estimate.standardError(), other.standardError());
  }

  private static Estimate estimate(Program program, Inputs inputs, int threads) {
    LoweredProgram lowered = Lowering.lower(program);
    try (Kernel kernel = BACKEND.compile(lowered, Sampling.INDEPENDENT);
        Simulation simulation = new Simulation(
            threads)) {
      return simulation.run(BlockSource.of(kernel, new Binding(lowered, inputs), NoiseKey.results(5)),
          MomentLayout.of(1), 0, BLOCKS).estimate(0);
    }
  }

  @Test
  void bitsDoNotDependOnThreads() {
    PricingProgram pricing = PricingProgram.of(memory(), ONE);
    Program program = SIDED.program(pricing.program(), pricing.inputs());
    Inputs inputs = SIDED.inputs(pricing.program(), pricing.inputs());
    assertThat(estimate(program, inputs, 1)).isEqualTo(estimate(program, inputs, 3));
  }

  /** The value of a note that pays the same whatever happens has no variance: the cells' probabilities add up to 1. */
  @Test
  void probabilitiesOfCellsAddUp() {
    Product certain = script("""
        state missed = 0
        at 5 times until 1 { when FLAT >= 95 { set missed = 0 } otherwise { set missed = missed + 1 } }
        at 1 { when missed > 1 { pay 100 } otherwise { pay 100 } }
        """, "FLAT");
    PricingProgram pricing = PricingProgram.of(certain, ONE);
    Estimate value = estimate(SIDED.program(pricing.program(), pricing.inputs()),
        SIDED.inputs(pricing.program(), pricing.inputs()), 2);
    assertThat(value.standardError()).isLessThan(1e-13);
    assertThat(value.mean()).isCloseTo(100 * Math.exp(-0.03), within(1e-11));
  }

  /** Against score-all; docs/estimators.md has the numbers of the lab. */
  @Test
  void varianceTimesOperations() {
    String monthly = KNOCK_IN.replace("6 times", "12 times").replace("80", "70");
    for (Measure measure : List.of(Measure.DELTA, Measure.VEGA)) {
      assertThat(gain(script(monthly, "FLAT"), measure)).as("knock-in, %s", measure).isGreaterThan(20);
      assertThat(gain(memory(), measure)).as("memory, %s", measure).isGreaterThan(10);
    }
  }

  private double gain(Product note, Measure measure) {
    Explanation.Row row = engine
        .explain(note, ONE, Set.of(measure), Settings.paths(PATHS).withPolicy(Policy.PILOT)).rows().getFirst();
    return work(row, EstimatorChoice.SCORE_ALL) / work(row, EstimatorChoice.SIDED);
  }

  private static double work(Explanation.Row row, EstimatorChoice choice) {
    Explanation.CandidateRow candidate = row.candidates().stream().filter(each -> each.name().equals(choice.label()))
        .findFirst().orElseThrow();
    return candidate.variancePerPath() * candidate.operationsPerPath();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
      "at 3 times until 1 { when FLAT >= 110 { pay 100 end } } at 1 { pay FLAT } | no state lives on",
      "state total = 0 at 3 times until 1 { set total = total + FLAT when total > 310 { pay 1 } } | the sign of a level is not known",
      "state total = 0 at 3 times until 1 { set total = total + FLAT } at 1 { pay max(total - 300, 0) } | keeps what depends",
      "state total = 0 at 3 times until 1 { when FLAT > 100 { set total = total + FLAT - 100 } when total > 9 { pay 1 end } } "
          + "| different signs",
      "state k = 90 at 3 times until 1 { when FLAT < k { set k = k - 5 pay 1 } } | the sign of a level is not known",
      "state n = 0 at 65 times until 1 { when FLAT < 90 { set n = n + 1 } } at 1 { pay n } | 65 thresholds"})
  void whatItCannotDoIsRefusedWithTheReason(String text, String reason) {
    PricingProgram pricing = PricingProgram.of(script(text, "FLAT"), ONE);
    assertThatThrownBy(() -> SIDED.program(pricing.program(), pricing.inputs()))
        .isInstanceOf(NotApplicableException.class).hasMessageContaining(reason);
  }

  @Test
  void secondDerivativesAndVolatilitiesThatDependOnThePriceAreRefused() {
    Greek gamma = evaluate(memory(), ONE, EnumSet.of(Measure.GAMMA), EstimatorChoice.SIDED, PATHS).numbers()
        .getFirst();
    assertThat(gamma.message()).contains("its derivatives are right up to the order 1");
    MarketData cev = market(new AssetModel.Cev(new ElasticVol(0.25, 0.3, 110, 4)));
    Greek delta = evaluate(memory(), cev, EnumSet.of(Measure.DELTA), EstimatorChoice.SIDED, PATHS).numbers()
        .getFirst();
    assertThat(delta.message()).contains("whose deviation is independent of it");
  }
}
