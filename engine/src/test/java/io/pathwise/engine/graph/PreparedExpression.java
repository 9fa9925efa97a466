package io.pathwise.engine.graph;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An expression without samples, laid out for evaluation at many points: what {@link TestEvaluator} does, without its
 * search for what to evaluate.
 */
public final class PreparedExpression {

  private final List<Expr> nodes;
  private final int[][] operands;
  private final double[][] buffers;
  private final double[] values;
  private final Map<Expr, Integer> leaves = new HashMap<>();

  /** Lays out an expression. */
  public PreparedExpression(Expr root) {
    nodes = Traversal.reachable(List.of(root));
    Map<Expr, Integer> positions = new HashMap<>();
    operands = new int[nodes.size()][];
    buffers = new double[nodes.size()][];
    values = new double[nodes.size()];
    for (int i = 0; i < operands.length; i++) {
      Expr node = nodes.get(i);
      positions.put(node, i);
      switch (node) {
        case Expr.Literal literal -> values[i] = literal.value();
        case Expr.Truth truth -> values[i] = truth.value() ? 1.0 : 0.0;
        case Expr.Apply apply -> {
          operands[i] = apply.operands().stream().mapToInt(positions::get).toArray();
          buffers[i] = new double[operands[i].length];
        }
        case Expr.Parameter leaf -> leaves.put(leaf, i);
        case Expr.StepValue leaf -> leaves.put(leaf, i);
        case Expr.State leaf -> leaves.put(leaf, i);
        case Expr.Noise leaf -> leaves.put(leaf, i);
        case Expr.Sample sample -> throw new IllegalArgumentException("replace samples by draws first: " + sample);
        case Expr.Recall recall -> throw new IllegalArgumentException("an expression of a backward sweep: " + recall);
      }
    }
  }

  /** The value, given the values of all leaves. */
  public double evaluate(Map<? extends Expr, Double> leafValues) {
    leaves.forEach((leaf, position) -> {
      Double value = leafValues.get(leaf);
      if (value == null) {
        throw new IllegalArgumentException("no value for " + leaf);
      }
      values[position] = value;
    });
    for (int i = 0; i < operands.length; i++) {
      if (nodes.get(i) instanceof Expr.Apply apply) {
        for (int j = 0; j < operands[i].length; j++) {
          buffers[i][j] = values[operands[i][j]];
        }
        values[i] = TestEvaluator.apply(apply.operation(), buffers[i]);
      }
    }
    return values[values.length - 1];
  }
}
