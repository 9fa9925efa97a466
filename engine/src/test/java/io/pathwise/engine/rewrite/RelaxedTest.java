package io.pathwise.engine.rewrite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.pathwise.engine.derive.Adjoint;
import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.graph.Operation;
import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.program.ProgramBuilder;
import io.pathwise.engine.rewrite.Relaxed.Kind;
import io.pathwise.engine.run.ReferenceRuns.Results;
import io.pathwise.engine.sample.Bernoulli;
import io.pathwise.engine.sample.Categorical;
import io.pathwise.engine.sample.Normal;
import io.pathwise.engine.statistics.Estimate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Relaxed draws: their bias against quadrature of the relaxed expectation, and against enumeration as the temperature
 * falls; draws of the straight-through kinds stay what they were.
 */
class RelaxedTest {

  private static final double P = 0.3;
  private static final int BLOCKS = 400;

  /** Pays (x − 0.45)² for x ~ Bernoulli(p), the example of Tucker et al. 2017, "REBAR"; the derivative by p is 0.1. */
  private static Estimates coin() {
    ProgramBuilder builder = new ProgramBuilder();
    Graph g = builder.graph();
    Expr.State x = builder.state("x", g.literal(0.0));
    builder.stage("draw").update("draw", x, builder.sample(new Bernoulli(), builder.parameter("p")));
    Expr distance = g.sub(x, g.literal(0.45));
    builder.output("value", g.mul(distance, distance));
    return new Estimates(builder.build(), new Inputs(1, Map.of("p", P), Map.of(), Map.of()));
  }

  /** Pays 2, −1 or 5 for the outcomes of a categorical draw with weights e^a, 1, e^b, and adds the outcome twice. */
  private static Estimates wheel() {
    ProgramBuilder builder = new ProgramBuilder();
    Graph g = builder.graph();
    Expr.State x = builder.state("x", g.literal(0.0));
    Expr sample = builder.sample(new Categorical(3), g.exp(builder.parameter("a")), g.literal(1.0),
        g.exp(builder.parameter("b")));
    Expr isFirst = g.apply(Operation.EQUAL, sample, g.literal(0.0));
    Expr isLast = g.apply(Operation.EQUAL, g.literal(2.0), sample);
    Expr pays = g.add(g.select(isFirst, g.literal(3.0), g.literal(0.0)),
        g.select(isLast, g.literal(5.0), g.literal(-1.0)));
    builder.stage("draw").update("draw", x, g.fma(sample, g.literal(2.0), pays));
    builder.output("value", x);
    return new Estimates(builder.build(), new Inputs(1, Map.of("a", 0.3, "b", -0.4), Map.of(), Map.of()));
  }

  private static double exactWheel(Map<String, Double> p) {
    double first = Math.exp(p.getOrDefault("a", 0.0));
    double last = Math.exp(p.getOrDefault("b", 0.0));
    return (2 * first + 1 + 9 * last) / (first + 1 + last);
  }

  @Test
  void concreteCoinHasTheBiasOfItsQuadrature() {
    for (double temperature : List.of(0.2, 0.5, 1.0)) {
      Estimates relaxed = coin().rewritten(new Relaxed(Kind.CONCRETE, temperature));
      assertThat(relaxed.verdict("value", "p").differentiable()).isTrue();
      Estimate slope = relaxed.tangent("value", "p").run(1, BLOCKS).of("value ∂p");
      double expected = LogPrices.derivative(p -> concreteCoin(p.getOrDefault("p", 0.0), temperature),
          Map.of("p", P), "p");
      assertThat(Estimates.score(slope, expected)).as("temperature %s", temperature).isBetween(-4.5, 4.5);
      // The exact derivative fails the same check.
      if (temperature >= 0.5) {
        assertThat(Math.abs(Estimates.score(slope, 0.1))).isGreaterThan(10.0);
      }
    }
  }

  /** E of the relaxed payoff, by the midpoint rule in the noise. */
  private static double concreteCoin(double p, double temperature) {
    int intervals = 100_000;
    double total = 0.0;
    for (int i = 0; i < intervals; i++) {
      double u = (i + 0.5) / intervals;
      double logit = Math.log(p / (1 - p)) - Math.log(u / (1 - u));
      double x = 1 / (1 + Math.exp(-logit / temperature));
      total += (x - 0.45) * (x - 0.45) / intervals;
    }
    return total;
  }

  @Test
  void biasFallsAndErrorGrowsAsTheTemperatureFalls() {
    for (String parameter : List.of("a", "b")) {
      double exact = LogPrices.derivative(RelaxedTest::exactWheel, wheel().inputs().parameters(), parameter);
      Estimate warm = slope(wheel(), new Relaxed(Kind.CONCRETE, 2.0), parameter);
      Estimate cold = slope(wheel(), new Relaxed(Kind.CONCRETE, 0.1), parameter);
      assertThat(Math.abs(cold.mean() - exact)).isLessThan(0.2 * Math.abs(warm.mean() - exact));
      assertThat(cold.standardError()).isGreaterThan(3 * warm.standardError());
    }
  }

  @Test
  void straightThroughKeepsTheDraws() {
    for (Kind kind : List.of(Kind.STRAIGHT_THROUGH, Kind.STRAIGHT_THROUGH_CONCRETE)) {
      Estimates relaxed = coin().rewritten(new Relaxed(kind, 0.5));
      assertThat(relaxed.sums().of("value")).isEqualTo(coin().sums().of("value"));
      Estimate value = wheel().rewritten(new Relaxed(kind, 0.5)).run(3, BLOCKS).of("value");
      assertThat(Estimates.score(value, exactWheel(wheel().inputs().parameters()))).isBetween(-4.5, 4.5);
    }
    // d(x − 0.45)² with dx = dp, at the drawn x: expectation 2(p − 0.45), where 0.1 is right.
    Estimate coin = slope(coin(), new Relaxed(Kind.STRAIGHT_THROUGH, 0.5), "p");
    assertThat(Estimates.score(coin, 2 * (P - 0.45))).isBetween(-4.5, 4.5);
    // An affine function of the shares has no bias.
    Estimate wheel = slope(wheel(), new Relaxed(Kind.STRAIGHT_THROUGH, 0.5), "a");
    assertThat(wheel.mean()).isCloseTo(
        LogPrices.derivative(RelaxedTest::exactWheel, wheel().inputs().parameters(), "a"), within(1e-9));
  }

  @Test
  void adjointsAreFiniteAtLowTemperatures() {
    for (Estimates program : List.of(coin(), wheel())) {
      Estimates relaxed = program.rewritten(new Relaxed(Kind.CONCRETE, 1e-3));
      List<Expr.Parameter> parameters = program.program().parameters();
      Results<Double> adjoint = new Estimates(
          Adjoint.differentiate(relaxed.program(), Map.of("value", parameters)), relaxed.inputs()).sums();
      Results<Double> tangent = relaxed
          .tangent("value", parameters.stream().map(Expr.Parameter::name).toArray(String[]::new)).sums();
      tangent.byName().forEach((name, value) -> assertThat(adjoint.of(name)).as(name).isFinite().isCloseTo(value,
          within(1e-10 * (1 + Math.abs(value)))));
    }
  }

  @Test
  void otherComparisonsStayThresholds() {
    ProgramBuilder builder = new ProgramBuilder();
    Graph g = builder.graph();
    Expr.State x = builder.state("x", g.literal(0.0));
    builder.stage("draw").update("draw", x, builder.sample(new Bernoulli(), builder.parameter("p")));
    builder.output("value", g.select(g.less(g.literal(0.5), x), g.literal(2.0), g.literal(1.0)));
    Estimates coin = new Estimates(builder.build(), new Inputs(1, Map.of("p", P), Map.of(), Map.of()));
    assertThat(coin.rewritten(new Relaxed(Kind.CONCRETE, 0.5)).verdict("value", "p").differentiable()).isFalse();
  }

  @Test
  void whatCannotBeRelaxedIsRefused() {
    assertThat(new Relaxed(Kind.CONCRETE, 0.5).biased()).isTrue();
    assertThatThrownBy(() -> new Relaxed(Kind.CONCRETE, 0.0)).hasMessageContaining("must be positive");
    ProgramBuilder builder = new ProgramBuilder();
    Expr.State x = builder.state("x", builder.parameter("p"));
    builder.stage("draw").update("draw", x, builder.sample(new Normal(), x, x));
    builder.output("value", x);
    assertThatThrownBy(() -> new Estimates(builder.build(), new Inputs(1, Map.of(), Map.of(), Map.of()))
        .rewritten(new Relaxed(Kind.CONCRETE, 0.5))).isInstanceOf(NotApplicableException.class);
  }

  private static Estimate slope(Estimates program, Relaxed relaxed, String parameter) {
    return program.rewritten(relaxed).tangent("value", parameter).run(2, BLOCKS).of("value ∂" + parameter);
  }
}
