package io.pathwise.engine.rewrite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.pathwise.engine.derive.Adjoint;
import io.pathwise.engine.derive.Score;
import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.program.Program;
import io.pathwise.engine.rewrite.Scored.Steps;
import io.pathwise.engine.run.ReferenceRuns.Results;
import io.pathwise.engine.statistics.Estimate;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Vibrato against closed forms and quadrature, and what it cannot do. */
class VibratoTest {

  private static final Vibrato ONE = new Vibrato(1, "step length");
  private static final Vibrato EIGHT = new Vibrato(8, "step length");
  private static final Scored LAST = Scored.at(Steps.LAST, "step length");
  private static final Scored ALL = Scored.at(Steps.ALL, "step length");

  private static final int BLOCKS = 200;

  private long seed = 900;

  @Test
  void digitalHasLessVarianceThanTheScoreOfTheLastStep() {
    for (int steps : List.of(4, 64)) {
      Estimates digital = LogPrices.digital(steps);
      List<Estimate> score = derivatives(digital.rewritten(LAST), LogPrices::exactDigital, "spot0", "vol0", "rate");
      List<Estimate> one = derivatives(digital.rewritten(ONE), LogPrices::exactDigital, "spot0", "vol0", "rate");
      List<Estimate> eight = derivatives(digital.rewritten(EIGHT), LogPrices::exactDigital, "spot0", "vol0", "rate");
      for (int i = 0; i < score.size(); i++) {
        assertThat(one.get(i).standardError()).isLessThan(0.8 * score.get(i).standardError());
        assertThat(eight.get(i).standardError()).isLessThan(0.5 * score.get(i).standardError());
      }
    }
  }

  @Test
  void valueIsUnbiasedAndTheLikelihoodIsOne() {
    Estimates digital = LogPrices.digital(4).rewritten(EIGHT);
    Results<Estimate> estimates = digital.tangent(Score.LIKELIHOOD, "vol0").run(seed, BLOCKS);
    assertThat(Estimates.score(estimates.of("value"), LogPrices.exactDigital(digital.inputs().parameters())))
        .isBetween(-4.5, 4.5);
    assertThat(estimates.of(Score.LIKELIHOOD).mean()).isCloseTo(1.0, within(1e-15));
    assertThat(Estimates.score(estimates.of("likelihood ∂vol0"), 0.0)).isBetween(-4.5, 4.5);
  }

  @Test
  void severalAssetsAreChained() {
    derivatives(LogPrices.bothAbove(2).rewritten(new Vibrato(4, "step length")), LogPrices::exactBothAbove, "spot0",
        "vol1", "rho");
  }

  @Test
  void secondOrder() {
    Estimates once = LogPrices.digital(2).rewritten(EIGHT).tangent("value", "vol0");
    second(once.tangent("value ∂vol0", "spot0"), LogPrices::exactDigital, "vol0", "spot0");
    second(once.tangent("value ∂vol0", "vol0"), LogPrices::exactDigital, "vol0", "vol0");
    // Vibrato of the pathwise derivative: the tangents read the noise of the last step, which moves.
    Estimates delta = LogPrices.call(3).tangent("value", "vol0");
    assertThat(delta.verdict("value ∂vol0", "vol0").differentiable()).isFalse();
    Estimates vibrato = delta.rewritten(EIGHT);
    assertThat(vibrato.verdict("value ∂vol0", "vol0").differentiable()).isTrue();
    second(vibrato.tangent("value ∂vol0", "vol0"), LogPrices::exactCall, "vol0", "vol0");
  }

  @Test
  void barrierNeedsItsEarlierStepsScored() {
    ToDoubleFunction<Map<String, Double>> exact = p -> LogPrices.exactBarrier(p, 12);
    Estimates barrier = LogPrices.barrier(12);
    Estimates vibrato = barrier.rewritten(EIGHT);
    assertThat(vibrato.verdict("value", "vol0").differentiable()).isFalse();
    assertThat(Math.abs(z(vibrato.tangent("value", "vol0"), exact, "vol0"))).isGreaterThan(10.0);
    Estimates scored = vibrato.rewritten(ALL);
    assertThat(scored.verdict("value", "vol0").differentiable()).isTrue();
    derivatives(scored, exact, "spot0", "vol0", "rate");
    // Monitored at the last step only, vibrato alone is right.
    Estimates once = LogPrices.barrier(1).rewritten(EIGHT);
    assertThat(once.verdict("value", "vol0").differentiable()).isTrue();
  }

  @Test
  void adjointAndTangentAgree() {
    Estimates vibrato = LogPrices.bothAbove(3).rewritten(new Vibrato(2, "step length"));
    List<Expr.Parameter> parameters = vibrato.program().parameters();
    Program adjoint = Adjoint.differentiate(vibrato.program(), Map.of("value", parameters));
    Results<Double> expected = vibrato
        .tangent("value", parameters.stream().map(Expr.Parameter::name).toArray(String[]::new)).sums();
    Results<Double> actual = new Estimates(adjoint, vibrato.inputs()).sums();
    expected.byName().forEach((name, value) -> assertThat(actual.of(name)).as(name).isCloseTo(value,
        within(1e-11 * (1 + Math.abs(value)))));
  }

  @Test
  void whatCannotBeRewrittenIsRefused() {
    assertThatThrownBy(() -> new Vibrato(0, "step length")).hasMessageContaining("at least 1 pair");
    assertThatThrownBy(() -> LogPrices.digital(3).rewritten(LAST).rewritten(ONE))
        .isInstanceOf(NotApplicableException.class).hasMessageContaining("scored before");
    assertThatThrownBy(() -> LogPrices.digital(3).rewritten(ONE).rewritten(ONE))
        .isInstanceOf(NotApplicableException.class).hasMessageContaining("no output reads");
    Estimates still = LogPrices.digital(2);
    Estimates noLength = new Estimates(still.program(),
        still.inputs().withStepValue("step length", new double[]{1, 0}));
    assertThatThrownBy(() -> noLength.rewritten(ONE)).isInstanceOf(NotApplicableException.class)
        .hasMessageContaining("no length");
  }

  /** Checks first derivatives of a rewritten program and yields their estimates. */
  private List<Estimate> derivatives(Estimates rewritten, ToDoubleFunction<Map<String, Double>> exact,
      String... parameters) {
    Results<Estimate> estimates = rewritten.tangent("value", parameters).run(seed++, BLOCKS);
    return Stream.of(parameters).map(parameter -> {
      assertThat(rewritten.verdict("value", parameter).differentiable()).isTrue();
      return check(estimates, rewritten, exact, parameter);
    }).toList();
  }

  private void second(Estimates differentiated, ToDoubleFunction<Map<String, Double>> exact, String... parameters) {
    check(differentiated.run(seed++, BLOCKS), differentiated, exact, parameters);
  }

  private static Estimate check(Results<Estimate> estimates, Estimates program,
      ToDoubleFunction<Map<String, Double>> exact, String... parameters) {
    String output = "value ∂" + String.join(" ∂", parameters);
    Estimate estimate = estimates.of(output);
    double expected = LogPrices.derivative(exact, program.inputs().parameters(), parameters);
    assertThat(Estimates.score(estimate, expected)).as("%s: %s for %s", output, estimate, expected)
        .isBetween(-4.5, 4.5);
    return estimate;
  }

  private double z(Estimates differentiated, ToDoubleFunction<Map<String, Double>> exact, String parameter) {
    return Estimates.score(differentiated.run(seed++, BLOCKS).of("value ∂" + parameter),
        LogPrices.derivative(exact, differentiated.inputs().parameters(), parameter));
  }
}
