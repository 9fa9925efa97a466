package io.pathwise.greeks;

import static org.assertj.core.api.Assertions.assertThat;

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
import io.pathwise.greeks.estimator.EstimatorChoice;
import io.pathwise.greeks.measure.Greek;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.greeks.policy.Policy;
import io.pathwise.greeks.policy.Settings;
import io.pathwise.pricing.market.RiskFactor;
import io.pathwise.pricing.product.Barrier;
import io.pathwise.pricing.product.OptionType;
import io.pathwise.pricing.product.Product;
import io.pathwise.pricing.program.PricingProgram;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Estimators that would be biased are refused with the reason, and the bias is there when they are run by hand. */
class RefusalTest {

  private static final double LARGEST_Z = 4.5;
  private static final Product DIGITAL = Examples.digital(OptionType.CALL);
  private static final Product BARRIER = Examples.barrier(OptionType.CALL, Barrier.Kind.UP_AND_OUT);

  private final GreeksEngine engine = new GreeksEngine(new ReferenceBackend(), 1);

  @AfterEach
  void close() {
    engine.close();
  }

  @ParameterizedTest
  @EnumSource(names = {"PATHWISE_TANGENT", "PATHWISE_ADJOINT"})
  void pathwiseIsRefusedForThresholds(EstimatorChoice pathwise) {
    for (Product product : List.of(DIGITAL, BARRIER)) {
      for (Measure measure : EnumSet.of(Measure.DELTA, Measure.VEGA, Measure.DIVIDEND_RHO, Measure.BUCKETED_VEGA)) {
        Greek greek = forced(product, measure, pathwise);
        assertThat(greek.status()).isEqualTo(Greek.Status.FAILED);
        assertThat(greek.value()).isNaN();
        assertThat(greek.message()).contains(pathwise.label()).contains("refused").contains("jump")
            .contains("biased");
      }
    }
  }

  @Test
  void pathwiseTwiceIsRefusedForKinks() {
    Greek gamma = forced(Examples.european(OptionType.CALL), Measure.GAMMA, EstimatorChoice.PATHWISE_TANGENT);
    assertThat(gamma.status()).isEqualTo(Greek.Status.FAILED);
    assertThat(gamma.message()).contains("first derivative jumps");
  }

  @Test
  void scoreOfPathwiseIsRefusedForThresholds() {
    for (Product product : List.of(DIGITAL, BARRIER)) {
      Greek gamma = forced(product, Measure.GAMMA, EstimatorChoice.SCORE_FIRST_OF_PATHWISE);
      assertThat(gamma.status()).isEqualTo(Greek.Status.FAILED);
      assertThat(gamma.message()).contains("refused");
    }
  }

  @Test
  void scoredNodesMustCutEveryWayToTheThreshold() {
    assertThat(forced(BARRIER, Measure.DELTA, EstimatorChoice.SCORE_FIRST).status()).isEqualTo(Greek.Status.OK);
    for (EstimatorChoice choice : List.of(EstimatorChoice.SCORE_FIRST, EstimatorChoice.SCORE_LAST)) {
      Greek vega = forced(BARRIER, Measure.VEGA, choice);
      assertThat(vega.status()).as(choice.label()).isEqualTo(Greek.Status.FAILED);
      assertThat(vega.message()).contains("do not cut every way").contains("FLAT.vol");
    }
    assertThat(forced(BARRIER, Measure.DELTA, EstimatorChoice.SCORE_LAST).status()).isEqualTo(Greek.Status.FAILED);
    assertThat(forced(BARRIER, Measure.VEGA, EstimatorChoice.SCORE_ALL).status()).isEqualTo(Greek.Status.OK);
  }

  @Test
  void estimatorsOfTheOtherOrderAreRefused() {
    Product european = Examples.european(OptionType.CALL);
    assertThat(forced(european, Measure.GAMMA, EstimatorChoice.PATHWISE_ADJOINT).message())
        .contains("estimator of first order");
    assertThat(forced(european, Measure.DELTA, EstimatorChoice.SCORE_FIRST_OF_PATHWISE).message())
        .contains("estimator of second order and above");
  }

  /** What the refusal protects from: the pathwise derivative of a digital is 0 on every path. */
  @Test
  void naivePathwiseDeltaOfADigitalFailsTheCheck() {
    Estimate naive = naive(DIGITAL, Examples.SPOT);
    assertThat(naive.mean()).isZero();
    assertThat(naive.standardError()).isZero();
    assertThat(Examples.exact(Examples.MARKET, DIGITAL, List.of(Examples.SPOT))).isGreaterThan(0.1);
  }

  /** Here the wrong number looks like a right one: it has an error bar, and is far outside of it. */
  @Test
  void naivePathwiseGreeksOfABarrierFailTheCheck() {
    for (RiskFactor factor : List.of(Examples.SPOT, Examples.VOL)) {
      Estimate naive = naive(BARRIER, factor);
      assertThat(naive.standardError()).isPositive();
      double z = (naive.mean() - Examples.exact(Examples.MARKET, BARRIER, List.of(factor))) / naive.standardError();
      assertThat(Math.abs(z)).as(factor.toString()).isGreaterThan(LARGEST_Z);
    }
  }

  /** The same check, passed: a pathwise derivative made by hand where it is valid. */
  @Test
  void pathwiseDeltaOfAEuropeanPassesTheCheck() {
    Product european = Examples.european(OptionType.CALL);
    Estimate estimate = naive(european, Examples.SPOT);
    double exact = Examples.exact(Examples.MARKET, european, List.of(Examples.SPOT));
    assertThat(Math.abs(estimate.mean() - exact)).isLessThan(LARGEST_Z * estimate.standardError());
  }

  private Greek forced(Product product, Measure measure, EstimatorChoice choice) {
    return engine.evaluate(product, Examples.MARKET, EnumSet.of(measure),
        Settings.paths(1024).withPolicy(Policy.STRUCTURAL).withEstimator(measure, choice)).all(measure).getFirst();
  }

  /** The pathwise derivative without asking whether it is valid. */
  private static Estimate naive(Product product, RiskFactor factor) {
    PricingProgram pricing = PricingProgram.of(product, Examples.MARKET);
    Expr.Parameter parameter = pricing.program().parameters().stream()
        .filter(candidate -> candidate.name().equals(PricingProgram.parameter(factor))).findFirst().orElseThrow();
    Program tangent = Tangent.differentiate(pricing.program(), Map.of(PricingProgram.VALUE, List.of(parameter)));
    LoweredProgram lowered = Lowering.lower(tangent);
    BlockSource source = BlockSource.of(new ReferenceBackend().compile(lowered, Sampling.INDEPENDENT),
        new Binding(lowered, pricing.inputs()), NoiseKey.results(3));
    try (Simulation simulation = new Simulation(1)) {
      return simulation.run(source, MomentLayout.of(tangent.outputs().size()), 0, 100)
          .estimate(tangent.outputIndex(Tangent.name(PricingProgram.VALUE, parameter)));
    }
  }
}
