package io.pathwise.engine.rewrite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.pathwise.engine.derive.Adjoint;
import io.pathwise.engine.derive.JumpDiffusion;
import io.pathwise.engine.derive.JumpDiffusion.Expectation;
import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.program.ProgramBuilder;
import io.pathwise.engine.rewrite.Scored.Nodes;
import io.pathwise.engine.rewrite.Scored.Steps;
import io.pathwise.engine.run.ReferenceRuns.Results;
import io.pathwise.engine.sample.Poisson;
import io.pathwise.engine.statistics.Estimate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Stratifying the total of counts that are drawn over several steps, against closed forms. */
class StratifiedCountsTest {

  private static final StratifiedCounts THREE = new StratifiedCounts(3);
  private static final Scored COUNTS = new Scored(Steps.ALL, Nodes.DISCRETE, Optional.of("time"));
  private static final Scored RETURNS = new Scored(Steps.ALL, Nodes.CONTINUOUS, Optional.of("time"));
  private static final int BLOCKS = 100;

  private static Estimates of(JumpDiffusion model) {
    // The first step has no length.
    return new Estimates(model.program, JumpDiffusion.inputs(5));
  }

  @Test
  void callHasLessVarianceThanWithScoredCounts() {
    for (String parameter : List.of("intensity", "jumpMean", "vol")) {
      double scored = check(of(JumpDiffusion.call()).rewritten(COUNTS), JumpDiffusion.CALL, parameter);
      double stratified = check(of(JumpDiffusion.call()).rewritten(THREE), JumpDiffusion.CALL, parameter);
      assertThat(stratified).as(parameter).isLessThan((parameter.equals("intensity") ? 0.4 : 1.0) * scored);
    }
  }

  @Test
  void valueIsUnbiased() {
    Estimate value = of(JumpDiffusion.call()).rewritten(THREE).run(4, BLOCKS).of("value");
    assertThat(Estimates.score(value, JumpDiffusion.CALL.derivative())).isBetween(-4.5, 4.5);
  }

  @Test
  void composesWithWhatScoredTheReturnsBefore() {
    check(of(JumpDiffusion.digital()).rewritten(RETURNS).rewritten(THREE), JumpDiffusion.DIGITAL, "intensity");
    check(of(JumpDiffusion.digital()).rewritten(new Vibrato(2, "time")).rewritten(THREE), JumpDiffusion.DIGITAL,
        "intensity");
    assertThat(of(JumpDiffusion.digital()).rewritten(THREE).verdict("value", "intensity").differentiable()).isFalse();
    assertThatThrownBy(() -> of(JumpDiffusion.digital()).rewritten(THREE).rewritten(RETURNS))
        .isInstanceOf(NotApplicableException.class).hasMessageContaining("sweeps");
  }

  @Test
  void secondOrder() {
    Estimates once = of(JumpDiffusion.digital()).rewritten(RETURNS).rewritten(THREE).tangent("value", "intensity");
    Estimate estimate = once.tangent("value ∂intensity", "intensity").run(9, BLOCKS)
        .of("value ∂intensity ∂intensity");
    assertThat(Estimates.score(estimate, JumpDiffusion.DIGITAL.derivative("intensity", "intensity")))
        .isBetween(-4.5, 4.5);
  }

  /** Two steps with rates of their own parameters; pays (n₁ + 2 n₂)². */
  private static Estimates twoRates() {
    ProgramBuilder builder = new ProgramBuilder();
    Graph g = builder.graph();
    Expr isSecond = builder.stepValue("second");
    Expr isFirst = g.sub(g.literal(1.0), isSecond);
    Expr rate = g.fma(isFirst, builder.parameter("a"), g.mul(isSecond, builder.parameter("b")));
    Expr.State x = builder.state("x", g.literal(0.0));
    Expr count = builder.sample(new Poisson(12), rate);
    builder.stage("draw").update("draw", x, g.fma(g.add(isSecond, g.literal(1.0)), count, x));
    builder.output("value", g.mul(x, x));
    return new Estimates(builder.build(),
        new Inputs(2, Map.of("a", 0.5, "b", 0.3), Map.of("second", new double[]{0, 1}), Map.of()));
  }

  @Test
  void sharesThatMoveAreScored() {
    // E (n₁ + 2 n₂)² = a + 4b + (a + 2b)².
    Results<Estimate> estimates = twoRates().rewritten(THREE).tangent("value", "a", "b").run(7, BLOCKS);
    assertThat(Estimates.score(estimates.of("value"), 0.5 + 1.2 + 1.1 * 1.1)).isBetween(-4.5, 4.5);
    assertThat(Estimates.score(estimates.of("value ∂a"), 1 + 2 * 1.1)).isBetween(-4.5, 4.5);
    assertThat(Estimates.score(estimates.of("value ∂b"), 4 + 4 * 1.1)).isBetween(-4.5, 4.5);
    // The probabilities of the totals alone would give both the same derivative.
    assertThat(Math.abs(Estimates.score(estimates.of("value ∂a"), 4 + 4 * 1.1))).isGreaterThan(10.0);
  }

  @Test
  void adjointAndTangentAgree() {
    Estimates rewritten = of(JumpDiffusion.call()).rewritten(THREE);
    List<Expr.Parameter> parameters = rewritten.program().parameters();
    Results<Double> actual = new Estimates(
        Adjoint.differentiate(rewritten.program(), Map.of("value", parameters)), rewritten.inputs()).sums();
    rewritten.tangent("value", JumpDiffusion.NAMES.toArray(String[]::new)).sums().byName()
        .forEach((name, value) -> assertThat(actual.of(name)).as(name).isCloseTo(value,
            within(1e-10 * (1 + Math.abs(value)))));
  }

  @Test
  void whatCannotBeStratifiedIsRefused() {
    assertThatThrownBy(() -> LogPrices.call(2).rewritten(THREE)).hasMessageContaining("draws 0 Poisson");
    assertThatThrownBy(() -> of(JumpDiffusion.call()).rewritten(COUNTS).rewritten(THREE))
        .hasMessageContaining("scored before");
    assertThatThrownBy(() -> of(JumpDiffusion.call()).rewritten(new StratifiedCounts(12)))
        .hasMessageContaining("nothing is left");
    assertThatThrownBy(() -> new StratifiedCounts(0)).hasMessageContaining("at least 1");
    ProgramBuilder builder = new ProgramBuilder();
    Expr.State x = builder.state("x", builder.parameter("p"));
    builder.stage("draw").update("draw", x, builder.sample(new Poisson(5), x));
    builder.output("value", x);
    assertThatThrownBy(() -> new Estimates(builder.build(), new Inputs(2, Map.of("p", 1.0), Map.of(), Map.of()))
        .rewritten(THREE)).isInstanceOf(NotApplicableException.class).hasMessageContaining("from path to path");
  }

  private static double check(Estimates rewritten, Expectation expectation, String parameter) {
    assertThat(rewritten.verdict("value", parameter).differentiable()).isTrue();
    Estimate estimate = rewritten.tangent("value", parameter).run(5, BLOCKS).of("value ∂" + parameter);
    assertThat(Estimates.score(estimate, expectation.derivative(parameter))).as(parameter).isBetween(-4.5, 4.5);
    return estimate.standardError();
  }
}
