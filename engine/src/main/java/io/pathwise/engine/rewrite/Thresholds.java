package io.pathwise.engine.rewrite;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.graph.Operation;
import io.pathwise.engine.program.Program;
import io.pathwise.engine.program.Rewriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Gives every condition on paths a degree of truth between 0 and 1 and lets a {@link Rule} say what a choice by it
 * becomes. A comparison gets its degree from the rule; and, or, not become product, probabilistic sum and complement.
 * Comparisons of frozen values, and of what is the same on all paths, stay as they are. A comparison of a number with a
 * {@link TwoValued} state, whose value is a degree itself once its updates have been rewritten, is that degree, scaled.
 */
final class Thresholds {

  /** What becomes of comparisons and choices. */
  interface Rule {
    /**
     * The degree of truth of 0 &lt; difference.
     *
     * @param still
     *          the sharp condition, frozen
     */
    Expr degree(Expr difference, Expr still);

    /**
     * What becomes of condition ? x : y.
     *
     * @param degree
     *          of the condition
     * @param still
     *          the sharp condition, frozen
     */
    Expr choice(Expr degree, Expr still, Expr x, Expr y);
  }

  private final Graph graph;
  private final Rule rule;
  private final PathDependence dependence;
  private final Map<Expr, TwoValued> twoValued;
  private final Map<Expr, Expr> degrees = new HashMap<>();
  private final Map<Expr, Expr> stills = new HashMap<>();

  private Thresholds(Program program, Rule rule) {
    this.graph = program.graph();
    this.rule = rule;
    this.dependence = new PathDependence(program);
    this.twoValued = TwoValued.of(program);
  }

  /**
   * The program under the rule.
   *
   * @throws NotApplicableException
   *           when there is no condition on paths
   */
  static Program rewrite(Program program, Rule rule) {
    Thresholds thresholds = new Thresholds(program, rule);
    Program rewritten = Rewriter.rewrite(program, thresholds::replace);
    if (thresholds.degrees.isEmpty()) {
      throw new NotApplicableException("the program has no threshold on paths");
    }
    return rewritten;
  }

  private @Nullable Expr replace(Expr node, List<Expr> operands) {
    if (!(node instanceof Expr.Apply apply)) {
      return null;
    }
    return switch (apply.operation()) {
      case LESS, LESS_EQUAL, EQUAL, NOT_EQUAL -> {
        compare(apply, operands);
        yield null;
      }
      case AND, OR, NOT -> {
        connect(apply, operands);
        yield null;
      }
      case SELECT -> {
        Expr condition = apply.operand(0);
        Expr degree = degrees.get(condition);
        yield degree == null
            ? null
            : rule.choice(degree, still(condition, operands.getFirst()), operands.get(1), operands.get(2));
      }
      case NEG, ABS, SQRT, EXP, LOG, EXPM1, LOG1P, SIN, COS, ERFC, NORMAL_CDF, INVERSE_NORMAL_CDF, FLOOR, POW, ADD, SUB,
          MUL, DIV, MIN, MAX, FMA, FROZEN, DECIDED, PINNED, LIKELIHOOD_RATIO ->
        null;
    };
  }

  private void compare(Expr.Apply comparison, List<Expr> operands) {
    if (!dependence.contains(comparison)) {
      return;
    }
    Expr still = graph.apply(comparison.operation(), graph.frozen(operands.get(0)), graph.frozen(operands.get(1)));
    @Nullable
    Expr degree = ofTwoValued(comparison);
    if (degree == null && comparison.operation() != Operation.EQUAL
        && comparison.operation() != Operation.NOT_EQUAL) {
      degree = rule.degree(graph.sub(operands.get(1), operands.get(0)), still);
    }
    if (degree != null) {
      degrees.put(comparison, degree);
      stills.put(comparison, still);
    }
  }

  /** The degree of a comparison of a two-valued state with a number; null for other comparisons. */
  private @Nullable Expr ofTwoValued(Expr.Apply comparison) {
    boolean stateFirst = comparison.operand(1) instanceof Expr.Literal;
    Expr state = comparison.operand(stateFirst ? 0 : 1);
    TwoValued values = twoValued.get(state);
    if (values == null || !(comparison.operand(stateFirst ? 1 : 0) instanceof Expr.Literal bound)) {
      return null;
    }
    boolean atLow = holds(comparison, stateFirst, values.low(), bound);
    boolean atHigh = holds(comparison, stateFirst, values.high(), bound);
    if (atLow == atHigh) {
      return graph.literal(atLow ? 1.0 : 0.0);
    }
    Expr span = graph.literal(values.high() - values.low());
    return atHigh
        ? graph.div(graph.sub(state, graph.literal(values.low())), span)
        : graph.div(graph.sub(graph.literal(values.high()), state), span);
  }

  private boolean holds(Expr.Apply comparison, boolean stateFirst, double value, Expr.Literal bound) {
    Expr number = graph.literal(value);
    Expr result = graph.apply(comparison.operation(), stateFirst ? number : bound, stateFirst ? bound : number);
    return result == graph.truth(true);
  }

  private void connect(Expr.Apply connective, List<Expr> operands) {
    if (connective.operands().stream().noneMatch(degrees::containsKey)) {
      return;
    }
    Expr first = degree(connective.operand(0), operands.getFirst());
    Expr firstStill = still(connective.operand(0), operands.getFirst());
    if (connective.operation() == Operation.NOT) {
      degrees.put(connective, graph.sub(graph.literal(1.0), first));
      stills.put(connective, graph.not(firstStill));
      return;
    }
    Expr second = degree(connective.operand(1), operands.get(1));
    Expr both = graph.mul(first, second);
    degrees.put(connective,
        connective.operation() == Operation.AND ? both : graph.sub(graph.add(first, second), both));
    stills.put(connective,
        graph.apply(connective.operation(), firstStill, still(connective.operand(1), operands.get(1))));
  }

  private Expr degree(Expr condition, Expr rebuilt) {
    Expr degree = degrees.get(condition);
    return degree != null ? degree : graph.select(rebuilt, graph.literal(1.0), graph.literal(0.0));
  }

  private Expr still(Expr condition, Expr rebuilt) {
    return stills.getOrDefault(condition, rebuilt);
  }
}
