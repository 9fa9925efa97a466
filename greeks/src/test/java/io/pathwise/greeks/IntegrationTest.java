package io.pathwise.greeks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.pathwise.engine.cpu.CpuBackend;
import io.pathwise.engine.derive.Adjoint;
import io.pathwise.engine.derive.Smoothness;
import io.pathwise.engine.derive.Smoothness.Grade;
import io.pathwise.engine.derive.Tangent;
import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.integrate.Sided;
import io.pathwise.engine.integrate.Survival;
import io.pathwise.engine.integrate.WidestDirection;
import io.pathwise.engine.lower.Binding;
import io.pathwise.engine.lower.LoweredProgram;
import io.pathwise.engine.lower.Lowering;
import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.program.Program;
import io.pathwise.engine.rewrite.NotApplicableException;
import io.pathwise.engine.rewrite.Rewrite;
import io.pathwise.engine.run.BlockSource;
import io.pathwise.engine.run.Kernel;
import io.pathwise.engine.run.NoiseKey;
import io.pathwise.engine.run.Sampling;
import io.pathwise.engine.run.Simulation;
import io.pathwise.engine.statistics.BlockMoments;
import io.pathwise.engine.statistics.Estimate;
import io.pathwise.engine.statistics.MomentLayout;
import io.pathwise.greeks.estimator.EstimatorChoice;
import io.pathwise.greeks.estimator.RewrittenProgram;
import io.pathwise.greeks.measure.Greek;
import io.pathwise.greeks.measure.Greeks;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.greeks.policy.Policy;
import io.pathwise.greeks.policy.Settings;
import io.pathwise.pricing.analytic.AnalyticPrice;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.RiskFactor;
import io.pathwise.pricing.product.Asian;
import io.pathwise.pricing.product.Autocallable;
import io.pathwise.pricing.product.Barrier;
import io.pathwise.pricing.product.Basket;
import io.pathwise.pricing.product.Digital;
import io.pathwise.pricing.product.European;
import io.pathwise.pricing.product.OptionType;
import io.pathwise.pricing.product.Product;
import io.pathwise.pricing.product.Scripted;
import io.pathwise.pricing.program.PricingProgram;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Directions integrated out of the programs of products: values and derivatives against closed forms, what remains of
 * the variance, and what is refused.
 */
class IntegrationTest {

  private static final Rewrite BRIDGE = new WidestDirection(WidestDirection.Weights.BRIDGE,
      PricingProgram.STEP_LENGTH);
  private static final Rewrite PRINCIPAL = new WidestDirection(WidestDirection.Weights.PRINCIPAL,
      PricingProgram.STEP_LENGTH);
  private static final Rewrite SURVIVAL = new Survival(Survival.Steps.EACH, PricingProgram.STEP_LENGTH);
  private static final Rewrite LAST = new Survival(Survival.Steps.LAST, PricingProgram.STEP_LENGTH);
  private static final Rewrite SIDED = new Sided(PricingProgram.STEP_LENGTH);

  private static final MarketData ONE = Examples.flat(0.05, 0.01, 0.2);
  private static final MarketData WILD = Examples.flat(0.05, 0.01, 0.9);
  private static final MarketData TWO = Examples.correlated(-0.5);
  private static final CpuBackend BACKEND = new CpuBackend();
  private static final int BLOCKS = 32;
  /** Of the spot, for a difference of derivatives. */
  private static final double STEP = 0.02;

  private static Product digital(int steps) {
    return new Digital("FLAT", OptionType.CALL, 102, 1, Digital.Payout.CASH, 10, steps);
  }

  private static Product barrier(Barrier.Kind kind, OptionType option, double level) {
    return Barrier.of("FLAT", option, 100, 1, level, kind, 4, 2);
  }

  /** Product, market, rewrite, and whether second derivatives may be taken pathwise, too. */
  static Stream<Arguments> cases() {
    Product asset = Digital.assetOrNothing("FLAT", OptionType.PUT, 95, 0.7);
    Product call = new European("FLAT", OptionType.CALL, 100, 1, 3);
    Product put = new European("FLAT", OptionType.PUT, 100, 1, 1);
    Product geometric = Asian.of("FLAT", OptionType.PUT, Asian.Average.GEOMETRIC, 100, 1, 4);
    Product note = Autocallable.of(List.of("FLAT"), List.of(95.0), 100, 3, 0.8, 1.0, 1, 0.7, 1, 3);
    List<Arguments> cases = new ArrayList<>();
    for (Rewrite rewrite : List.of(BRIDGE, PRINCIPAL, SURVIVAL, LAST)) {
      for (Product product : List.of(digital(3), asset, call, put)) {
        cases.add(Arguments.of(product, ONE, rewrite, true));
      }
    }
    for (Basket.Aggregate aggregate : List.of(Basket.Aggregate.BEST_OF, Basket.Aggregate.WORST_OF)) {
      for (OptionType option : OptionType.values()) {
        Product basket = Basket.of(List.of("FLAT", "TERM"), List.of(1.0, 0.9), aggregate, option, 100, 1);
        for (Rewrite rewrite : List.of(BRIDGE, PRINCIPAL, SURVIVAL, LAST)) {
          cases.add(Arguments.of(basket, TWO, rewrite, false));
        }
      }
    }
    for (Barrier.Kind kind : Barrier.Kind.values()) {
      double level = kind.isUp() ? 120 : 90;
      for (OptionType option : OptionType.values()) {
        cases.add(Arguments.of(barrier(kind, option, level), ONE, PRINCIPAL, false));
        cases.add(Arguments.of(barrier(kind, option, level), ONE, SURVIVAL, true));
        if (!kind.isOut()) {
          cases.add(Arguments.of(barrier(kind, option, level), ONE, SIDED, false));
        }
      }
    }
    cases.add(Arguments.of(barrier(Barrier.Kind.UP_AND_OUT, OptionType.CALL, 120), ONE, BRIDGE, false));
    cases.add(Arguments.of(geometric, ONE, PRINCIPAL, true));
    cases.add(Arguments.of(geometric, ONE, BRIDGE, true));
    cases.add(Arguments.of(note, ONE, PRINCIPAL, false));
    cases.add(Arguments.of(note, ONE, SURVIVAL, true));
    return cases.stream();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void valueAndDerivativesAgreeWithClosedForms(Product product, MarketData market, Rewrite rewrite, boolean smooth) {
    AnalyticPrice exact = AnalyticPrice.of(market, product).orElseThrow();
    RewrittenProgram program = RewrittenProgram.of(product, market, rewrite);
    RiskFactor spot = new RiskFactor.Spot(product.assets().getFirst());
    List<Expr.Parameter> parameters = new ArrayList<>();
    Map<String, Double> expected = new LinkedHashMap<>(Map.of(PricingProgram.VALUE, exact.value()));
    for (RiskFactor factor : market.factors(product.assets())) {
      Expr.Parameter parameter = program.parameter(factor);
      assertThat(program.grade(PricingProgram.VALUE, parameter)).as("%s", factor).isNotEqualTo(Grade.DISCONTINUOUS);
      parameters.add(parameter);
      expected.put(Tangent.name(PricingProgram.VALUE, parameter), exact.derivative(factor));
    }
    RewrittenProgram differentiated = program.tangent(PricingProgram.VALUE, parameters);
    if (smooth) {
      String delta = Tangent.name(PricingProgram.VALUE, program.parameter(spot));
      RiskFactor vol = new RiskFactor.Vol(product.assets().getFirst());
      List<Expr.Parameter> outer = List.of(program.parameter(spot), program.parameter(vol));
      for (Expr.Parameter parameter : outer) {
        assertThat(differentiated.grade(delta, parameter)).as("%s", parameter).isNotEqualTo(Grade.DISCONTINUOUS);
      }
      differentiated = differentiated.tangent(delta, outer);
      expected.put(Tangent.name(delta, outer.getFirst()), exact.derivative(spot, spot));
      expected.put(Tangent.name(delta, outer.getLast()), exact.derivative(spot, vol));
    }
    Map<String, Estimate> estimates = differentiated.estimates(List.copyOf(expected.keySet()));
    expected.forEach((output, number) -> check(output, estimates.get(output), number));
  }

  @Test
  void nothingIsLeftToSimulateOfWhatDependsOnTheLastPriceOnly() {
    for (int steps : List.of(1, 4, 64)) {
      RewrittenProgram program = RewrittenProgram.of(digital(steps), ONE, BRIDGE);
      List<Expr.Parameter> parameters = List.of(program.parameter(Examples.SPOT), program.parameter(Examples.VOL));
      RewrittenProgram first = program.tangent(PricingProgram.VALUE, parameters);
      String delta = Tangent.name(PricingProgram.VALUE, parameters.getFirst());
      String vega = Tangent.name(PricingProgram.VALUE, parameters.getLast());
      RewrittenProgram second = first.tangent(delta, parameters);
      List<String> outputs = List.of(delta, vega, Tangent.name(delta, parameters.getFirst()),
          Tangent.name(delta, parameters.getLast()));
      second.estimates(outputs).forEach((output, estimate) -> assertThat(estimate.standardError())
          .as("%s steps, %s", steps, output).isLessThan(1e-14 * Math.abs(estimate.mean())));
    }
  }

  @Test
  void arithmeticAverage() {
    Product product = Asian.of("FLAT", OptionType.PUT, Asian.Average.ARITHMETIC, 100, 1, 12);
    RewrittenProgram program = RewrittenProgram.of(product, ONE, PRINCIPAL);
    Expr.Parameter spot = program.parameter(Examples.SPOT);
    String delta = Tangent.name(PricingProgram.VALUE, spot);
    String vega = Tangent.name(PricingProgram.VALUE, program.parameter(Examples.VOL));
    String gamma = Tangent.name(delta, spot);
    Map<String, Estimate> estimates = program
        .tangent(PricingProgram.VALUE, List.of(spot, program.parameter(Examples.VOL))).tangent(delta, List.of(spot))
        .estimates(List.of(PricingProgram.VALUE, delta, vega, gamma));
    Map<String, Measure> measures = Map.of(PricingProgram.VALUE, Measure.VALUE, delta, Measure.DELTA, vega,
        Measure.VEGA, gamma, Measure.GAMMA);
    try (GreeksEngine engine = new GreeksEngine(BACKEND, 2)) {
      Greeks greeks = engine.evaluate(product, ONE, measures.values(),
          Settings.paths(128L * 256).withPolicy(Policy.STRUCTURAL).withControlVariates(false)
              .withEstimator(Measure.GAMMA, EstimatorChoice.SCORE_FIRST_OF_PATHWISE)
              .withEstimator(Measure.DELTA, EstimatorChoice.PATHWISE_TANGENT)
              .withEstimator(Measure.VEGA, EstimatorChoice.PATHWISE_TANGENT));
      measures.forEach((output, measure) -> agree(Objects.requireNonNull(estimates.get(output)),
          greeks.all(measure).getFirst()));
      Greek scored = greeks.all(Measure.GAMMA).getFirst();
      Estimate integrated = Objects.requireNonNull(estimates.get(gamma));
      double perPath = integrated.standardError() * Math.sqrt((double) integrated.paths());
      assertThat(perPath).isLessThan(0.01 * scored.standardError() * Math.sqrt((double) scored.paths()));
    }
  }

  /**
   * The third derivative against a difference of second ones, on the same noise, so that both have the same error: of
   * the search for the threshold of an average one step is differentiated, which is enough for three derivatives.
   */
  @ParameterizedTest
  @EnumSource
  void thirdDerivativesOfAverages(WidestDirection.Weights weights) {
    Product asian = Asian.of("FLAT", OptionType.CALL, Asian.Average.ARITHMETIC, 103, 4, 4);
    Rewrite rewrite = new WidestDirection(weights, PricingProgram.STEP_LENGTH);
    double expected = (gammaOf(asian, rewrite, 100 + STEP) - gammaOf(asian, rewrite, 100 - STEP)) / (2 * STEP);
    assertThat(speed(asian, rewrite)).isCloseTo(expected, within(1e-6 * Math.abs(expected)));
  }

  private static double speed(Product product, Rewrite rewrite) {
    RewrittenProgram program = RewrittenProgram.of(product, WILD, rewrite);
    Expr.Parameter spot = program.parameter(Examples.SPOT);
    List<Expr.Parameter> thrice = List.of(spot, spot, spot);
    for (int i = 0; i < thrice.size(); i++) {
      program = program.tangent(Tangent.name(PricingProgram.VALUE, thrice.subList(0, i)), List.of(spot));
    }
    return program.estimate(Tangent.name(PricingProgram.VALUE, thrice)).mean();
  }

  private static double gammaOf(Product product, Rewrite rewrite, double spot) {
    RewrittenProgram program = RewrittenProgram.of(product, WILD.shifted(Examples.SPOT, spot - 100), rewrite);
    Expr.Parameter parameter = program.parameter(Examples.SPOT);
    String delta = Tangent.name(PricingProgram.VALUE, parameter);
    return program.tangent(PricingProgram.VALUE, List.of(parameter)).tangent(delta, List.of(parameter))
        .estimate(Tangent.name(delta, parameter)).mean();
  }

  @Test
  void severalAssetsRiseTogether() {
    Product note = Autocallable.of(List.of("FLAT", "TERM"), List.of(95.0, 100.0), 100, 3, 0.8, 1.0, 1, 0.7, 1, 2);
    try (GreeksEngine engine = new GreeksEngine(BACKEND, 2)) {
      Greeks greeks = engine.evaluate(note, TWO, List.of(Measure.DELTA, Measure.VEGA, Measure.CORRELATION),
          Settings.paths(128L * 256).withPolicy(Policy.STRUCTURAL)
              .withEstimator(Measure.DELTA, EstimatorChoice.SCORE_FIRST)
              .withEstimator(Measure.VEGA, EstimatorChoice.SCORE_ALL)
              .withEstimator(Measure.CORRELATION, EstimatorChoice.SCORE_ALL));
      for (Rewrite rewrite : List.of(BRIDGE, SURVIVAL)) {
        RewrittenProgram program = RewrittenProgram.of(note, TWO, rewrite);
        for (Greek greek : greeks.numbers()) {
          Expr.Parameter parameter = program.parameter(greek.factors().getFirst());
          agree(program.tangent(PricingProgram.VALUE, List.of(parameter))
              .estimate(Tangent.name(PricingProgram.VALUE, parameter)), greek);
        }
      }
    }
  }

  private static void agree(Estimate estimate, Greek other) {
    double error = Math.hypot(estimate.standardError(), other.standardError());
    assertThat((estimate.mean() - other.value()) / error).as("%s: %s, %s", other.measure(), estimate, other)
        .isBetween(-4.5, 4.5);
  }

  @Test
  void tangentAndAdjointAgree() {
    for (Rewrite rewrite : List.of(PRINCIPAL, SURVIVAL, LAST, SIDED)) {
      Barrier.Kind kind = rewrite.equals(SIDED) ? Barrier.Kind.UP_AND_IN : Barrier.Kind.UP_AND_OUT;
      Product product = rewrite.equals(LAST) ? digital(3) : barrier(kind, OptionType.CALL, 120);
      RewrittenProgram program = RewrittenProgram.of(product, ONE, rewrite);
      Expr.Parameter vol = program.parameter(Examples.VOL);
      String vega = Tangent.name(PricingProgram.VALUE, vol);
      RewrittenProgram adjoint = new RewrittenProgram(
          Adjoint.differentiate(program.program, Map.of(PricingProgram.VALUE, List.of(vol))), program.inputs);
      double expected = program.tangent(PricingProgram.VALUE, List.of(vol)).estimate(vega).mean();
      assertThat(adjoint.estimate(vega).mean()).isCloseTo(expected, within(1e-9));
    }
  }

  @Test
  void withoutItTheNaiveDerivativeFailsTheSameCheck() {
    Product product = barrier(Barrier.Kind.UP_AND_OUT, OptionType.CALL, 120);
    PricingProgram pricing = PricingProgram.of(product, ONE);
    RewrittenProgram naive = new RewrittenProgram(pricing.program(), pricing.inputs());
    Expr.Parameter spot = naive.parameter(Examples.SPOT);
    String delta = Tangent.name(PricingProgram.VALUE, spot);
    double exact = AnalyticPrice.of(ONE, product).orElseThrow().derivative(Examples.SPOT);
    assertThat(naive.grade(PricingProgram.VALUE, spot)).isEqualTo(Grade.DISCONTINUOUS);
    Estimate estimate = naive.tangent(PricingProgram.VALUE, List.of(spot)).estimate(delta);
    assertThatThrownBy(() -> check(delta, estimate, exact)).isInstanceOf(AssertionError.class);
  }

  @Test
  void whatHasNoClosedFormIsRefused() {
    Product spread = Basket.of(List.of("FLAT", "TERM"), List.of(1.0, -1.0), Basket.Aggregate.WEIGHTED_SUM,
        OptionType.CALL, 5, 1);
    assertThatThrownBy(() -> RewrittenProgram.of(spread, TWO, BRIDGE)).isInstanceOf(NotApplicableException.class)
        .hasMessageContaining("different signs");
    Product worst = Basket.of(List.of("FLAT", "TERM"), List.of(1.0, 1.0), Basket.Aggregate.WORST_OF, OptionType.CALL,
        100, 1, 3);
    assertThatThrownBy(() -> RewrittenProgram.of(worst, TWO, BRIDGE)).isInstanceOf(NotApplicableException.class)
        .hasMessageContaining("two sums");
  }

  /**
   * Powers upon powers of a sum have more terms than there is time; would find one that is written out all the same.
   */
  @ParameterizedTest
  @ValueSource(strings = {"Y * Y + Y", "max(FLAT - 90, 0) * Y + Y * Y"})
  void powersUponPowersAreRefusedAtOnce(String next) {
    StringBuilder text = new StringBuilder("at 1 { let x0 = FLAT ");
    for (int i = 1; i <= 100; i++) {
      text.append("let x%s = %s ".formatted(i, next.replace("Y", "x" + (i - 1))));
    }
    Product product = Scripted.of(text + "pay x100 }", List.of("FLAT"), Optional.empty());
    for (Rewrite rewrite : List.of(BRIDGE, SURVIVAL, LAST)) {
      assertTimeoutPreemptively(Duration.ofSeconds(20), () -> assertThatThrownBy(
          () -> RewrittenProgram.of(product, ONE, rewrite)).isInstanceOf(NotApplicableException.class)
          .hasMessageContaining("more than 1000 terms"));
    }
  }

  /** Within 4.5 standard errors, or up to rounding where nothing is random. */
  private static void check(String output, @Nullable Estimate found, double exact) {
    Estimate estimate = Objects.requireNonNull(found);
    double bound = 4.5 * estimate.standardError() + 1e-9 * (1 + Math.abs(exact));
    assertThat(estimate.mean()).as("%s: %s", output, estimate).isCloseTo(exact, within(bound));
  }

  /** A rewritten program and its data. */
  private record RewrittenProgram(Program program, Inputs inputs) {

    static RewrittenProgram of(Product product, MarketData market, Rewrite rewrite) {
      PricingProgram pricing = PricingProgram.of(product, market);
      return new RewrittenProgram(rewrite.program(pricing.program(), pricing.inputs()),
          rewrite.inputs(pricing.program(), pricing.inputs()));
    }

    Expr.Parameter parameter(RiskFactor factor) {
      return program.graph().parameter(PricingProgram.parameter(factor));
    }

    RewrittenProgram tangent(String output, List<Expr.Parameter> parameters) {
      return new RewrittenProgram(Tangent.differentiate(program, Map.of(output, parameters)), inputs);
    }

    Grade grade(String output, Expr.Parameter parameter) {
      return Objects.requireNonNull(Smoothness.of(program, inputs).verdicts(parameter).get(output)).grade();
    }

    Estimate estimate(String output) {
      return Objects.requireNonNull(estimates(List.of(output)).get(output));
    }

    Map<String, Estimate> estimates(List<String> outputs) {
      LoweredProgram lowered = Lowering.lower(program.withOutputs(outputs.stream().map(program::output).toList()));
      try (Kernel kernel = BACKEND.compile(lowered, Sampling.INDEPENDENT); Simulation simulation = new Simulation(2)) {
        BlockMoments moments = simulation.run(BlockSource.of(kernel, new Binding(lowered, inputs),
            NoiseKey.results(11)), MomentLayout.of(outputs.size()), 0, BLOCKS);
        Map<String, Estimate> estimates = new LinkedHashMap<>();
        for (int i = 0; i < outputs.size(); i++) {
          estimates.put(outputs.get(i), moments.estimate(i));
        }
        return estimates;
      }
    }
  }
}
