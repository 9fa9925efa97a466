package io.pathwise.engine.derive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pathwise.engine.derive.Smoothness.Grade;
import io.pathwise.engine.derive.Smoothness.Verdict;
import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.graph.Operation;
import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.program.Program;
import io.pathwise.engine.program.ProgramBuilder;
import io.pathwise.engine.sample.Bernoulli;
import io.pathwise.engine.sample.Exponential;
import io.pathwise.engine.sample.Normal;
import io.pathwise.engine.sample.Poisson;
import io.pathwise.engine.sample.TruncatedNormal;
import io.pathwise.engine.sample.Uniform;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Which derivatives the analysis allows and which it refuses, operation by operation and estimator by estimator. */
class SmoothnessTest {

  private static Verdict verdict(Program program, Inputs inputs, Expr.Parameter parameter, String output) {
    return Objects.requireNonNull(Smoothness.of(program, inputs).verdicts(parameter).get(output));
  }

  /** Outputs of expressions of a path state x that moves with the parameter p, and of q, a second parameter. */
  @Nested
  class Operations {

    private final ProgramBuilder builder = new ProgramBuilder();
    private final Graph g = builder.graph();
    private final Expr.Parameter p = builder.parameter("p");
    private final Expr.Parameter q = builder.parameter("q");
    private final Expr.State x = builder.state("x", p);

    private Verdict of(Expr output) {
      builder.stage("step").update("step", x, builder.sample(new Normal(), x, q));
      builder.output("value", output);
      return verdict(builder.build(), new Inputs(2, Map.of("p", 1.0, "q", 1.0), Map.of(), Map.of()), p, "value");
    }

    @Test
    void smoothOperationsStaySmooth() {
      assertThat(of(g.exp(g.div(g.normalCdf(x), g.sqrt(p))))).isEqualTo(new Verdict(Grade.SMOOTH,
          java.util.Optional.empty()));
    }

    @Test
    void otherParametersAreIndependent() {
      assertThat(of(g.mul(q, q)).grade()).isEqualTo(Grade.INDEPENDENT);
    }

    @Test
    void maxIsLipschitz() {
      assertThat(of(g.max(x, q)).grade()).isEqualTo(Grade.LIPSCHITZ);
    }

    @Test
    void minIsLipschitz() {
      assertThat(of(g.min(q, x)).grade()).isEqualTo(Grade.LIPSCHITZ);
    }

    @Test
    void absIsLipschitz() {
      assertThat(of(g.abs(g.sub(x, q))).grade()).isEqualTo(Grade.LIPSCHITZ);
    }

    @Test
    void selectOnThePathIsDiscontinuousAndNamesItsCondition() {
      Expr condition = g.less(q, x);
      Verdict verdict = of(g.select(condition, g.literal(1.0), g.literal(0.0)));
      assertThat(verdict.grade()).isEqualTo(Grade.DISCONTINUOUS);
      assertThat(verdict.differentiable()).isFalse();
      assertThat(verdict.cause()).contains(condition);
    }

    @Test
    void aConditionMadeOfConditionsIsDiscontinuous() {
      assertThat(of(g.select(g.not(g.and(g.less(q, x), g.truth(true))), x, q)).grade())
          .isEqualTo(Grade.DISCONTINUOUS);
    }

    @Test
    void selectWhoseConditionDoesNotMoveIsAsItsBranches() {
      Expr condition = g.less(g.literal(0.0), g.frozen(x));
      assertThat(of(g.select(condition, g.max(x, q), x)).grade()).isEqualTo(Grade.LIPSCHITZ);
    }

    @Test
    void floorOfThePathIsDiscontinuous() {
      Expr floor = g.apply(Operation.FLOOR, x);
      Verdict verdict = of(floor);
      assertThat(verdict.grade()).isEqualTo(Grade.DISCONTINUOUS);
      assertThat(verdict.cause()).contains(floor);
    }

    @Test
    void frozenIsIndependentAndPinnedIsAsItsSecondOperand() {
      assertThat(of(g.frozen(g.apply(Operation.FLOOR, x))).grade()).isEqualTo(Grade.INDEPENDENT);
    }

    @Test
    void pinnedIsAsItsSecondOperand() {
      assertThat(of(g.apply(Operation.PINNED, g.apply(Operation.FLOOR, x), g.max(x, q))).grade())
          .isEqualTo(Grade.LIPSCHITZ);
    }

    @Test
    void theWorstOperandDecides() {
      Expr jump = g.select(g.less(x, q), p, q);
      assertThat(of(g.add(g.max(jump, x), x)).grade()).isEqualTo(Grade.DISCONTINUOUS);
    }

    @Test
    void conditionsOnParametersAreLocallyConstant() {
      assertThat(of(g.select(g.less(g.literal(0.0), p), x, q)).grade()).isEqualTo(Grade.SMOOTH);
    }

    @Test
    void kinksInParametersAloneAreLocallySmooth() {
      assertThat(of(g.mul(g.max(p, q), x)).grade()).isEqualTo(Grade.SMOOTH);
    }

    @Test
    void aZeroFactorRemovesDependence() {
      assertThat(of(g.mul(g.literal(0.0), g.select(g.less(x, q), p, q))).grade()).isEqualTo(Grade.INDEPENDENT);
    }
  }

  /** What depends on the numbers of the steps. */
  @Nested
  class Steps {

    private final ProgramBuilder builder = new ProgramBuilder();
    private final Graph g = builder.graph();
    private final Expr.Parameter p = builder.parameter("p");
    private final Expr.State x = builder.state("x", g.literal(0.0));
    private final Expr.State hit = builder.state("hit", g.literal(0.0));

    private Grade grade(BiFunction<Graph, Expr, Expr> move, double[] numbers, boolean[] observed) {
      Expr w = builder.stepValue("w");
      builder.stage("step").update("step", x, g.add(builder.sample(new Normal(), x, g.literal(1.0)),
          move.apply(g, w)));
      builder.stage("observe", "observed").update("observe", hit,
          g.select(g.less(x, g.literal(0.0)), g.literal(1.0), hit));
      builder.output("value", hit);
      Inputs inputs = new Inputs(numbers.length, Map.of("p", 1.0), Map.of("w", numbers), Map.of("observed", observed));
      return verdict(builder.build(), inputs, p, "value").grade();
    }

    @Test
    void onlyObservationsAfterTheParameterHasMovedTheStateCount() {
      boolean[] first = {true, false, false};
      boolean[] last = {false, false, true};
      double[] numbers = {0, 1, 0};
      assertThat(new Steps().grade((g, w) -> g.mul(p(g), w), numbers, first)).isEqualTo(Grade.INDEPENDENT);
      assertThat(new Steps().grade((g, w) -> g.mul(p(g), w), numbers, last)).isEqualTo(Grade.DISCONTINUOUS);
      assertThat(new Steps().grade((g, w) -> g.mul(p(g), w), new double[3], last)).isEqualTo(Grade.INDEPENDENT);
    }

    @Test
    void zeroStepValuesCountInProductsNegationsAndFusedProducts() {
      boolean[] last = {false, false, true};
      List<BiFunction<Graph, Expr, Expr>> moves = List.of((g, w) -> g.mul(g.neg(w), p(g)),
          (g, w) -> g.fma(g.neg(w), p(g), w), (g, w) -> g.mul(g.mul(w, g.exp(p(g))), p(g)));
      for (BiFunction<Graph, Expr, Expr> move : moves) {
        assertThat(new Steps().grade(move, new double[3], last)).isEqualTo(Grade.INDEPENDENT);
        assertThat(new Steps().grade(move, new double[]{0, 0, 1e-9}, last)).isEqualTo(Grade.DISCONTINUOUS);
      }
    }

    @Test
    void conditionsOnStepValuesAreKnownAtEveryStep() {
      // All numbers lie between the two bounds 0 and 0.5 that steps might be told apart by.
      BiFunction<Graph, Expr, Expr> move = (g, w) -> g.select(g.less(g.literal(0.2), w), p(g), g.literal(0.0));
      boolean[] last = {false, false, true};
      assertThat(new Steps().grade(move, new double[]{0.1, 0.15, 0.1}, last)).isEqualTo(Grade.INDEPENDENT);
      assertThat(new Steps().grade(move, new double[]{0.1, 0.3, 0.1}, last)).isEqualTo(Grade.DISCONTINUOUS);
      assertThat(new Steps().grade(move, new double[]{-0.1, 0.3, 0.1}, last)).isEqualTo(Grade.DISCONTINUOUS);
    }

    private static Expr p(Graph g) {
      return g.parameter("p");
    }
  }

  /** The traps of estimators: what the analysis says of scored and differentiated programs. */
  @Nested
  class Estimators {

    private static Grade ofScored(LogPrice model, String mask, String parameter) {
      return verdict(Score.transform(model.program, mask), LogPrice.inputs(4), model.parameter(parameter), "value")
          .grade();
    }

    @Test
    void theFirstNodeSuitsSpotButNotVolOrDrift() {
      assertThat(ofScored(LogPrice.digital(), "first", "spot")).isEqualTo(Grade.SMOOTH);
      assertThat(ofScored(LogPrice.digital(), "first", "vol")).isEqualTo(Grade.DISCONTINUOUS);
      assertThat(ofScored(LogPrice.digital(), "first", "drift")).isEqualTo(Grade.DISCONTINUOUS);
    }

    @Test
    void theLastNodeAndAllNodesSuitAThresholdAtTheEnd() {
      for (String parameter : List.of("spot", "vol", "drift")) {
        assertThat(ofScored(LogPrice.digital(), "last", parameter)).isEqualTo(Grade.SMOOTH);
        assertThat(ofScored(LogPrice.digital(), "all", parameter)).isEqualTo(Grade.SMOOTH);
      }
    }

    @Test
    void theLastNodeDoesNotSuitABarrierOnTheWay() {
      LogPrice model = LogPrice.call();
      Program barrier = barrier(model);
      for (String mask : List.of("first", "last", "all")) {
        Grade spot = verdict(Score.transform(barrier, mask), LogPrice.inputs(4), model.spot, "alive").grade();
        Grade vol = verdict(Score.transform(barrier, mask), LogPrice.inputs(4), model.vol, "alive").grade();
        assertThat(spot).isEqualTo(mask.equals("last") ? Grade.DISCONTINUOUS : Grade.SMOOTH);
        assertThat(vol).isEqualTo(mask.equals("all") ? Grade.SMOOTH : Grade.DISCONTINUOUS);
      }
    }

    private static Program barrier(LogPrice model) {
      Graph g = model.g;
      Expr.State alive = model.builder.state("alive", g.literal(1.0));
      model.builder.stage("watch").update("watch", alive,
          g.select(g.less(g.literal(0.3), model.x), g.literal(0.0), alive));
      model.builder.output("alive", alive);
      return model.builder.build();
    }

    @Test
    void aKinkIsDifferentiableOnceAndItsDerivativeNeedsTheScore() {
      LogPrice model = LogPrice.call();
      assertThat(verdict(model.program, LogPrice.inputs(4), model.spot, "value").grade()).isEqualTo(Grade.LIPSCHITZ);
      Program tangent = Tangent.differentiate(model.program, Map.of("value", List.of(model.spot)));
      assertThat(verdict(tangent, LogPrice.inputs(4), model.spot, "value ∂spot").grade())
          .isEqualTo(Grade.DISCONTINUOUS);
      assertThat(verdict(tangent, LogPrice.inputs(4), model.vol, "value ∂spot").grade())
          .isEqualTo(Grade.DISCONTINUOUS);
      Program scored = Score.transform(tangent, "first");
      assertThat(verdict(scored, LogPrice.inputs(4), model.spot, "value ∂spot").grade()).isEqualTo(Grade.SMOOTH);
      assertThat(verdict(scored, LogPrice.inputs(4), model.vol, "value ∂spot").grade())
          .isEqualTo(Grade.DISCONTINUOUS);
    }

    @Test
    void scoringReturnsDoesNotCutTheWayFromTheSpot() {
      ProgramBuilder builder = new ProgramBuilder();
      Graph g = builder.graph();
      Expr.Parameter spot = builder.parameter("spot");
      Expr.Parameter vol = builder.parameter("vol");
      Expr.State x = builder.state("x", g.log(spot));
      builder.stage("step").update("step", x, g.add(x, builder.sample(new Normal(), g.literal(0.0), vol)));
      builder.output("value", g.select(g.less(g.literal(0.0), x), g.literal(1.0), g.literal(0.0)));
      Program scored = Score.transform(builder.build());
      Inputs inputs = new Inputs(3, Map.of("spot", 1.0, "vol", 0.2), Map.of(), Map.of());
      assertThat(verdict(scored, inputs, spot, "value").grade()).isEqualTo(Grade.DISCONTINUOUS);
      // From the volatility every way leads through the returns.
      assertThat(verdict(scored, inputs, vol, "value").grade()).isEqualTo(Grade.SMOOTH);
    }

    @Test
    void correlatedNoiseIsCutOnlyWithItsOwnNode() {
      // y reads the noise of x: with both scored the pinned noise moves, but y is frozen all the same.
      ProgramBuilder builder = new ProgramBuilder();
      Graph g = builder.graph();
      Expr.Parameter p = builder.parameter("p");
      Expr.State x = builder.state("x", p);
      Expr.State y = builder.state("y", p);
      Expr.Sample first = builder.sample(new Normal(), x, g.literal(0.3));
      builder.stage("step").update("step", x, first);
      builder.update("step", y,
          builder.sample(new Normal(), g.fma(g.literal(0.2), first.noise(), y), g.literal(0.4)));
      // A threshold on the noise itself is not cut: for a frozen x the noise moves with p.
      builder.output("of y", g.select(g.less(x, y), g.literal(1.0), g.literal(0.0)));
      Expr.State z = builder.state("z", g.literal(0.0));
      builder.update("step", z, g.select(g.less(g.literal(0.0), first.noise()), g.literal(1.0), g.literal(0.0)));
      builder.output("of noise", z);
      Program program = builder.build();
      Inputs inputs = new Inputs(1, Map.of("p", 1.0), Map.of(), Map.of());
      assertThat(verdict(program, inputs, p, "of noise").grade()).isEqualTo(Grade.INDEPENDENT);
      Program scored = Score.transform(program);
      assertThat(verdict(scored, inputs, p, "of y").grade()).isEqualTo(Grade.SMOOTH);
      assertThat(verdict(scored, inputs, p, "of noise").grade()).isEqualTo(Grade.DISCONTINUOUS);
    }
  }

  /** Laws by themselves: output of the indicator of one draw. */
  @Nested
  class Laws {

    private final ProgramBuilder builder = new ProgramBuilder();
    private final Graph g = builder.graph();
    private final Map<String, Double> values = new HashMap<>();

    private Expr.Parameter p(String name) {
      values.put(name, 0.5);
      return builder.parameter(name);
    }

    private Map<Boolean, Grade> grades(Expr.Sample sample, Expr.Parameter parameter) {
      Expr.State x = builder.state("x", g.literal(0.0));
      builder.stage("step").update("step", x, sample);
      builder.output("value", g.mul(x, x));
      Program program = builder.build();
      Inputs inputs = new Inputs(1, values, Map.of(), Map.of());
      return Map.of(false, verdict(program, inputs, parameter, "value").grade(), true,
          verdict(Score.transform(program), inputs, parameter, "value").grade());
    }

    private void expect(Map<Boolean, Grade> grades, Grade pathwise, Grade scored) {
      assertThat(grades).containsEntry(false, pathwise).containsEntry(true, scored);
    }

    @Test
    void uniformWithMovingSupportIsPathwiseOnly() {
      Expr.Parameter theta = p("theta");
      expect(grades(builder.sample(new Uniform(), g.literal(0.0), theta), theta), Grade.SMOOTH, Grade.DISCONTINUOUS);
    }

    @Test
    void exponentialIsBoth() {
      Expr.Parameter rate = p("rate");
      expect(grades(builder.sample(new Exponential(), rate), rate), Grade.SMOOTH, Grade.SMOOTH);
    }

    @Test
    void bernoulliIsScoreOnly() {
      Expr.Parameter probability = p("probability");
      expect(grades(builder.sample(new Bernoulli(), probability), probability), Grade.DISCONTINUOUS, Grade.SMOOTH);
    }

    @Test
    void poissonIsScoreOnly() {
      Expr.Parameter rate = p("rate");
      expect(grades(builder.sample(new Poisson(10), rate), rate), Grade.DISCONTINUOUS, Grade.SMOOTH);
    }

    @Test
    void discreteLawNamesTheSampleAsTheCause() {
      Expr.Sample sample = builder.sample(new Bernoulli(), p("probability"));
      Expr.State x = builder.state("x", g.literal(0.0));
      builder.stage("step").update("step", x, sample);
      builder.output("value", x);
      assertThat(verdict(builder.build(), new Inputs(1, values, Map.of(), Map.of()), p("probability"), "value").cause())
          .contains(sample);
    }

    @Test
    void truncatedNormalIsScoredInItsMeanButNotInItsBounds() {
      Expr.Parameter mean = p("mean");
      Expr.Parameter bound = p("bound");
      Expr.Sample sample = builder.sample(new TruncatedNormal(), mean, g.literal(1.0), bound,
          g.literal(Double.POSITIVE_INFINITY));
      expect(grades(sample, mean), Grade.SMOOTH, Grade.SMOOTH);
      Laws other = new Laws();
      Expr.Parameter otherBound = other.p("bound");
      expect(other.grades(other.builder.sample(new TruncatedNormal(), other.p("mean"), other.g.literal(1.0),
          otherBound, other.g.literal(3.0)), otherBound), Grade.SMOOTH, Grade.DISCONTINUOUS);
    }
  }

  @Test
  void hundredsOfStepsAndManyStatesAreFast() {
    LogPrice model = LogPrice.digital();
    Program tangent = Tangent.differentiate(model.program, Map.of("value", model.program.parameters()));
    long start = System.nanoTime();
    Smoothness analysis = Smoothness.of(Score.transform(tangent, "all"), LogPrice.inputs(1000));
    model.program.parameters().forEach(analysis::verdicts);
    assertThat((System.nanoTime() - start) / 1e9).isLessThan(3.0);
  }

  @Test
  void adjointProgramsAreRefused() {
    LogPrice model = LogPrice.call();
    Program adjoint = Adjoint.differentiate(model.program, Map.of("value", List.of(model.spot)));
    assertThatThrownBy(() -> Smoothness.of(adjoint, LogPrice.inputs(2)))
        .hasMessageContaining("without backward sweeps");
  }
}
