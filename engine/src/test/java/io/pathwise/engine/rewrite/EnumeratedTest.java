package io.pathwise.engine.rewrite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.pathwise.engine.derive.Adjoint;
import io.pathwise.engine.derive.JumpDiffusion;
import io.pathwise.engine.derive.JumpDiffusion.Expectation;
import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.graph.Operation;
import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.program.ProgramBuilder;
import io.pathwise.engine.rewrite.Scored.Nodes;
import io.pathwise.engine.rewrite.Scored.Steps;
import io.pathwise.engine.run.ReferenceRuns.Results;
import io.pathwise.engine.sample.Bernoulli;
import io.pathwise.engine.sample.Categorical;
import io.pathwise.engine.sample.Normal;
import io.pathwise.engine.statistics.Estimate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Enumeration and stratification of discrete draws against exact sums and the closed forms of a jump diffusion. */
class EnumeratedTest {

  private static final Optional<String> LENGTH = Optional.of("time");
  private static final Enumerated EXACT = Enumerated.exactly(LENGTH);
  private static final Enumerated STRATIFIED = new Enumerated(2, LENGTH);
  private static final Scored COUNTS = new Scored(Steps.ALL, Nodes.DISCRETE, LENGTH);
  private static final Scored RETURNS = new Scored(Steps.ALL, Nodes.CONTINUOUS, LENGTH);
  private static final int BLOCKS = 60;

  private long seed = 300;

  private static Estimates of(JumpDiffusion model, int steps) {
    return new Estimates(model.program, JumpDiffusion.inputs(steps));
  }

  /** A chain of two regimes over three steps, leaving a regime with probability a or b; pays 1 + r² + 3r. */
  private static Estimates regimes() {
    ProgramBuilder builder = new ProgramBuilder();
    Graph g = builder.graph();
    Expr.State regime = builder.state("regime", g.literal(0.0));
    Expr.State total = builder.state("total", g.literal(1.0));
    Expr isSecond = g.apply(Operation.EQUAL, regime, g.literal(1.0));
    Expr toSecond = g.select(isSecond, g.sub(g.literal(1.0), builder.parameter("b")), builder.parameter("a"));
    builder.stage("switch").update("switch", regime, builder.sample(new Bernoulli(), toSecond));
    builder.stage("count").update("count", total, g.add(total, g.mul(total, regime)));
    builder.output("value", total);
    return new Estimates(builder.build(), new Inputs(3, Map.of("a", 0.2, "b", 0.4), Map.of(), Map.of()));
  }

  /** E 2^(number of steps in the second regime). */
  private static double exactRegimes(Map<String, Double> p) {
    double a = p.getOrDefault("a", 0.0);
    double b = p.getOrDefault("b", 0.0);
    double first = 1.0;
    double second = 0.0;
    for (int step = 0; step < 3; step++) {
      double toFirst = first * (1 - a) + second * b;
      second = 2 * (first * a + second * (1 - b));
      first = toFirst;
    }
    return first + second;
  }

  @Test
  void sumsOverAllOutcomesOfSeveralStepsAreExact() {
    Estimates exact = regimes().rewritten(Enumerated.exactly(Optional.empty()));
    Results<Double> sums = exact.tangent("value", "a", "b").tangent("value ∂a", "a", "b").sums();
    Map<String, Double> point = exact.inputs().parameters();
    assertThat(sums.of("value") / 256).isCloseTo(exactRegimes(point), within(1e-14));
    for (String[] by : new String[][]{{"a"}, {"b"}, {"a", "a"}, {"a", "b"}}) {
      assertThat(sums.of("value ∂" + String.join(" ∂", by)) / 256).as(Arrays.toString(by))
          .isCloseTo(LogPrices.derivative(EnumeratedTest::exactRegimes, point, by), within(1e-7));
    }
    // Pathwise derivatives of the draws see nothing.
    assertThat(regimes().verdict("value", "a").differentiable()).isFalse();
    assertThat(regimes().tangent("value", "a").sums().of("value ∂a")).isZero();
  }

  @Test
  void severalNodesOfAStep() {
    ProgramBuilder builder = new ProgramBuilder();
    Graph g = builder.graph();
    Expr p = builder.parameter("p");
    Expr.State x = builder.state("x", g.literal(0.0));
    Expr category = builder.sample(new Categorical(3), p, g.literal(1.0), g.exp(p));
    Expr coin = builder.sample(new Bernoulli(), g.div(p, g.add(category, g.literal(2.0))));
    builder.stage("draw").update("draw", x, g.fma(coin, g.literal(3.0), g.mul(category, category)));
    builder.output("value", x);
    Inputs inputs = new Inputs(1, Map.of("p", 0.6), Map.of(), Map.of());
    Estimates exact = new Estimates(builder.build(), inputs).rewritten(Enumerated.exactly(Optional.empty()))
        .tangent("value", "p");
    double slope = LogPrices.derivative(point -> {
      double at = point.getOrDefault("p", 0.0);
      double sum = at + 1 + Math.exp(at);
      double[] weights = {at / sum, 1 / sum, Math.exp(at) / sum};
      double total = 0.0;
      for (int k = 0; k < 3; k++) {
        total += weights[k] * (k * k + 3 * at / (k + 2));
      }
      return total;
    }, inputs.parameters(), "p");
    assertThat(exact.sums().of("value ∂p") / 256).isCloseTo(slope, within(1e-9));
  }

  @Test
  void jumpCountsOfOneStepAreEnumeratedOrStratified() {
    for (String parameter : List.of("intensity", "jumpMean")) {
      // One seed: all see the same counts, as far as they draw them.
      double scored = callError(COUNTS, parameter);
      double stratified = callError(STRATIFIED, parameter);
      double exact = callError(EXACT, parameter);
      assertThat(exact).isLessThan(stratified);
      assertThat(stratified).isLessThan(0.35 * scored);
    }
  }

  private static double callError(Rewrite rewrite, String parameter) {
    Estimates rewritten = of(JumpDiffusion.call(), 2).rewritten(rewrite);
    assertThat(rewritten.verdict("value", parameter).differentiable()).isTrue();
    return check(rewritten.tangent("value", parameter).run(5, 200), JumpDiffusion.CALL, parameter).standardError();
  }

  @Test
  void secondOrderOfStratified() {
    Estimates once = of(JumpDiffusion.digital(), 2).rewritten(RETURNS).rewritten(STRATIFIED).tangent("value",
        "intensity");
    Results<Estimate> estimates = once.tangent("value ∂intensity", "intensity", "jumpMean").run(seed++, BLOCKS);
    check(estimates, JumpDiffusion.DIGITAL, "intensity", "intensity");
    check(estimates, JumpDiffusion.DIGITAL, "intensity", "jumpMean");
  }

  @Test
  void composesWithWhatScoredTheReturnsBefore() {
    error(of(JumpDiffusion.digital(), 2).rewritten(RETURNS).rewritten(EXACT), JumpDiffusion.DIGITAL, "intensity");
    error(of(JumpDiffusion.digital(), 2).rewritten(RETURNS).rewritten(STRATIFIED), JumpDiffusion.DIGITAL, "vol");
    error(of(JumpDiffusion.digital(), 2).rewritten(new Vibrato(2, "time")).rewritten(EXACT), JumpDiffusion.DIGITAL,
        "intensity");
    Estimates unscored = of(JumpDiffusion.digital(), 2).rewritten(EXACT);
    assertThat(unscored.verdict("value", "intensity").differentiable()).isFalse();
    assertThatThrownBy(() -> unscored.rewritten(RETURNS)).isInstanceOf(NotApplicableException.class)
        .hasMessageContaining("one noise");
    assertThatThrownBy(() -> unscored.rewritten(new Vibrato(1, "time"))).isInstanceOf(NotApplicableException.class)
        .hasMessageContaining("one noise");
  }

  @Test
  void adjointAndTangentAgree() {
    Estimates rewritten = of(JumpDiffusion.call(), 2).rewritten(STRATIFIED);
    List<Expr.Parameter> parameters = rewritten.program().parameters();
    Estimates adjoint = new Estimates(Adjoint.differentiate(rewritten.program(), Map.of("value", parameters)),
        rewritten.inputs());
    Results<Double> actual = adjoint.sums();
    rewritten.tangent("value", JumpDiffusion.NAMES.toArray(String[]::new)).sums().byName()
        .forEach((name, value) -> assertThat(actual.of(name)).as(name).isCloseTo(value,
            within(1e-11 * (1 + Math.abs(value)))));
  }

  @Test
  void whatCannotBeEnumeratedIsRefused() {
    assertThatThrownBy(() -> of(JumpDiffusion.call(), 3).rewritten(EXACT)).isInstanceOf(NotApplicableException.class)
        .hasMessageContaining("169 combinations");
    assertThatThrownBy(() -> of(JumpDiffusion.call(), 2).rewritten(COUNTS).rewritten(EXACT))
        .hasMessageContaining("scored before");
    ProgramBuilder builder = new ProgramBuilder();
    Expr.State x = builder.state("x", builder.parameter("p"));
    builder.stage("draw").update("draw", x, builder.sample(new Normal(), x, x));
    builder.output("value", x);
    assertThatThrownBy(() -> new Estimates(builder.build(), new Inputs(1, Map.of(), Map.of(), Map.of()))
        .rewritten(EXACT)).hasMessageContaining("no discrete sample");
    assertThatThrownBy(() -> new Enumerated(0, LENGTH)).hasMessageContaining("at least 1");
  }

  private double error(Estimates rewritten, Expectation expectation, String parameter) {
    assertThat(rewritten.verdict("value", parameter).differentiable()).isTrue();
    return check(rewritten.tangent("value", parameter).run(seed++, BLOCKS), expectation, parameter).standardError();
  }

  private static Estimate check(Results<Estimate> estimates, Expectation expectation, String... parameters) {
    String output = "value ∂" + String.join(" ∂", parameters);
    Estimate estimate = estimates.of(output);
    assertThat(Estimates.score(estimate, expectation.derivative(parameters))).as(output).isBetween(-4.5, 4.5);
    return estimate;
  }
}
