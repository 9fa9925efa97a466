package io.pathwise.engine.sample;

import static org.apache.commons.math3.special.Gamma.digamma;
import static org.apache.commons.math3.special.Gamma.regularizedGammaQ;
import static org.apache.commons.math3.special.Gamma.trigamma;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.pathwise.engine.derive.Adjoint;
import io.pathwise.engine.derive.Score;
import io.pathwise.engine.derive.Smoothness;
import io.pathwise.engine.derive.Tangent;
import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.program.ProgramBuilder;
import io.pathwise.engine.rewrite.Estimates;
import io.pathwise.engine.rewrite.Scored;
import io.pathwise.engine.rewrite.Scored.Nodes;
import io.pathwise.engine.rewrite.Scored.Steps;
import io.pathwise.engine.run.ReferenceRuns.Results;
import io.pathwise.engine.statistics.Estimate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/**
 * Derivatives by shape and scale of expectations of a gamma variable drawn by rejection: pathwise where it moves, the
 * score of what was accepted beside it. Against closed forms, in standard errors; all together look standard normal.
 */
class RejectionGammaTest {

  private static final int BLOCKS = 200;
  private static final double SCALE = 1.3;
  private static final Scored ACCEPTED = new Scored(Steps.ALL, Nodes.DISCRETE, Optional.empty());

  private final List<Double> scores = new ArrayList<>();
  private long seed = 700;

  /** The variable at every step, added up: of as many steps it is a gamma variable of as many times the shape. */
  private static Estimates model(double shape, int boosts, int steps) {
    ProgramBuilder builder = new ProgramBuilder();
    Graph g = builder.graph();
    Expr.State x = builder.state("x", g.literal(0.0));
    Expr draw = RejectionGamma.draw(g, builder::sample, builder.parameter("shape"), builder.parameter("scale"), boosts);
    builder.stage("draw").update("draw", x, g.add(x, draw));
    Expr strike = g.literal(strike(steps * shape));
    builder.output("mean", x);
    builder.output("square", g.mul(x, x));
    builder.output("logarithm", g.log(x));
    builder.output("transform", g.exp(g.neg(x)));
    builder.output("call", g.max(g.sub(x, strike), g.literal(0.0)));
    builder.output("digital", g.select(g.less(strike, x), g.literal(1.0), g.literal(0.0)));
    return new Estimates(builder.build(),
        new Inputs(steps, Map.of("shape", shape, "scale", SCALE), Map.of(), Map.of()));
  }

  private static double difference(DoubleUnaryOperator f, double at) {
    double h = 1e-4 * at;
    return (f.applyAsDouble(at + h) - f.applyAsDouble(at - h)) / (2.0 * h);
  }

  /** The mean. */
  private static double strike(double k) {
    return k * SCALE;
  }

  private static double call(double k, double scale, double strike) {
    return k * scale * regularizedGammaQ(k + 1.0, strike / scale) - strike * regularizedGammaQ(k, strike / scale);
  }

  private void check(Estimate estimate, double expected, String what) {
    double z = Estimates.score(estimate, expected);
    assertThat(z).as("%s, seed %s: %s", what, seed, estimate).isBetween(-4.0, 4.0);
    scores.add(z);
  }

  private void checkFirst(double shape, int boosts, int steps) {
    Estimates scored = model(shape, boosts, steps).rewritten(ACCEPTED);
    String what = "shape " + shape + ", boosts " + boosts;
    double k = steps * shape;
    double laplace = Math.pow(1.0 + SCALE, -k);
    Map<String, Double> values = Map.of("mean", k * SCALE, "square", SCALE * SCALE * k * (k + 1.0),
        "logarithm", digamma(k) + Math.log(SCALE), "transform", laplace, "call", call(k, SCALE, strike(k)), "digital",
        regularizedGammaQ(k, strike(k) / SCALE));
    Results<Estimate> means = scored.run(seed++, BLOCKS);
    values.forEach((output, value) -> check(means.of(output), value, output + ", " + what));
    Map<String, Double> byShape = Map.of("mean", SCALE, "square", SCALE * SCALE * (2.0 * k + 1.0), "logarithm",
        trigamma(k), "transform", -Math.log1p(SCALE) * laplace, "call", difference(t -> call(t, SCALE, strike(k)), k));
    byShape.forEach((output, value) -> {
      assertThat(scored.verdict(output, "shape").differentiable()).isTrue();
      check(scored.tangent(output, "shape").run(seed++, BLOCKS).of(output + " ∂shape"), steps * value,
          output + " by shape, " + what);
    });
    check(scored.tangent("call", "scale").run(seed++, BLOCKS).of("call ∂scale"),
        difference(t -> call(k, t, strike(k)), SCALE),
        "call by scale, " + what);
    check(scored.tangent(Score.LIKELIHOOD, "shape").run(seed++, BLOCKS).of(Score.LIKELIHOOD + " ∂shape"), 0.0,
        "score, " + what);
  }

  @Test
  void expectationsAndFirstDerivativesAgreeWithClosedForms() {
    checkFirst(1.0, 0, 1);
    checkFirst(2.5, 0, 1);
    checkFirst(30.0, 0, 1);
    checkFirst(0.3, 1, 1);
    checkFirst(0.06, 3, 1);
    checkFirst(4.0, 2, 1);
    checkFirst(0.4, 1, 3);
    // Outputs of one run are correlated, so the bounds are wider than those of independent numbers.
    assertThat(scores).hasSize(7 * 13);
    assertThat(scores.stream().mapToDouble(z -> z * z).sum()).isBetween(40.0, 165.0);
  }

  @Test
  void secondDerivativesAgreeWithClosedForms() {
    for (int boosts : new int[]{0, 2}) {
      double k = 2.2;
      double laplace = Math.pow(1.0 + SCALE, -k);
      Estimates scored = model(k, boosts, 1).rewritten(ACCEPTED);
      check(scored.tangent("square", "shape").tangent("square ∂shape", "shape").run(seed++, BLOCKS)
          .of("square ∂shape ∂shape"), 2.0 * SCALE * SCALE, "square by shape twice");
      check(scored.tangent("transform", "shape").tangent("transform ∂shape", "shape").run(seed++, BLOCKS)
          .of("transform ∂shape ∂shape"), Math.log1p(SCALE) * Math.log1p(SCALE) * laplace, "transform by shape twice");
      check(scored.tangent("transform", "shape").tangent("transform ∂shape", "scale").run(seed++, BLOCKS)
          .of("transform ∂shape ∂scale"), (k * Math.log1p(SCALE) - 1.0) * laplace / (1.0 + SCALE),
          "transform by shape and scale");
    }
  }

  /** A kink has no second derivative on a path: the score is of the accepted proposal only. */
  @Test
  void secondDerivativesOfKinksAreRefused() {
    Estimates once = model(2.2, 1, 1).rewritten(ACCEPTED).tangent("call", "shape");
    assertThat(once.verdict("call", "shape").grade()).isEqualTo(Smoothness.Grade.LIPSCHITZ);
    assertThat(once.verdict("call ∂shape", "shape").differentiable()).isFalse();
  }

  /** The proposal that is accepted jumps, although its derivative is 0 on every path. */
  @Test
  void withoutTheScoreADerivativeIsRefusedAndWrong() {
    for (double shape : new double[]{1.0, 2.5}) {
      Estimates plain = model(shape, 0, 1);
      Smoothness.Verdict verdict = plain.verdict("mean", "shape");
      assertThat(verdict.differentiable()).isFalse();
      assertThat(verdict.cause().orElseThrow().toString()).contains("marsaglia_tsang[1]");
      assertThat(plain.verdict("mean", "scale").differentiable()).isTrue();
      Estimate wrong = plain.tangent("transform", "shape").run(3, 10 * BLOCKS).of("transform ∂shape");
      double right = -Math.log1p(SCALE) * Math.pow(1.0 + SCALE, -shape);
      assertThat(Math.abs(Estimates.score(wrong, right))).isGreaterThan(10.0);
      // What is missing is a twentieth of the number at most: nothing but the standard error shows it.
      assertThat(wrong.mean() / right).isBetween(0.9, 1.1);
    }
  }

  @Test
  void boostsTakeMostOfTheCorrectionAway() {
    double[] deviations = new double[3];
    for (int i = 0; i < 3; i++) {
      deviations[i] = model(1.0, 2 * i, 1).rewritten(ACCEPTED).tangent(Score.LIKELIHOOD, "shape").run(9, BLOCKS)
          .of(Score.LIKELIHOOD + " ∂shape").standardError();
    }
    assertThat(deviations[1]).isLessThan(0.3 * deviations[0]);
    assertThat(deviations[2]).isLessThan(0.6 * deviations[1]);
  }

  /** Scoring what is accepted does not take the parameter out of a threshold, for the variable moves all the same. */
  @Test
  void thresholdsAreRefused() {
    assertThat(model(2.5, 0, 1).rewritten(ACCEPTED).verdict("digital", "shape").differentiable()).isFalse();
    assertThat(model(2.5, 1, 1).rewritten(new Scored(Steps.ALL, Nodes.ALL, Optional.empty()))
        .verdict("digital", "shape").differentiable()).isFalse();
  }

  @Test
  void adjointAndTangentAgree() {
    Estimates scored = model(0.7, 2, 3).rewritten(ACCEPTED);
    Map<String, List<Expr.Parameter>> wanted = Map.of("call", scored.program().parameters(), "transform",
        scored.program().parameters());
    Results<Double> tangent = new Estimates(Tangent.differentiate(scored.program(), wanted), scored.inputs()).sums();
    Results<Double> adjoint = new Estimates(Adjoint.differentiate(scored.program(), wanted), scored.inputs()).sums();
    tangent.byName().forEach((name, value) -> assertThat(adjoint.of(name)).as(name).isCloseTo(value,
        within(1e-11 * (1.0 + Math.abs(value)))));
  }

  /** Given what was accepted, the first proposal's law depends on the shape, which no score of the draw would tell. */
  @Test
  void proposalsThatAreReadElsewhereAreRefused() {
    ProgramBuilder builder = new ProgramBuilder();
    Graph g = builder.graph();
    Expr.State x = builder.state("x", g.literal(0.0));
    Expr.Sample accepted = builder.sample(new MarsagliaTsang(1), builder.parameter("shape"));
    builder.stage("draw").update("draw", x, g.add(accepted, accepted.noises().get(1)));
    builder.output("x", x);
    assertThatThrownBy(() -> Score.transform(builder.build())).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("whose law given the draw is not known");
  }

  @Test
  void fewerThanNoBoostsAreRefused() {
    assertThatThrownBy(() -> model(1.0, -1, 1)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("-1");
  }
}
