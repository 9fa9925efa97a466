package io.pathwise.greeks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.pathwise.engine.cpu.CpuBackend;
import io.pathwise.engine.derive.Adjoint;
import io.pathwise.engine.derive.Smoothness;
import io.pathwise.engine.derive.Smoothness.Grade;
import io.pathwise.engine.derive.Tangent;
import io.pathwise.engine.graph.Expr;
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
import io.pathwise.engine.statistics.Estimate;
import io.pathwise.engine.statistics.MomentLayout;
import io.pathwise.pricing.analytic.AnalyticPrice;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.RiskFactor;
import io.pathwise.pricing.model.PricingProgram;
import io.pathwise.pricing.product.Asian;
import io.pathwise.pricing.product.Barrier;
import io.pathwise.pricing.product.Basket;
import io.pathwise.pricing.product.Digital;
import io.pathwise.pricing.product.European;
import io.pathwise.pricing.product.OptionType;
import io.pathwise.pricing.product.Product;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

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

  private static final MarketData ONE = Examples.flat(0.05, 0.01, 0.2);
  private static final MarketData TWO = Examples.correlated(-0.5);
  private static final int BLOCKS = 64;

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
    Product best = Basket.of(List.of("FLAT", "TERM"), List.of(1.0, 1.0), Basket.Aggregate.BEST_OF, OptionType.CALL,
        105, 1);
    Product worst = Basket.of(List.of("FLAT", "TERM"), List.of(1.0, 1.1), Basket.Aggregate.WORST_OF, OptionType.PUT,
        100, 1);
    List<Arguments> cases = new ArrayList<>();
    for (Rewrite rewrite : List.of(BRIDGE, PRINCIPAL, SURVIVAL, LAST)) {
      for (Product product : List.of(digital(3), asset, call, put)) {
        cases.add(Arguments.of(product, ONE, rewrite, true));
      }
    }
    for (Barrier.Kind kind : Barrier.Kind.values()) {
      double level = kind.isUp() ? 120 : 90;
      for (OptionType option : OptionType.values()) {
        cases.add(Arguments.of(barrier(kind, option, level), ONE, PRINCIPAL, false));
        if (kind.isOut()) {
          cases.add(Arguments.of(barrier(kind, option, level), ONE, SURVIVAL, true));
        }
      }
    }
    cases.add(Arguments.of(barrier(Barrier.Kind.UP_AND_OUT, OptionType.CALL, 120), ONE, BRIDGE, false));
    cases.add(Arguments.of(geometric, ONE, PRINCIPAL, true));
    cases.add(Arguments.of(geometric, ONE, BRIDGE, true));
    for (Product product : List.of(best, worst)) {
      for (Rewrite rewrite : List.of(BRIDGE, SURVIVAL)) {
        cases.add(Arguments.of(product, TWO, rewrite, false));
      }
    }
    return cases.stream();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void valueAndDerivativesAgreeWithClosedForms(Product product, MarketData market, Rewrite rewrite, boolean smooth) {
    AnalyticPrice exact = AnalyticPrice.of(market, product).orElseThrow();
    Rewritten program = Rewritten.of(product, market, rewrite);
    program.check(exact.value());
    for (RiskFactor factor : market.factors(product.assets())) {
      Expr.Parameter a = program.parameter(factor);
      Rewritten first = program.tangent(a);
      assertThat(program.grade(a)).as(factor + " of " + program.output).isNotEqualTo(Grade.DISCONTINUOUS);
      first.check(exact.derivative(factor));
      if (smooth && (factor instanceof RiskFactor.Spot || factor instanceof RiskFactor.Vol)) {
        RiskFactor.Spot spot = new RiskFactor.Spot(product.assets().getFirst());
        Expr.Parameter b = program.parameter(spot);
        assertThat(first.grade(b)).as(spot + " of " + first.output).isNotEqualTo(Grade.DISCONTINUOUS);
        first.tangent(b).check(exact.derivative(factor, spot));
      }
    }
  }

  @Test
  void nothingIsLeftToSimulateOfWhatDependsOnTheLastPriceOnly() {
    for (int steps : List.of(1, 4, 64)) {
      Rewritten program = Rewritten.of(digital(steps), ONE, BRIDGE);
      for (RiskFactor factor : List.of(Examples.SPOT, Examples.VOL)) {
        Rewritten first = program.tangent(program.parameter(factor));
        Rewritten second = first.tangent(program.parameter(Examples.SPOT));
        for (Rewritten each : List.of(first, second)) {
          Estimate estimate = each.estimate();
          assertThat(estimate.standardError()).as("%s steps, %s", steps, each.output)
              .isLessThan(1e-14 * Math.abs(estimate.mean()));
        }
      }
    }
  }

  @Test
  void arithmeticAverage() {
    for (OptionType option : OptionType.values()) {
      Product product = Asian.of("FLAT", option, Asian.Average.ARITHMETIC, 100, 1, 12);
      Rewritten program = Rewritten.of(product, ONE, PRINCIPAL);
      Expr.Parameter spot = program.parameter(Examples.SPOT);
      try (GreeksEngine engine = new GreeksEngine(new CpuBackend(), 2)) {
        Greeks greeks = engine.evaluate(product, ONE,
            List.of(Measure.VALUE, Measure.DELTA, Measure.VEGA, Measure.GAMMA),
            Settings.paths(256L * 256).withEstimator(Measure.GAMMA, EstimatorChoice.SCORE_FIRST_OF_PATHWISE)
                .withEstimator(Measure.DELTA, EstimatorChoice.PATHWISE_TANGENT)
                .withEstimator(Measure.VEGA, EstimatorChoice.PATHWISE_TANGENT));
        Rewritten delta = program.tangent(spot);
        Rewritten gamma = delta.tangent(spot);
        agree(program.estimate(), greeks.all(Measure.VALUE).getFirst());
        agree(delta.estimate(), greeks.all(Measure.DELTA).getFirst());
        agree(program.tangent(program.parameter(Examples.VOL)).estimate(), greeks.all(Measure.VEGA).getFirst());
        agree(gamma.estimate(), greeks.all(Measure.GAMMA).getFirst());
        Greek scored = greeks.all(Measure.GAMMA).getFirst();
        double perPath = gamma.estimate().standardError() * Math.sqrt(gamma.estimate().paths());
        assertThat(perPath).isLessThan(0.01 * scored.standardError() * Math.sqrt(scored.paths()));
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
    for (Rewrite rewrite : List.of(PRINCIPAL, SURVIVAL, LAST)) {
      Product product = rewrite.equals(LAST) ? digital(3) : barrier(Barrier.Kind.UP_AND_OUT, OptionType.CALL, 120);
      Rewritten program = Rewritten.of(product, ONE, rewrite);
      Expr.Parameter vol = program.parameter(Examples.VOL);
      Rewritten adjoint = new Rewritten(
          Adjoint.differentiate(program.program, Map.of(program.output, List.of(vol))), program.inputs,
          Tangent.name(program.output, vol));
      assertThat(adjoint.estimate().mean()).isCloseTo(program.tangent(vol).estimate().mean(), within(1e-9));
    }
  }

  @Test
  void withoutItTheNaiveDerivativeFailsTheSameCheck() {
    Product product = barrier(Barrier.Kind.UP_AND_OUT, OptionType.CALL, 120);
    PricingProgram pricing = PricingProgram.of(product, ONE);
    Rewritten naive = new Rewritten(pricing.program(), pricing.inputs(), PricingProgram.VALUE);
    Rewritten delta = naive.tangent(naive.parameter(Examples.SPOT));
    double exact = AnalyticPrice.of(ONE, product).orElseThrow().derivative(Examples.SPOT);
    assertThat(naive.grade(naive.parameter(Examples.SPOT))).isEqualTo(Grade.DISCONTINUOUS);
    assertThatThrownBy(() -> delta.check(exact)).isInstanceOf(AssertionError.class);
  }

  @Test
  void whatHasNoClosedFormIsRefused() {
    Product spread = Basket.of(List.of("FLAT", "TERM"), List.of(1.0, -1.0), Basket.Aggregate.WEIGHTED_SUM,
        OptionType.CALL, 5, 1);
    assertThatThrownBy(() -> Rewritten.of(spread, TWO, BRIDGE)).isInstanceOf(NotApplicableException.class)
        .hasMessageContaining("different signs");
    Product in = barrier(Barrier.Kind.UP_AND_IN, OptionType.CALL, 120);
    assertThatThrownBy(() -> Rewritten.of(in, ONE, SURVIVAL)).isInstanceOf(NotApplicableException.class)
        .hasMessageContaining("whether or not the product lives on");
  }

  /** A rewritten program and one of its outputs. */
  private record Rewritten(Program program, Inputs inputs, String output) {

    static Rewritten of(Product product, MarketData market, Rewrite rewrite) {
      PricingProgram pricing = PricingProgram.of(product, market);
      return new Rewritten(rewrite.program(pricing.program(), pricing.inputs()),
          rewrite.inputs(pricing.program(), pricing.inputs()), PricingProgram.VALUE);
    }

    Expr.Parameter parameter(RiskFactor factor) {
      return program.graph().parameter(PricingProgram.parameter(factor));
    }

    Rewritten tangent(Expr.Parameter parameter) {
      return new Rewritten(Tangent.differentiate(program, Map.of(output, List.of(parameter))), inputs,
          Tangent.name(output, parameter));
    }

    Grade grade(Expr.Parameter parameter) {
      return Objects.requireNonNull(Smoothness.of(program, inputs).verdicts(parameter).get(output)).grade();
    }

    Estimate estimate() {
      LoweredProgram lowered = Lowering.lower(program.withOutputs(List.of(program.output(output))));
      try (Kernel kernel = new CpuBackend().compile(lowered, Sampling.INDEPENDENT);
          Simulation simulation = new Simulation(1)) {
        return simulation.run(BlockSource.of(kernel, new Binding(lowered, inputs), NoiseKey.results(11)),
            MomentLayout.of(1), 0, BLOCKS).estimate(0);
      }
    }

    /** Within 4.5 standard errors, or up to rounding where nothing is random. */
    void check(double exact) {
      Estimate estimate = estimate();
      double bound = 4.5 * estimate.standardError() + 1e-9 * (1 + Math.abs(exact));
      assertThat(estimate.mean()).as("%s: %s", output, estimate).isCloseTo(exact, within(bound));
    }
  }
}
