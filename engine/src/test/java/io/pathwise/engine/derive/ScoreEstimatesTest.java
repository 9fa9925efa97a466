package io.pathwise.engine.derive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pathwise.engine.graph.Distribution;
import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.graph.Operation;
import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.program.Program;
import io.pathwise.engine.program.ProgramBuilder;
import io.pathwise.engine.program.Rewriter;
import io.pathwise.engine.run.ReferenceRuns;
import io.pathwise.engine.run.ReferenceRuns.Results;
import io.pathwise.engine.sample.Bernoulli;
import io.pathwise.engine.sample.Exponential;
import io.pathwise.engine.sample.Normal;
import io.pathwise.engine.sample.Poisson;
import io.pathwise.engine.statistics.Estimate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Derivatives of first and second order that use the score, against closed forms: every z-score is below 4, and all
 * together look standard normal. Negative controls at the end show what the same number of paths detects.
 */
class ScoreEstimatesTest {

  private static final int BLOCKS = 48;

  private final List<Double> scores = new ArrayList<>();
  private long seed = 1000;

  @Test
  void estimatesAgreeWithClosedForms() {
    scoreOfSmoothAndDiscontinuousPayoffs();
    scoreOfPathwise();
    scoreOfScore();
    exponential();
    bernoulli();
    poisson();
    poissonCountOfJumpsWithParametersInSizes();
    correlatedNormals();
    // Each case has its own seed, so the z-scores are independent: a chi-square variable with 41 degrees of freedom,
    // outside these bounds with probability 2e-4.
    double sumOfSquares = scores.stream().mapToDouble(z -> z * z).sum();
    assertThat(scores).hasSize(41);
    assertThat(sumOfSquares).isBetween(16.0, 82.0);
  }

  private void scoreOfSmoothAndDiscontinuousPayoffs() {
    for (String parameter : List.of("spot", "vol", "drift")) {
      first(LogPrice.call(), "all", 2, parameter, LogPrice.CALL);
      first(LogPrice.digital(), "all", 2, parameter, LogPrice.DIGITAL);
      first(LogPrice.digital(), null, 1, parameter, LogPrice.DIGITAL);
    }
    first(LogPrice.digital(), "first", 3, "spot", LogPrice.DIGITAL);
    first(LogPrice.digital(), "last", 3, "spot", LogPrice.DIGITAL);
    first(LogPrice.digital(), "last", 3, "vol", LogPrice.DIGITAL);
  }

  private void first(LogPrice model, @Nullable String mask, int steps, String parameter,
      LogPrice.Expectation expectation) {
    Program scored = Score.transform(model.program, mask);
    check(differentiate(scored, "value", model.parameter(parameter)), LogPrice.inputs(steps),
        "value ∂" + parameter, expectation.derivative(parameter));
  }

  private void scoreOfPathwise() {
    for (String[] pair : new String[][]{{"spot", "spot"}, {"spot", "vol"}, {"vol", "spot"}, {"vol", "vol"},
        {"drift", "vol"}}) {
      LogPrice model = LogPrice.call();
      Program tangent = differentiate(model.program, "value", model.parameter(pair[0]));
      Program scored = Score.transform(tangent, "all");
      check(differentiate(scored, "value ∂" + pair[0], model.parameter(pair[1])), LogPrice.inputs(2),
          "value ∂" + pair[0] + " ∂" + pair[1], LogPrice.CALL.derivative(pair));
    }
    LogPrice model = LogPrice.call();
    Program scored = Score.transform(differentiate(model.program, "value", model.spot), "first");
    check(differentiate(scored, "value ∂spot", model.spot), LogPrice.inputs(3), "value ∂spot ∂spot",
        LogPrice.CALL.derivative("spot", "spot"));
  }

  private void scoreOfScore() {
    for (String[] pair : new String[][]{{"spot", "spot"}, {"spot", "vol"}, {"vol", "vol"}}) {
      twice(LogPrice.digital(), "all", 2, pair, LogPrice.DIGITAL);
    }
    twice(LogPrice.digital(), "first", 2, new String[]{"spot", "spot"}, LogPrice.DIGITAL);
    // Earlier nodes reparameterised, the last one scored: all of V̈, V̇S and V(S² + Ṡ) matter.
    twice(LogPrice.digital(), "last", 2, new String[]{"vol", "vol"}, LogPrice.DIGITAL);
    twice(LogPrice.call(), "last", 2, new String[]{"spot", "vol"}, LogPrice.CALL);
  }

  private void twice(LogPrice model, String mask, int steps, String[] pair, LogPrice.Expectation expectation) {
    Program once = differentiate(Score.transform(model.program, mask), "value", model.parameter(pair[0]));
    Program twice = differentiate(once, "value ∂" + pair[0], model.parameter(pair[1]));
    check(twice, LogPrice.inputs(steps), "value ∂" + pair[0] + " ∂" + pair[1], expectation.derivative(pair));
  }

  private void exponential() {
    // P(X > a) = exp(−λa).
    double rate = 1.3;
    double a = 0.6;
    BiFunction<Graph, Expr, Expr> payoff = (g, x) -> g.select(g.less(g.literal(a), x), g.literal(1.0), g.literal(0.0));
    checkLaw(new Exponential(), rate, (g, p) -> p, payoff, -a * Math.exp(-rate * a), a * a * Math.exp(-rate * a));
  }

  private void bernoulli() {
    // X ~ Bernoulli(p²): E(1 + 2X) = 1 + 2p².
    checkLaw(new Bernoulli(), 0.55, (g, p) -> g.mul(p, p), (g, x) -> g.fma(x, g.literal(2.0), g.literal(1.0)),
        4 * 0.55, 4.0);
  }

  private void poisson() {
    // E N² = λ + λ²; P(N ≥ 2) = 1 − (1 + λ) exp(−λ).
    double rate = 1.3;
    checkLaw(new Poisson(20), rate, (g, p) -> p, (g, n) -> g.mul(n, n), 1 + 2 * rate, 2.0);
    checkLaw(new Poisson(20), rate, (g, p) -> p,
        (g, n) -> g.select(g.lessEqual(g.literal(2.0), n), g.literal(1.0), g.literal(0.0)),
        rate * Math.exp(-rate), (1 - rate) * Math.exp(-rate));
  }

  private void checkLaw(Distribution law, double parameter, BiFunction<Graph, Expr, Expr> argument,
      BiFunction<Graph, Expr, Expr> payoff, double first, double second) {
    ProgramBuilder builder = new ProgramBuilder();
    Expr.Parameter p = builder.parameter("p");
    Expr.State x = builder.state("x", builder.graph().literal(0.0));
    builder.stage("step").update("step", x, builder.sample(law, argument.apply(builder.graph(), p)));
    builder.output("value", payoff.apply(builder.graph(), x));
    Inputs inputs = new Inputs(1, Map.of("p", parameter), Map.of(), Map.of());
    Program once = differentiate(Score.transform(builder.build()), "value", p);
    check(once, inputs, "value ∂p", first);
    check(differentiate(once, "value ∂p", p), inputs, "value ∂p ∂p", second);
  }

  private void poissonCountOfJumpsWithParametersInSizes() {
    // At a first step N ~ Poisson(λ) is drawn and scored; at a second, unscored, X ~ Normal(mN, s) is reparameterised.
    // E X² = s² + m² (λ + λ²).
    double rate = 0.9;
    double size = 0.4;
    double deviation = 0.5;
    ProgramBuilder builder = new ProgramBuilder();
    Graph g = builder.graph();
    Expr.Parameter lambda = builder.parameter("rate");
    Expr.Parameter m = builder.parameter("size");
    Expr.Parameter s = builder.parameter("deviation");
    Expr.State n = builder.state("n", g.literal(0.0));
    Expr.State x = builder.state("x", g.literal(0.0));
    builder.stage("count", "first").update("count", n, builder.sample(new Poisson(20), lambda));
    builder.stage("jump", "second").update("jump", x, builder.sample(new Normal(), g.mul(m, n), s));
    builder.output("value", g.mul(x, x));
    Inputs inputs = new Inputs(2, Map.of("rate", rate, "size", size, "deviation", deviation),
        Map.of("mask", new double[]{1, 0}), Map.of("first", new boolean[]{true, false}, "second",
            new boolean[]{false, true}));
    Program once = differentiate(Score.transform(builder.build(), "mask"), "value", lambda, m);
    check(once, inputs, "value ∂rate", size * size * (1 + 2 * rate));
    check(once, inputs, "value ∂size", 2 * size * (rate + rate * rate));
    check(differentiate(once, "value ∂rate", m), inputs, "value ∂rate ∂size", 2 * size * (1 + 2 * rate));
  }

  private void correlatedNormals() {
    // x₁ ~ N(m₁, s₁), x₂ ~ N(m₂ + s₂ρε₁, s₂√(1 − ρ²)): E exp(ax₁ + bx₂) = exp(am₁ + bm₂ + ½(a²s₁² + 2abρs₁s₂ + b²s₂²)).
    double m1 = 0.1;
    double s1 = 0.3;
    double s2 = 0.4;
    double rho = 0.6;
    double a = 0.7;
    double b = 0.5;
    double value = Math
        .exp(a * m1 + b * 0.2 + 0.5 * (a * a * s1 * s1 + 2 * a * b * rho * s1 * s2 + b * b * s2 * s2));
    double byRho = a * b * s1 * s2;
    double byDeviation = a * a * s1 + a * b * rho * s2;
    Correlated model = new Correlated(a, b);
    Inputs inputs = new Inputs(1, Map.of("m1", m1, "s1", s1, "s2", s2, "rho", rho), Map.of(), Map.of());
    Program scored = Score.transform(model.program);
    Program once = differentiate(scored, "value", model.p("rho"), model.p("s1"), model.p("m1"));
    check(once, inputs, "value ∂rho", value * byRho);
    check(once, inputs, "value ∂s1", value * byDeviation);
    check(once, inputs, "value ∂m1", value * a);
    check(differentiate(once, "value ∂rho", model.p("rho")), inputs, "value ∂rho ∂rho", value * byRho * byRho);
    Program ofPathwise = Score.transform(differentiate(model.program, "value", model.p("s1")));
    check(differentiate(ofPathwise, "value ∂s1", model.p("rho")), inputs, "value ∂s1 ∂rho",
        value * (byDeviation * byRho + a * b * s2));
    // The payoff is smooth, so the pathwise derivative is another estimator of the same number.
    check(differentiate(model.program, "value", model.p("rho")), inputs, "value ∂rho", value * byRho);
  }

  private static final class Correlated {
    final ProgramBuilder builder = new ProgramBuilder();
    final Graph g = builder.graph();
    final Program program;

    Correlated(double a, double b) {
      Expr.State first = builder.state("x1", p("m1"));
      Expr.State second = builder.state("x2", g.literal(0.2));
      Expr.Sample x1 = builder.sample(new Normal(), first, p("s1"));
      Expr rest = g.sqrt(g.fma(g.neg(p("rho")), p("rho"), g.literal(1.0)));
      Expr mean = g.fma(g.mul(p("s2"), p("rho")), x1.noise(), second);
      Expr.Sample x2 = builder.sample(new Normal(), mean, g.mul(p("s2"), rest));
      builder.stage("step").update("step", first, x1);
      builder.update("step", second, x2);
      builder.output("value", g.exp(g.fma(g.literal(a), first, g.mul(g.literal(b), second))));
      program = builder.build();
    }

    Expr.Parameter p(String name) {
      return builder.parameter(name);
    }
  }

  @Test
  void derivativesOfTheLikelihoodHaveMeanZero() {
    LogPrice model = LogPrice.digital();
    Program scored = Score.transform(model.program, "all");
    Program once = differentiate(scored, Score.LIKELIHOOD, model.spot, model.vol);
    Program twice = differentiate(once, "likelihood ∂vol", model.vol, model.spot);
    Results<Estimate> estimates = ReferenceRuns.estimates(twice, LogPrice.inputs(2), 77, BLOCKS);
    assertThat(estimates.of(Score.LIKELIHOOD).mean()).isEqualTo(1.0);
    for (String name : List.of("likelihood ∂spot", "likelihood ∂vol", "likelihood ∂vol ∂vol",
        "likelihood ∂vol ∂spot")) {
      Estimate estimate = estimates.of(name);
      assertThat(estimate.standardError()).as(name).isPositive();
      assertThat(estimate.mean() / estimate.standardError()).as(name).isBetween(-4.0, 4.0);
    }
  }

  @Test
  void holdingTheNoiseOfScoredNodesConstantIsWrongInSecondOrder() {
    LogPrice model = LogPrice.call();
    Program tangent = differentiate(model.program, "value", model.vol);
    Program right = Score.transform(tangent, "all");
    // The naive product of the pathwise derivative and the score: its noise does not move as the parameter does.
    Program wrong = Rewriter.rewrite(right, (node, operands) -> node instanceof Expr.Apply apply
        && apply.operation() == Operation.PINNED ? model.g.frozen(operands.getFirst()) : null);
    String volga = "value ∂vol ∂vol";
    double expected = LogPrice.CALL.derivative("vol", "vol");
    assertThat(score(differentiate(right, "value ∂vol", model.vol), LogPrice.inputs(2), volga, expected))
        .isBetween(-4.0, 4.0);
    assertThat(Math.abs(score(differentiate(wrong, "value ∂vol", model.vol), LogPrice.inputs(2), volga, expected)))
        .isGreaterThan(10.0);
  }

  @Test
  void pathwiseDerivativesOfThresholdsFailTheSameCheck() {
    LogPrice digital = LogPrice.digital();
    Results<Estimate> delta = ReferenceRuns.estimates(differentiate(digital.program, "value", digital.spot),
        LogPrice.inputs(1), 5, 4);
    assertThat(delta.of("value ∂spot").mean()).isZero();
    LogPrice call = LogPrice.call();
    Program twice = differentiate(differentiate(call.program, "value", call.spot), "value ∂spot", call.spot);
    // 1{S>K} ∂²S/∂spot² = 0, where gamma is 1.2.
    assertThat(ReferenceRuns.estimates(twice, LogPrice.inputs(1), 5, 4).of("value ∂spot ∂spot").mean())
        .isCloseTo(0.0, within(1e-12));
    // The score of the first step alone misses what vol does at the later steps.
    LogPrice masked = LogPrice.digital();
    Program biased = differentiate(Score.transform(masked.program, "first"), "value", masked.vol);
    assertThat(
        Math.abs(score(biased, LogPrice.inputs(2), "value ∂vol", LogPrice.DIGITAL.derivative("vol"))))
        .isGreaterThan(10.0);
  }

  private static Program differentiate(Program program, String output, Expr.Parameter... parameters) {
    return Tangent.differentiate(program, Map.of(output, List.of(parameters)));
  }

  private void check(Program program, Inputs inputs, String output, double expected) {
    double z = score(program, inputs, output, expected);
    assertThat(z).as("%s, seed %s", output, seed).isBetween(-4.0, 4.0);
    scores.add(z);
  }

  private double score(Program program, Inputs inputs, String output, double expected) {
    Estimate estimate = ReferenceRuns.estimates(program, inputs, seed++, BLOCKS).of(output);
    assertThat(estimate.standardError()).isPositive();
    return (estimate.mean() - expected) / estimate.standardError();
  }
}
