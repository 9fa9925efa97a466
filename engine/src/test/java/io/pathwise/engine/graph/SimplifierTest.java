package io.pathwise.engine.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/**
 * Simplification keeps values bit for bit (NaN payloads aside): every operation on every combination of a pool of
 * operands, which provokes every rule, is evaluated as written and as the graph made it. Then which rules there are,
 * and which tempting ones there are not.
 */
class SimplifierTest {

  private static final double[] NUMBERS = {0.0, -0.0, 1.0, -1.0, 2.5, -3.75, Double.NaN, Double.POSITIVE_INFINITY,
      Double.NEGATIVE_INFINITY, Double.MIN_VALUE, -Double.MIN_VALUE, Double.MAX_VALUE, 1e-200};

  private final Graph graph = new Graph();
  private final TestEvaluator evaluator = new TestEvaluator(graph);
  private final Expr x = graph.state("x");
  private final Expr y = graph.state("y");

  @Test
  void simplifiedExpressionsHaveTheValuesOfTheOriginalsBitForBit() {
    List<Expr> reals = realPool();
    List<Expr> truths = List.of(graph.truth(true), graph.truth(false), graph.less(x, y), graph.not(graph.less(x, y)),
        graph.lessEqual(y, x));
    List<Map<Expr, Double>> environments = environments();
    Set<Operation> simplified = EnumSet.noneOf(Operation.class);
    int differences = 0;
    for (Operation operation : Operation.values()) {
      for (List<Expr> operands : combinations(operation, reals, truths)) {
        Expr result = graph.apply(operation, operands.toArray(Expr[]::new));
        if (!isTheOriginal(result, operation, operands)) {
          simplified.add(operation);
          for (Map<Expr, Double> environment : environments) {
            differences += sameOn(environment, operation, operands, result) ? 0 : 1;
          }
        }
      }
    }
    assertThat(differences).isZero();
    assertThat(simplified).as("operations with rules").containsExactlyInAnyOrder(Operation.NEG, Operation.ABS,
        Operation.SQRT, Operation.ADD, Operation.SUB, Operation.MUL, Operation.DIV, Operation.FMA, Operation.MIN,
        Operation.MAX, Operation.LESS, Operation.LESS_EQUAL, Operation.EQUAL, Operation.NOT_EQUAL, Operation.AND,
        Operation.OR, Operation.NOT, Operation.SELECT, Operation.FROZEN, Operation.DECIDED, Operation.PINNED,
        Operation.LIKELIHOOD_RATIO);
  }

  private List<Expr> realPool() {
    List<Expr> pool = new ArrayList<>();
    for (double number : NUMBERS) {
      pool.add(graph.literal(number));
    }
    pool.addAll(List.of(x, y, graph.neg(x), graph.frozen(y), graph.frozen(graph.neg(y))));
    return pool;
  }

  private List<Map<Expr, Double>> environments() {
    RandomGenerator random = RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(11);
    List<Map<Expr, Double>> environments = new ArrayList<>();
    for (double a : NUMBERS) {
      environments.add(Map.of(x, a, y, a));
      environments.add(Map.of(x, a, y, NUMBERS[random.nextInt(NUMBERS.length)]));
      environments.add(Map.of(x, a, y, Double.longBitsToDouble(random.nextLong())));
    }
    return environments;
  }

  private static List<List<Expr>> combinations(Operation operation, List<Expr> reals, List<Expr> truths) {
    List<List<Expr>> result = List.of(List.of());
    for (Type type : operation.operandTypes()) {
      List<List<Expr>> longer = new ArrayList<>();
      for (List<Expr> start : result) {
        for (Expr next : type == Type.REAL ? reals : truths) {
          List<Expr> operands = new ArrayList<>(start);
          operands.add(next);
          longer.add(operands);
        }
      }
      result = longer;
    }
    return result;
  }

  private static boolean isTheOriginal(Expr result, Operation operation, List<Expr> operands) {
    return result instanceof Expr.Apply apply && apply.operation() == operation && apply.operands().equals(operands);
  }

  private boolean sameOn(Map<Expr, Double> environment, Operation operation, List<Expr> operands, Expr result) {
    double[] numbers = operands.stream().mapToDouble(operand -> evaluator.evaluate(operand, environment)).toArray();
    double original = TestEvaluator.apply(operation, numbers);
    double actual = evaluator.evaluate(result, environment);
    return Double.doubleToLongBits(original) == Double.doubleToLongBits(actual);
  }

  @Test
  void everyRuleFires() {
    Expr zero = graph.literal(0.0);
    Expr minusZero = graph.literal(-0.0);
    Expr one = graph.literal(1.0);
    Expr minusOne = graph.literal(-1.0);
    Expr yes = graph.truth(true);
    Expr no = graph.truth(false);
    Expr less = graph.less(x, y);
    assertThat(graph.neg(graph.neg(x))).isSameAs(x);
    assertThat(graph.add(x, minusZero)).isSameAs(x);
    assertThat(graph.sub(x, zero)).isSameAs(x);
    assertThat(graph.mul(one, x)).isSameAs(x);
    assertThat(graph.mul(x, minusOne)).isSameAs(graph.neg(x));
    assertThat(graph.div(x, one)).isSameAs(x);
    assertThat(graph.fma(one, x, y)).isSameAs(graph.add(x, y));
    assertThat(graph.fma(x, y, minusZero)).isSameAs(graph.mul(x, y));
    assertThat(graph.max(x, x)).isSameAs(x);
    assertThat(graph.min(x, x)).isSameAs(x);
    assertThat(graph.less(x, x)).isSameAs(no);
    assertThat(graph.less(zero, one)).isSameAs(yes);
    assertThat(graph.not(graph.not(less))).isSameAs(less);
    assertThat(graph.and(less, yes)).isSameAs(less);
    assertThat(graph.and(less, no)).isSameAs(no);
    assertThat(graph.and(less, less)).isSameAs(less);
    assertThat(graph.or(yes, less)).isSameAs(yes);
    assertThat(graph.or(less, no)).isSameAs(less);
    assertThat(graph.select(no, x, y)).isSameAs(y);
    assertThat(graph.select(less, x, x)).isSameAs(x);
    assertThat(graph.frozen(graph.frozen(x))).isSameAs(graph.frozen(x));
    assertThat(graph.frozen(one)).isSameAs(one);
    assertThat(graph.apply(Operation.PINNED, y, one)).isSameAs(graph.frozen(y));
    assertThat(graph.apply(Operation.LIKELIHOOD_RATIO, zero)).isSameAs(one);
    assertThat(graph.sqrt(graph.add(one, graph.literal(3.0)))).isSameAs(graph.literal(2.0));
    assertThat(graph.add(y, x)).isSameAs(graph.add(x, y));
    assertThat(graph.mul(y, x)).isSameAs(graph.mul(x, y));
    assertThat(graph.fma(y, x, one)).isSameAs(graph.fma(x, y, one));
  }

  @Test
  void rulesThatIeeeForbidsAreNotApplied() {
    Expr zero = graph.literal(0.0);
    Map<Expr, Operation> kept = Map.ofEntries(Map.entry(graph.add(x, zero), Operation.ADD),
        Map.entry(graph.sub(x, graph.literal(-0.0)), Operation.SUB), Map.entry(graph.mul(x, zero), Operation.MUL),
        Map.entry(graph.sub(x, x), Operation.SUB), Map.entry(graph.div(x, x), Operation.DIV),
        Map.entry(graph.sub(zero, x), Operation.SUB), Map.entry(graph.div(zero, x), Operation.DIV),
        Map.entry(graph.fma(x, zero, y), Operation.FMA), Map.entry(graph.fma(x, y, zero), Operation.FMA),
        Map.entry(graph.lessEqual(x, x), Operation.LESS_EQUAL),
        Map.entry(graph.apply(Operation.EQUAL, x, x), Operation.EQUAL),
        Map.entry(graph.apply(Operation.NOT_EQUAL, x, x), Operation.NOT_EQUAL),
        Map.entry(graph.not(graph.less(x, y)), Operation.NOT), Map.entry(graph.exp(graph.log(x)), Operation.EXP),
        Map.entry(graph.sqrt(graph.mul(x, x)), Operation.SQRT));
    kept.forEach((node, operation) -> assertThat(node).as(node.toString())
        .isInstanceOfSatisfying(Expr.Apply.class, apply -> assertThat(apply.operation()).isEqualTo(operation)));
  }
}
