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
import io.pathwise.engine.rewrite.IndicatorDensity;
import io.pathwise.engine.rewrite.Kernel;
import io.pathwise.engine.rewrite.Rewrite;
import io.pathwise.engine.rewrite.Smoothed;
import io.pathwise.engine.run.BlockSource;
import io.pathwise.engine.run.NoiseKey;
import io.pathwise.engine.run.Sampling;
import io.pathwise.engine.run.Simulation;
import io.pathwise.engine.statistics.Estimate;
import io.pathwise.engine.statistics.MomentLayout;
import io.pathwise.engine.statistics.SmoothingWidth;
import io.pathwise.pricing.market.RiskFactor;
import io.pathwise.pricing.product.Barrier;
import io.pathwise.pricing.product.OptionType;
import io.pathwise.pricing.product.Product;
import io.pathwise.pricing.program.PricingProgram;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Smoothed thresholds and the density at thresholds on real products, against closed forms: with a width from a pilot,
 * the error is within the stated bias and 4.5 standard errors.
 */
class BiasedRewritesTest {

  private static final CpuBackend BACKEND = new CpuBackend();
  private static final Simulation SIMULATION = new Simulation(2);
  private static final int BLOCKS = 400;

  /** A derivative by a kind of rewrite. */
  record Case(String name, Product product, List<RiskFactor> factors, DoubleFunction<Rewrite> rewrite) {
    @Override
    public String toString() {
      return name + " " + factors + " of " + product;
    }

    /** The estimate at a width. */
    Estimate at(double width, NoiseKey key, int blocks) {
      PricingProgram pricing = PricingProgram.of(product, Examples.MARKET);
      Rewrite rewritten = rewrite.apply(width);
      Program program = rewritten.program(pricing.program(), pricing.inputs());
      String output = PricingProgram.VALUE;
      for (RiskFactor factor : factors) {
        Expr.Parameter parameter = program.graph().parameter(PricingProgram.parameter(factor));
        program = Tangent.differentiate(program, Map.of(output, List.of(parameter)));
        output = Tangent.name(output, parameter);
      }
      program = program.withOutputs(List.of(program.output(output)));
      LoweredProgram lowered = Lowering.lower(program);
      Binding binding = new Binding(lowered, rewritten.inputs(pricing.program(), pricing.inputs()));
      return SIMULATION.run(BlockSource.of(BACKEND.compile(lowered, Sampling.INDEPENDENT), binding, key),
          MomentLayout.of(1), 0, blocks).estimate(0);
    }

    double exact() {
      return Examples.exact(Examples.MARKET, product, factors);
    }
  }

  @AfterAll
  static void close() {
    SIMULATION.close();
  }

  static List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    List<RiskFactor> delta = List.of(Examples.SPOT);
    List<RiskFactor> vega = List.of(Examples.VOL);
    List<RiskFactor> gamma = List.of(Examples.SPOT, Examples.SPOT);
    cases.add(new Case("smoothed", Examples.barrier(OptionType.CALL, Barrier.Kind.UP_AND_OUT), vega,
        width -> new Smoothed(Kernel.LOGISTIC, width)));
    for (Product product : List.of(Examples.digital(OptionType.PUT),
        Examples.barrier(OptionType.CALL, Barrier.Kind.UP_AND_OUT),
        Examples.barrier(OptionType.PUT, Barrier.Kind.DOWN_AND_IN), Examples.autocallable("FLAT"))) {
      cases.add(new Case("smoothed", product, delta, width -> new Smoothed(Kernel.LOGISTIC, width)));
      cases.add(new Case("smoothed", product, vega, width -> new Smoothed(Kernel.CALL_SPREAD, 4 * width)));
      cases.add(new Case("density", product, delta, width -> new IndicatorDensity(4 * width)));
    }
    cases.add(new Case("smoothed", Examples.digital(OptionType.CALL), gamma,
        width -> new Smoothed(Kernel.NORMAL_CDF, 2 * width)));
    return cases;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void errorsAreWithinTheStatedBiasAndStandardError(Case each) {
    SmoothingWidth choice = SmoothingWidth.choose(width -> each.at(width, new NoiseKey(1, 1), BLOCKS / 2), 0.06,
        256L * BLOCKS);
    Estimate estimate = each.at(choice.width(), NoiseKey.results(1), BLOCKS);
    assertThat(Math.abs(estimate.mean() - each.exact()))
        .as("%s: %s, %s, exact %s", each, choice, estimate, each.exact())
        .isLessThan(Math.abs(choice.bias()) + 4.5 * Math.hypot(estimate.standardError(), choice.biasError()));
    // The prediction is no empty one.
    assertThat(choice.variancePerPath() / (estimate.standardError() * estimate.standardError() * estimate.paths()))
        .isBetween(0.5, 2.0);
  }

  @Test
  void theBiasOfABarriersVegaFallsWithTheSquareOfTheWidth() {
    Case barrier = new Case("smoothed", Examples.barrier(OptionType.CALL, Barrier.Kind.UP_AND_OUT),
        List.of(Examples.VOL), width -> new Smoothed(Kernel.LOGISTIC, width));
    double exact = barrier.exact();
    Estimate wide = barrier.at(0.02, NoiseKey.results(2), 4 * BLOCKS);
    Estimate narrow = barrier.at(0.01, NoiseKey.results(2), 4 * BLOCKS);
    double bias = wide.mean() - exact;
    assertThat(Math.abs(bias)).as("it is seen").isGreaterThan(10 * wide.standardError());
    assertThat(4 * (narrow.mean() - exact)).isCloseTo(bias,
        within(0.3 * Math.abs(bias) + 4.5 * (wide.standardError() + 4 * narrow.standardError())));
  }
}
