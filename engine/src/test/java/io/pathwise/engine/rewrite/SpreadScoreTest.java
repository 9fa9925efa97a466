package io.pathwise.engine.rewrite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.pathwise.engine.derive.Adjoint;
import io.pathwise.engine.derive.Score;
import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.rewrite.Scored.Steps;
import io.pathwise.engine.run.ReferenceRuns.Results;
import io.pathwise.engine.statistics.Estimate;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

/**
 * The spread score against closed forms and quadrature, in more and more steps. Bounds of 4.5 standard errors; would
 * find a share that is scored twice or not at all, and a standard deviation that is left out.
 */
class SpreadScoreTest {

  private static final SpreadScore SPREAD = new SpreadScore("step length");
  private static final Scored ALL = Scored.at(Steps.ALL, "step length");
  private static final double LARGEST_Z = 4.5;
  private static final int BLOCKS = 200;

  private long seed = 1700;

  @Test
  void firstDerivativesOfADigital() {
    for (int steps : List.of(2, 5, 24)) {
      Estimates spread = LogPrices.digital(steps).rewritten(SPREAD);
      for (String parameter : List.of("spot0", "vol0", "rate")) {
        assertThat(spread.verdict("value", parameter).differentiable()).isTrue();
        derivative(spread, LogPrices::exactDigital, parameter);
      }
    }
  }

  @Test
  void severalAssets() {
    Estimates spread = LogPrices.bothAbove(6).rewritten(SPREAD);
    for (String parameter : List.of("spot0", "spot1", "vol1", "rho")) {
      derivative(spread, LogPrices::exactBothAbove, parameter);
    }
  }

  @Test
  void secondDerivatives() {
    Estimates once = LogPrices.digital(8).rewritten(SPREAD).tangent("value", "spot0");
    for (String parameter : List.of("spot0", "vol0")) {
      assertThat(once.verdict("value ∂spot0", parameter).differentiable()).isTrue();
      Estimate estimate = once.tangent("value ∂spot0", parameter).run(seed++, BLOCKS)
          .of("value ∂spot0 ∂" + parameter);
      assertThat(Estimates.score(estimate, LogPrices.derivative(LogPrices::exactDigital,
          once.inputs().parameters(), "spot0", parameter))).isBetween(-LARGEST_Z, LARGEST_Z);
    }
  }

  @Test
  void finerStepsLeaveItsVarianceAlone() {
    Estimate few = derivative(LogPrices.digital(4).rewritten(SPREAD), LogPrices::exactDigital, "spot0");
    Estimate many = derivative(LogPrices.digital(64).rewritten(SPREAD), LogPrices::exactDigital, "spot0");
    assertThat(many.standardError()).isLessThan(1.1 * few.standardError());
    Estimate scored = derivative(LogPrices.digital(64).rewritten(ALL), LogPrices::exactDigital, "spot0");
    assertThat(scored.standardError()).isGreaterThan(4 * many.standardError());
  }

  @Test
  void valueIsUnbiasedAndTheLikelihoodIsOne() {
    Estimates spread = LogPrices.digital(4).rewritten(SPREAD);
    Results<Estimate> estimates = spread.tangent(Score.LIKELIHOOD, "vol0").run(seed, BLOCKS);
    assertThat(Estimates.score(estimates.of("value"), LogPrices.exactDigital(spread.inputs().parameters())))
        .isBetween(-LARGEST_Z, LARGEST_Z);
    assertThat(estimates.of(Score.LIKELIHOOD).mean()).isCloseTo(1.0, within(1e-15));
    assertThat(Estimates.score(estimates.of("likelihood ∂vol0"), 0.0)).isBetween(-LARGEST_Z, LARGEST_Z);
  }

  /** A stage without a schedule looks at every step, and what is left at those before the last breaks it. */
  @Test
  void whatIsObservedOnTheWayIsNotDifferentiable() {
    Estimates barrier = LogPrices.barrier(12).rewritten(SPREAD);
    assertThat(barrier.verdict("value", "spot0").differentiable()).isFalse();
    double exact = LogPrices.derivative(p -> LogPrices.exactBarrier(p, 12), barrier.inputs().parameters(), "spot0");
    assertThat(Math.abs(Estimates.score(barrier.tangent("value", "spot0").run(seed, BLOCKS).of("value ∂spot0"),
        exact))).isGreaterThan(LARGEST_Z);
  }

  @Test
  void adjointAndTangentAgree() {
    Estimates spread = LogPrices.bothAbove(3).rewritten(SPREAD);
    Estimates adjoint = new Estimates(
        Adjoint.differentiate(spread.program(), Map.of("value", spread.program().parameters())), spread.inputs());
    Results<Double> expected = spread.tangent("value", spread.program().parameters().stream()
        .map(Expr.Parameter::name).toArray(String[]::new)).sums();
    Results<Double> actual = adjoint.sums();
    expected.byName().forEach((name, value) -> assertThat(actual.of(name)).as(name).isCloseTo(value,
        within(1e-11 * (1 + Math.abs(value)))));
  }

  @Test
  void oneStepIsNothingToSpreadOver() {
    assertThatThrownBy(() -> LogPrices.digital(1).rewritten(SPREAD)).isInstanceOf(NotApplicableException.class)
        .hasMessageContaining("nothing to spread");
  }

  private Estimate derivative(Estimates spread, ToDoubleFunction<Map<String, Double>> exact, String parameter) {
    Estimate estimate = spread.tangent("value", parameter).run(seed++, BLOCKS).of("value ∂" + parameter);
    assertThat(Estimates.score(estimate, LogPrices.derivative(exact, spread.inputs().parameters(), parameter)))
        .as(parameter).isBetween(-LARGEST_Z, LARGEST_Z);
    return estimate;
  }
}
