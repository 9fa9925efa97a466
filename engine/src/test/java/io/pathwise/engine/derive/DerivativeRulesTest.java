package io.pathwise.engine.derive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.graph.Operation;
import io.pathwise.engine.graph.TestEvaluator;
import io.pathwise.engine.graph.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The rule of every operation against finite differences of an independent evaluator, in tangent and in adjoint mode,
 * and what is declared where no limit exists.
 */
class DerivativeRulesTest {

  /** Richardson extrapolation of central differences with this step has an error of about 1e-11 at these points. */
  private static final double STEP = 2e-3;

  private final Graph graph = new Graph();
  private final TestEvaluator evaluator = new TestEvaluator(graph);

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = {"FLOOR", "FROZEN", "PINNED", "LIKELIHOOD_RATIO", "LESS",
      "LESS_EQUAL", "EQUAL", "NOT_EQUAL", "AND", "OR", "NOT"})
  void tangentAndAdjointAreTheLimitOfDifferenceQuotients(Operation operation) {
    Node node = new Node(operation);
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < 40; i++) {
      Map<Expr, Double> point = node.point(random);
      for (Expr.Parameter operand : node.reals) {
        double expected = difference(node.y, point, operand);
        double tolerance = 1e-8 * (1 + Math.abs(expected));
        assertThat(evaluate(node.tangent(operand), point)).as("tangent of %s in %s at %s", node.y, operand, point)
            .isCloseTo(expected, within(tolerance));
        assertThat(evaluate(node.adjoints().get(operand), point)).as("adjoint").isCloseTo(expected, within(tolerance));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(value = Operation.class, names = {"FLOOR", "FROZEN", "LESS", "LESS_EQUAL", "EQUAL", "NOT_EQUAL", "AND",
      "OR", "NOT"})
  void piecewiseConstantOperationsHaveNoDerivativeByStructure(Operation operation) {
    Node node = new Node(operation);
    node.reals.forEach(operand -> assertThat(node.tangent(operand)).isNull());
    assertThat(node.adjoints()).isEmpty();
  }

  @Test
  void pinnedHasTheDerivativeOfItsSecondOperand() {
    Expr.Parameter p = graph.parameter("p");
    Expr pinned = graph.apply(Operation.PINNED, graph.exp(p), graph.mul(p, p));
    Expr tangent = new Derivatives.Forward(graph, leaf -> leaf == p ? graph.literal(1.0) : null).tangent(pinned);
    assertThat(evaluate(tangent, Map.of(p, 3.0))).isEqualTo(6.0);
    assertThat(evaluate(adjoints(pinned, List.of(p)).get(p), Map.of(p, 3.0))).isEqualTo(6.0);
  }

  @Test
  void likelihoodRatioHasTheDerivativesOfTheExponentialButTheValueOne() {
    // exp(l − frozen l) with l = sin p: first derivative cos p, second cos² p − sin p.
    Expr.Parameter p = graph.parameter("p");
    Expr ratio = graph.apply(Operation.LIKELIHOOD_RATIO, graph.apply(Operation.SIN, p));
    Derivatives.Forward forward = new Derivatives.Forward(graph, leaf -> leaf == p ? graph.literal(1.0) : null);
    Expr first = required(forward.tangent(ratio));
    Expr second = required(forward.tangent(first));
    Map<Expr, Double> point = Map.of(p, 0.7);
    assertThat(evaluate(ratio, point)).isEqualTo(1.0);
    assertThat(evaluate(first, point)).isCloseTo(Math.cos(0.7), within(1e-15));
    assertThat(evaluate(second, point)).isCloseTo(Math.cos(0.7) * Math.cos(0.7) - Math.sin(0.7), within(1e-15));
  }

  @Test
  void tiesTakeTheDeclaredSide() {
    Expr.Parameter p = graph.parameter("p");
    Expr.Parameter q = graph.parameter("q");
    Map<Expr, Double> tie = Map.of(p, 0.0, q, 0.0);
    assertThat(gradient(graph.abs(p), tie, p)).isEqualTo(1.0);
    assertThat(gradient(graph.max(p, q), tie, p)).isEqualTo(1.0);
    assertThat(gradient(graph.max(p, q), tie, q)).isEqualTo(0.0);
    assertThat(gradient(graph.min(p, q), tie, p)).isEqualTo(1.0);
    assertThat(gradient(graph.min(p, q), tie, q)).isEqualTo(0.0);
  }

  @Test
  void anUntakenBranchMayHaveNoFiniteDerivativeInTangentMode() {
    // 0 < p ? sqrt(p) : 0 at p = 0, the shape of a step without variance.
    Expr.Parameter p = graph.parameter("p");
    Expr guarded = graph.select(graph.less(graph.literal(0.0), p), graph.sqrt(p), graph.literal(0.0));
    Expr tangent = new Derivatives.Forward(graph, leaf -> leaf == p ? graph.literal(1.0) : null).tangent(guarded);
    assertThat(evaluate(tangent, Map.of(p, 0.0))).isEqualTo(0.0);
  }

  @Test
  void secondDerivativesFollowByDifferentiatingAgain() {
    Expr.Parameter p = graph.parameter("p");
    Expr y = graph.div(graph.normalCdf(graph.exp(graph.mul(p, graph.literal(0.5)))), graph.sqrt(p));
    Derivatives.Forward forward = new Derivatives.Forward(graph, leaf -> leaf == p ? graph.literal(1.0) : null);
    Expr first = required(forward.tangent(y));
    Expr second = required(forward.tangent(first));
    Map<Expr, Double> point = Map.of(p, 1.3);
    assertThat(evaluate(second, point)).isCloseTo(difference(first, point, p), within(1e-9));
  }

  private double gradient(Expr y, Map<Expr, Double> point, Expr.Parameter of) {
    double tangent = evaluate(new Derivatives.Forward(graph, leaf -> leaf == of ? graph.literal(1.0) : null).tangent(y),
        point);
    assertThat(evaluate(adjoints(y, List.of(of)).get(of), point)).isEqualTo(tangent);
    return tangent;
  }

  private Map<Expr, Expr> adjoints(Expr y, List<Expr.Parameter> of) {
    Set<Expr> active = Derivatives.active(List.of(y), of::contains);
    return Derivatives.reverse(graph, Map.of(y, graph.literal(1.0)), active, leaf -> leaf instanceof Expr.Parameter);
  }

  private double evaluate(@Nullable Expr root, Map<Expr, Double> point) {
    return evaluator.evaluate(required(root), point);
  }

  private static Expr required(@Nullable Expr expr) {
    assertThat(expr).isNotNull();
    return java.util.Objects.requireNonNull(expr);
  }

  private double difference(Expr y, Map<Expr, Double> point, Expr.Parameter operand) {
    double coarse = central(y, point, operand, 2 * STEP);
    double fine = central(y, point, operand, STEP);
    double finest = central(y, point, operand, STEP / 2);
    double first = (4 * fine - coarse) / 3;
    return (16 * ((4 * finest - fine) / 3) - first) / 15;
  }

  private double central(Expr y, Map<Expr, Double> point, Expr.Parameter operand, double step) {
    Map<Expr, Double> moved = new HashMap<>(point);
    moved.merge(operand, step, Double::sum);
    double up = evaluator.evaluate(y, moved);
    moved.merge(operand, -2 * step, Double::sum);
    return (up - evaluator.evaluate(y, moved)) / (2 * step);
  }

  /** An operation applied to parameters, truth operands being comparisons of further parameters. */
  private final class Node {
    final List<Expr.Parameter> reals = new ArrayList<>();
    final List<Expr.Parameter> hidden = new ArrayList<>();
    final Expr y;
    private final Operation operation;

    Node(Operation operation) {
      this.operation = operation;
      List<Expr> operands = new ArrayList<>();
      for (int i = 0; i < operation.operandTypes().size(); i++) {
        Expr.Parameter parameter = graph.parameter("x" + i);
        if (operation.operandTypes().get(i) == Type.REAL) {
          reals.add(parameter);
          operands.add(parameter);
        } else {
          hidden.add(parameter);
          operands.add(graph.less(parameter, graph.literal(0.5)));
        }
      }
      y = graph.apply(operation, operands.toArray(Expr[]::new));
    }

    @Nullable
    Expr tangent(Expr.Parameter of) {
      return new Derivatives.Forward(graph, leaf -> leaf == of ? graph.literal(1.0) : null).tangent(y);
    }

    Map<Expr, Expr> adjoints() {
      return DerivativeRulesTest.this.adjoints(y, reals);
    }

    /** Where the operation is smooth within a few steps, of either sign if it is defined there. */
    Map<Expr, Double> point(SplittableRandom random) {
      Map<Expr, Double> point = new LinkedHashMap<>();
      hidden.forEach(parameter -> point.put(parameter, random.nextDouble()));
      double first = 0;
      for (int i = 0; i < reals.size(); i++) {
        double value = switch (operation) {
          case SQRT, LOG -> random.nextDouble(0.3, 3);
          case LOG1P -> random.nextDouble(-0.7, 3);
          case INVERSE_NORMAL_CDF -> random.nextDouble(0.05, 0.95);
          case POW -> i == 0 ? random.nextDouble(0.3, 3) : random.nextDouble(-2, 2);
          case DIV -> awayFrom(0, random);
          case ABS -> awayFrom(0, random);
          case MIN, MAX -> i == 0 ? random.nextDouble(-2, 2) : awayFrom(first, random);
          default -> random.nextDouble(-2, 2);
        };
        first = i == 0 ? value : first;
        point.put(reals.get(i), value);
      }
      return point;
    }

    private static double awayFrom(double centre, SplittableRandom random) {
      double distance = random.nextDouble(0.3, 2);
      return centre + (random.nextBoolean() ? distance : -distance);
    }
  }
}
