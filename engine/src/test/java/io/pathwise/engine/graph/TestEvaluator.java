package io.pathwise.engine.graph;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.math3.special.Erf;

/**
 * Evaluates expressions with {@link Math} and Commons Math: an oracle that shares no code with the engine's expansions
 * and backends. Start with {@link #evaluate(Expr, Map)}; {@link #apply} is the meaning of one operation. Truth values
 * travel as 1 and 0. A sample is evaluated through its draw, a recalled value through the forward expression.
 */
public final class TestEvaluator {

  private final Graph graph;

  /** Evaluates expressions of that graph. */
  public TestEvaluator(Graph graph) {
    this.graph = graph;
  }

  /** The value of an expression, given the values of all its leaves. */
  public double evaluate(Expr root, Map<? extends Expr, Double> leaves) {
    return value(evaluate(List.of(root), leaves), root);
  }

  /** The values of everything reachable from the roots. */
  public Map<Expr, Double> evaluate(Collection<? extends Expr> roots, Map<? extends Expr, Double> leaves) {
    Map<Expr, Double> values = new HashMap<>(leaves);
    for (Expr node : Traversal.reachable(roots)) {
      if (!values.containsKey(node)) {
        values.put(node, compute(node, values));
      }
    }
    return values;
  }

  private double compute(Expr node, Map<Expr, Double> values) {
    return switch (node) {
      case Expr.Literal literal -> literal.value();
      case Expr.Truth truth -> truth.value() ? 1.0 : 0.0;
      case Expr.Apply apply -> apply(apply.operation(),
          apply.operands().stream().mapToDouble(operand -> value(values, operand)).toArray());
      case Expr.Sample sample -> {
        Expr draw = sample.distribution().draw(graph, sample.noises(), sample.operands());
        yield value(evaluate(List.of(draw), values), draw);
      }
      case Expr.Recall recall -> value(evaluate(List.of(recall.value()), values), recall.value());
      case Expr.Parameter leaf -> throw missing(leaf);
      case Expr.StepValue leaf -> throw missing(leaf);
      case Expr.State leaf -> throw missing(leaf);
      case Expr.Noise leaf -> throw missing(leaf);
    };
  }

  private static double value(Map<Expr, Double> values, Expr node) {
    Double value = values.get(node);
    if (value == null) {
      throw missing(node);
    }
    return value;
  }

  private static IllegalArgumentException missing(Expr node) {
    return new IllegalArgumentException("no value for " + node);
  }

  /** An operation on numbers. */
  public static double apply(Operation operation, double... x) {
    return switch (operation) {
      case NEG -> -x[0];
      case ABS -> Math.abs(x[0]);
      case SQRT -> Math.sqrt(x[0]);
      case EXP -> Math.exp(x[0]);
      case LOG -> Math.log(x[0]);
      case EXPM1 -> Math.expm1(x[0]);
      case LOG1P -> Math.log1p(x[0]);
      case SIN -> Math.sin(x[0]);
      case COS -> Math.cos(x[0]);
      case ERFC -> Erf.erfc(x[0]);
      case NORMAL_CDF -> normalCdf(x[0]);
      case INVERSE_NORMAL_CDF -> inverseNormalCdf(x[0]);
      case FLOOR -> Math.floor(x[0]);
      case POW -> Math.pow(x[0], x[1]);
      case ADD -> x[0] + x[1];
      case SUB -> x[0] - x[1];
      case MUL -> x[0] * x[1];
      case DIV -> x[0] / x[1];
      case MIN -> Math.min(x[0], x[1]);
      case MAX -> Math.max(x[0], x[1]);
      case FMA -> Math.fma(x[0], x[1], x[2]);
      case LESS -> truth(x[0] < x[1]);
      case LESS_EQUAL -> truth(x[0] <= x[1]);
      case EQUAL -> truth(x[0] == x[1]);
      case NOT_EQUAL -> truth(x[0] != x[1]);
      case AND -> truth(x[0] != 0.0 && x[1] != 0.0);
      case OR -> truth(x[0] != 0.0 || x[1] != 0.0);
      case NOT -> truth(x[0] == 0.0);
      case SELECT -> x[0] != 0.0 ? x[1] : x[2];
      case FROZEN, DECIDED, PINNED -> x[0];
      case LIKELIHOOD_RATIO -> 1.0;
    };
  }

  private static double truth(boolean value) {
    return value ? 1.0 : 0.0;
  }

  private static double normalCdf(double x) {
    return 0.5 * Erf.erfc(-x / Math.sqrt(2.0));
  }

  /**
   * Newton's method on log Φ, from the rational approximation 26.2.23 of Abramowitz and Stegun; Commons Math's inverse
   * loses the lower tail.
   */
  private static double inverseNormalCdf(double p) {
    if (p > 0.5) {
      return -inverseNormalCdf(1.0 - p);
    }
    if (!(p > 0.0)) {
      return p == 0.0 ? Double.NEGATIVE_INFINITY : Double.NaN;
    }
    double t = Math.sqrt(-2.0 * Math.log(p));
    double z = (2.515517 + t * (0.802853 + t * 0.010328)) / (1.0 + t * (1.432788 + t * (0.189269 + t * 0.001308))) - t;
    for (int i = 0; i < 4; i++) {
      double cdf = normalCdf(z);
      double density = Math.exp(-0.5 * z * z) / Math.sqrt(2.0 * Math.PI);
      z -= (Math.log(cdf) - Math.log(p)) * cdf / density;
    }
    return z;
  }
}
