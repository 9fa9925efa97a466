package io.pathwise.engine.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.pathwise.engine.random.NoiseKind;
import io.pathwise.engine.sample.Normal;
import io.pathwise.engine.sample.Poisson;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.apache.commons.math3.analysis.interpolation.LinearInterpolator;
import org.junit.jupiter.api.Test;

/** Hash-consing, types, variability and interpolation. */
class GraphTest {

  private final Graph graph = new Graph();

  @Test
  void equalExpressionsAreOneObject() {
    Expr first = graph.exp(graph.mul(graph.parameter("vol"), graph.state("w")));
    int size = graph.size();
    Expr second = graph.exp(graph.mul(graph.parameter("vol"), graph.state("w")));
    assertThat(second).isSameAs(first);
    assertThat(graph.size()).isEqualTo(size);
    assertThat(graph.node(first.id())).isSameAs(first);
  }

  @Test
  void differentExpressionsAreDifferentObjects() {
    Expr x = graph.state("x");
    Expr noise = graph.newNoise(NoiseKind.UNIFORM);
    List<Expr> all = List.of(x, graph.state("y"), graph.parameter("x"), graph.stepValue("x"), graph.literal(0.0),
        graph.literal(-0.0), graph.truth(true), graph.truth(false), noise, graph.newNoise(NoiseKind.UNIFORM),
        graph.exp(x), graph.log(x), graph.sub(x, noise), graph.sub(noise, x), graph.recall(x, "a"),
        graph.recall(x, "b"), graph.sample(new Poisson(3), x), graph.sample(new Poisson(3), x),
        graph.sample(new Poisson(4), x));
    assertThat(all).doesNotHaveDuplicates();
  }

  @Test
  void allNansAreOneLiteral() {
    assertThat(graph.literal(Double.longBitsToDouble(0xfff8000000000123L))).isSameAs(graph.literal(Double.NaN));
  }

  @Test
  void samplesWithEqualLawArgumentsAndNoiseAreOneObject() {
    Expr.Sample sample = graph.sample(new Normal(), graph.state("m"), graph.parameter("s"));
    Expr again = Traversal.rebuild(graph, List.of(sample), (node, operands) -> null).get(sample);
    assertThat(again).isSameAs(sample);
  }

  @Test
  void newStateNumbersTakenNames() {
    assertThat(graph.newState("s").name()).isEqualTo("s");
    assertThat(graph.newState("s").name()).isEqualTo("s#2");
    assertThat(graph.newState("s").name()).isEqualTo("s#3");
  }

  @Test
  void variabilityIsTheLargestOfTheOperands() {
    Expr parameter = graph.parameter("p");
    Expr step = graph.stepValue("t");
    assertThat(graph.exp(graph.literal(1.0)).variability()).isEqualTo(Variability.LITERAL);
    assertThat(graph.mul(parameter, graph.literal(2.0)).variability()).isEqualTo(Variability.PARAMETER);
    assertThat(graph.mul(parameter, step).variability()).isEqualTo(Variability.STEP);
    assertThat(graph.fma(parameter, step, graph.state("x")).variability()).isEqualTo(Variability.PATH);
    assertThat(graph.recall(step, "s")).isSameAs(step);
  }

  @Test
  void wrongOperandsAreRefusedByName() {
    Expr x = graph.state("x");
    assertThatThrownBy(() -> graph.apply(Operation.ADD, x)).hasMessageContaining("ADD takes 2 operands, not 1");
    assertThatThrownBy(() -> graph.not(x)).hasMessageContaining("NOT takes BOOL as operand 0, not REAL");
    assertThatThrownBy(() -> graph.sample(new Normal(), x))
        .hasMessageContaining("normal takes [mean, standard deviation], not 1 arguments");
    assertThatThrownBy(() -> graph.interpolate(x, List.of(x), List.of()))
        .hasMessageContaining("as many knots as values");
  }

  @Test
  void interpolationIsLinearBetweenTheKnotsAndFlatOutside() {
    double[] knots = {-1.0, 0.5, 2.0, 7.0};
    double[] values = {3.0, -1.0, 4.0, 4.5};
    Expr x = graph.state("x");
    Expr curve = graph.interpolate(x, literals(knots), literals(values));
    TestEvaluator evaluator = new TestEvaluator(graph);
    var oracle = new LinearInterpolator().interpolate(knots, values);
    for (double at = -3.0; at < 9.0; at += 0.25) {
      assertThat(evaluator.evaluate(curve, Map.of(x, at))).as("at %s", at)
          .isCloseTo(oracle.value(Math.clamp(at, -1.0, 7.0)), within(1e-14));
    }
    assertThat(graph.interpolate(x, literals(1.0), literals(5.0))).isSameAs(graph.literal(5.0));
  }

  private List<Expr> literals(double... numbers) {
    return DoubleStream.of(numbers).mapToObj(graph::literal).toList();
  }
}
