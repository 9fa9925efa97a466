package io.pathwise.engine.rewrite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.pathwise.engine.derive.Adjoint;
import io.pathwise.engine.derive.JumpDiffusion;
import io.pathwise.engine.derive.JumpDiffusion.Expectation;
import io.pathwise.engine.derive.Score;
import io.pathwise.engine.derive.Smoothness;
import io.pathwise.engine.derive.Smoothness.Verdict;
import io.pathwise.engine.derive.Tangent;
import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.program.Program;
import io.pathwise.engine.rewrite.Scored.Nodes;
import io.pathwise.engine.rewrite.Scored.Steps;
import io.pathwise.engine.run.ReferenceRuns;
import io.pathwise.engine.run.ReferenceRuns.Results;
import io.pathwise.engine.statistics.Estimate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Scoring by node: the counts of a jump diffusion are scored, its normal returns of the same steps are reparameterised
 * or scored in turn, against the closed form. The first of the steps has no length and is never scored.
 */
class ScoredTest {

  private static final int BLOCKS = 48;
  private static final Scored COUNTS = new Scored(Steps.ALL, Nodes.DISCRETE, Optional.of("time"));
  private static final Scored RETURNS = new Scored(Steps.ALL, Nodes.CONTINUOUS, Optional.of("time"));
  private static final Scored EVERYTHING = Scored.at(Steps.ALL, "time");

  private long seed = 400;

  /** A program with its data. */
  private record Case(Program program, Inputs inputs) {
    Case rewritten(Rewrite rewrite) {
      return new Case(rewrite.program(program, inputs), rewrite.inputs(program, inputs));
    }

    Case tangent(String output, Expr.Parameter... parameters) {
      return new Case(Tangent.differentiate(program, Map.of(output, List.of(parameters))), inputs);
    }

    Verdict verdict(String output, Expr.Parameter parameter) {
      return Objects.requireNonNull(Smoothness.of(program, inputs).verdicts(parameter).get(output));
    }
  }

  private static Case of(JumpDiffusion model, int steps) {
    return new Case(model.program, JumpDiffusion.inputs(steps));
  }

  @Test
  void everyDerivativeOfACallWithScoredCounts() {
    JumpDiffusion model = JumpDiffusion.call();
    Expr.Parameter[] all = JumpDiffusion.NAMES.stream().map(model::parameter).toArray(Expr.Parameter[]::new);
    Case derivatives = of(model, 3).rewritten(COUNTS).tangent("value", all);
    for (String name : JumpDiffusion.NAMES) {
      check(derivatives, JumpDiffusion.CALL, name);
    }
  }

  @Test
  void secondDerivativesWithScoredCounts() {
    for (String[] pair : new String[][]{{"intensity", "intensity"}, {"intensity", "jumpMean"}}) {
      JumpDiffusion model = JumpDiffusion.call();
      // Everything scored, then differentiated twice.
      Case once = of(model, 3).rewritten(COUNTS).rewritten(RETURNS).tangent("value", model.parameter(pair[0]));
      check(once.tangent("value ∂" + pair[0], model.parameter(pair[1])), JumpDiffusion.CALL, pair);
    }
    for (String second : List.of("spot", "intensity", "jumpVol")) {
      // Counts scored, then pathwise, then the returns scored.
      JumpDiffusion model = JumpDiffusion.call();
      Case once = of(model, 3).rewritten(COUNTS).tangent("value", model.parameter("spot"));
      assertThat(once.verdict("value ∂spot", model.parameter(second)).differentiable()).isFalse();
      Case scored = once.rewritten(RETURNS);
      assertThat(scored.verdict("value ∂spot", model.parameter(second)).differentiable()).isTrue();
      check(scored.tangent("value ∂spot", model.parameter(second)), JumpDiffusion.CALL, "spot", second);
    }
  }

  @Test
  void scoringCountsThenReturnsIsScoringEverything() {
    JumpDiffusion model = JumpDiffusion.digital();
    Expr.Parameter intensity = model.parameter("intensity");
    Results<Double> twice = sums(of(model, 3).rewritten(COUNTS).rewritten(RETURNS).tangent("value", intensity)
        .tangent("value ∂intensity", intensity));
    Results<Double> once = sums(
        of(model, 3).rewritten(EVERYTHING).tangent("value", intensity).tangent("value ∂intensity", intensity));
    once.byName().forEach((name, value) -> assertThat(twice.of(name)).as(name).isCloseTo(value,
        within(1e-9 * (1 + Math.abs(value)))));
  }

  @Test
  void digitalNeedsTheReturnsScored() {
    JumpDiffusion model = JumpDiffusion.digital();
    Expr.Parameter intensity = model.parameter("intensity");
    Case counts = of(model, 2).rewritten(COUNTS);
    assertThat(counts.verdict("value", intensity).differentiable()).isFalse();
    Case everything = of(model, 2).rewritten(EVERYTHING);
    assertThat(everything.verdict("value", intensity).differentiable()).isTrue();
    check(everything.tangent("value", intensity), JumpDiffusion.DIGITAL, "intensity");
    // The compensation in the drift moves the price over the strike, which scored counts alone do not see.
    assertThat(Math.abs(score(counts.tangent("value", intensity), JumpDiffusion.DIGITAL, "intensity")))
        .isGreaterThan(10.0);
  }

  @Test
  void callWithoutScoredCountsIsRefusedAndWrong() {
    JumpDiffusion model = JumpDiffusion.call();
    Expr.Parameter intensity = model.parameter("intensity");
    Case plain = of(model, 2);
    assertThat(plain.verdict("value", intensity).differentiable()).isFalse();
    assertThat(plain.rewritten(COUNTS).verdict("value", intensity).differentiable()).isTrue();
    assertThat(Math.abs(score(plain.tangent("value", intensity), JumpDiffusion.CALL, "intensity")))
        .isGreaterThan(10.0);
  }

  @Test
  void adjointAndTangentAgree() {
    JumpDiffusion model = JumpDiffusion.call();
    Case scored = of(model, 3).rewritten(COUNTS);
    Map<String, List<Expr.Parameter>> wanted = Map.of("value", model.program.parameters(), Score.LIKELIHOOD,
        List.of(model.parameter("intensity")));
    Results<Double> tangent = sums(new Case(Tangent.differentiate(scored.program, wanted), scored.inputs));
    Results<Double> adjoint = sums(new Case(Adjoint.differentiate(scored.program, wanted), scored.inputs));
    tangent.byName().forEach((name, value) -> assertThat(adjoint.of(name)).as(name).isCloseTo(value,
        within(1e-11 * (1 + Math.abs(value)))));
  }

  @Test
  void masksSkipStepsOfNoLength() {
    JumpDiffusion model = JumpDiffusion.call();
    Inputs inputs = JumpDiffusion.inputs(4);
    List<double[]> masks = new ArrayList<>();
    for (Steps steps : Steps.values()) {
      Scored scored = new Scored(steps, Nodes.DISCRETE, Optional.of("time"));
      masks.add(scored.inputs(model.program, inputs).stepValue(scored.mask()));
    }
    assertThat(masks).containsExactly(new double[]{0, 1, 0, 0}, new double[]{0, 0, 0, 1}, new double[]{0, 1, 1, 1});
    Scored everywhere = new Scored(Steps.FIRST, Nodes.ALL, Optional.empty());
    assertThat(everywhere.inputs(model.program, inputs).stepValue(everywhere.mask())).containsExactly(1, 0, 0, 0);
  }

  @Test
  void scoringASampleTwiceIsRefused() {
    JumpDiffusion model = JumpDiffusion.call();
    Case scored = of(model, 2).rewritten(COUNTS);
    assertThatThrownBy(() -> scored.rewritten(EVERYTHING)).isInstanceOf(NotApplicableException.class)
        .hasMessageContaining("scored before");
  }

  private void check(Case c, Expectation expectation, String... parameters) {
    assertThat(score(c, expectation, parameters)).as("%s, seed %s", List.of(parameters), seed).isBetween(-4.5, 4.5);
  }

  private double score(Case c, Expectation expectation, String... parameters) {
    String output = "value ∂" + String.join(" ∂", parameters);
    Estimate estimate = ReferenceRuns.estimates(c.program, c.inputs, seed++, BLOCKS).of(output);
    return (estimate.mean() - expectation.derivative(parameters)) / estimate.standardError();
  }

  private static Results<Double> sums(Case c) {
    return ReferenceRuns.blockSums(c.program, c.inputs, 6);
  }
}
